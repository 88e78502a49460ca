"""Certificates saved at the border, solar power made for what is left, and runs of the version before, to the last digit."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from kernel.canonical import dumps
from matching.engine.choice import Parameters
from matching.engine.plan import chained
from matching.engine.replay import replay
from matching.engine.run import Candidate, inputs, result
from matching.engine.site import survey
from matching.engine.situation import situation
from matching.engine.weights import STARTING_WEIGHTS
from tests.matching.engine.firms import CATALOGUE, DAY, FINISHER, MILL, offer, situated, sme
from tests.matching.engine.test_measures import MILL_PLAN

SCREWS, CEMENT = "7318 15 82", "2523 29 00"
SELLING = {"export_hs": [SCREWS], "export_markets": ["IT"], "importer_tonnes": 900, "eu_sales_pct": 40}


def found(**facts):
    return situation(sme(FINISHER, **SELLING | facts), CATALOGUE)


def digits(value, places=2):
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def test_a_measure_saves_the_certificates_of_what_it_takes_off_the_goods_sold_in_the_union():
    """19.9623 t x 40 % x 75.36 EUR x 10.96078761 MAD: 826.0050 MAD a tonne. Screws answer for no electricity, cement does."""
    screws = found()
    tonnes = {code: need.figures.abatement_t.typ for code, need in screws.needs.items() if need.figures}
    a_tonne = Decimal("75.36") * Decimal("10.96078761")
    assert digits(a_tonne, 4) == "826.0050"
    assert digits(screws.border["boiler_economiser"]) == "6595.60"
    assert digits(screws.border["vsd"]) == "0.00"
    cement = found(export_hs=[CEMENT])
    assert digits(cement.border["vsd"]) == digits(tonnes["vsd"] * Decimal("0.4") * a_tonne)
    assert digits(found(export_hs=[CEMENT, SCREWS]).border["vsd"]) == "0.00", "of several goods the least is counted"
    free = situation(screws.sme, CATALOGUE, Parameters(cbam_eur_t=Decimal(0)))
    assert screws.u["boiler_economiser"] > free.u["boiler_economiser"]
    assert screws.u["led"] < free.u["led"]


@pytest.mark.parametrize(
    "facts",
    [
        {"export_hs": None},
        {"export_hs": ["1509 20 00"]},
        {"importer_tonnes": None},
        {"importer_tonnes": 40},
        {"export_markets": ["US"]},
        {"eu_sales_pct": None},
        {"eu_sales_pct": 0},
    ],
    ids=str,
)
def test_nothing_is_saved_at_the_border_while_a_fact_is_missing_or_speaks_against_it(facts):
    assert found(**facts).border == {}


def test_solar_power_in_a_plan_is_sized_and_paid_for_the_use_that_is_left():
    """0.16 x (412,000 - 53,844.14) / 1,792 = 31.978 kWp at 10,000 MAD, beside the 186,742.61 of the others."""
    site, codes = survey(sme(MILL), CATALOGUE), [*MILL_PLAN, "pv_rooftop"]
    plan, before = chained(site, codes), chained(site, codes, solar_anew=False)
    assert digits(plan.steps["pv_rooftop"].size, 3) == "31.978"
    assert digits(plan.capex_mad) == "506524.63"
    assert digits(before.capex_mad) == "554599.76", "367,857.14 for the whole use"
    assert plan.abatement_t == before.abatement_t
    alone = chained(site, ["pv_rooftop"])
    assert digits(alone.capex_mad) == "367857.14", "with nothing before it, it costs what it does alone"


def test_a_result_of_the_version_before_is_made_again_to_the_same_byte():
    candidate = Candidate(offer(measures=["pv_rooftop", "led", "vsd"]), "chams")
    texts = {}
    for engine in ("2", "3"):
        one = situation(sme(MILL, **SELLING), CATALOGUE, engine=engine)
        kept = inputs(one, candidate, STARTING_WEIGHTS, DAY)
        if engine == "2":
            del kept["parameters"]["cbam_eur_t"]  # that version knew no such price
        texts[engine] = dumps(result(one, candidate, STARTING_WEIGHTS, DAY))
        assert replay(dumps(kept), CATALOGUE) == texts[engine]
    assert '"engine":"2"' in texts["2"]
    assert texts["2"].replace('"engine":"2"', '"engine":"3"') != texts["3"], "solar power costs less in the later one"


def test_the_version_before_asked_for_bills_that_settle_nothing_and_is_made_again_all_the_same():
    hotels = Candidate(offer(measures=["hotel_package"]), "riad")
    loan = Candidate(offer(kind="financier", instrument="loan", own_funds_min_pct=20, status="unknown"), "bank")
    asked, confirmed = {}, {}
    for engine in ("3", "4"):
        one = situation(sme(MILL), CATALOGUE, engine=engine)
        found = [result(one, candidate, STARTING_WEIGHTS, DAY) for candidate in (hotels, loan)]
        asked[engine] = "economics" in {question["criterion"] for question in found[0]["questions"]}
        confirmed[engine] = {fix["fact"]: fix["gain"] > 0 for fix in found[1]["raises"]}.get("status", False)
        kept = inputs(one, hotels, STARTING_WEIGHTS, DAY)
        assert replay(dumps(kept), CATALOGUE) == dumps(found[0])
    assert asked == {"3": True, "4": False}
    assert confirmed == {"3": False, "4": True}, "who may be closed can say that it is open"
    unpriced = {"energy_use": [{"carrier": "coal", "amount": 10, "unit": "t"}]}
    boiler = result(situated(MILL, **unpriced), Candidate(offer(measures=["boiler_tuneup"])), STARTING_WEIGHTS, DAY)
    assert {one["criterion"]: one["fact"] for one in boiler["questions"]}["economics"] == "energy_bill_mad"
