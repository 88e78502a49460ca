"""What a firm answers and what its bills tell, as matching reads them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from footprint import actions, queries
from footprint.choices import FACTS
from footprint.models import Footprint, Result, Site, SmeProfile
from kernel import clock
from kernel.errors import Question, Refused
from matching.engine import facts as engine_facts
from matching.engine.profile import read_sme
from matching.engine.run import plain
from reference.queries import catalogue
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year

pytestmark = pytest.mark.django_db
YEAR = {"starts_on": "2025-01-01", "ends_on": "2025-12-31"}


def tell(actor, site, **facts):
    actions.set_facts(actor, site_id=site.pk, facts=facts, now=clock.now())
    site.refresh_from_db()
    return site


def say(actor, site, missing_days, year=2024):
    actions.say_missing_days(actor, site_id=site.pk, year=year, missing_days=missing_days, now=clock.now())


def test_answers_are_kept_where_they_belong_and_read_back_by_the_engine():
    argane = make_exporter()
    site = tell(
        argane, make_site(argane), compressor_kw="90,5", leak_survey="non", roof_m2="1 150", export_markets=["FR"]
    )
    assert site.facts == {"compressor_kw": "90.5", "leak_survey": False}
    assert site.roof_m2 == 1150
    assert SmeProfile.objects.get().export_markets == ["FR"]
    sme, problems = read_sme(plain(queries.profile_facts(argane, site.pk)), catalogue(), own=True)
    assert problems == []
    assert sme.facts == {"compressor_kw": Decimal("90.5"), "leak_survey": False}
    assert tell(argane, site, leak_survey="").facts == {"compressor_kw": "90.5"}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("hours_per_year", "9000"),
        ("leak_survey", "peut-être"),
        ("load_class", "nuit"),
        ("colour", "red"),
        ("name", "Autre"),
        ("led_left_pct", "-5"),
    ],
)
def test_an_answer_that_cannot_be_is_named_and_nothing_is_kept(name, answer):
    argane = make_exporter()
    site = make_site(argane)
    with pytest.raises(ValidationError) as refused:
        tell(argane, site, **{name: answer, "compressor_kw": "90"})
    assert set(refused.value.error_dict) == {name}
    site.refresh_from_db()
    assert site.facts == {}


def test_every_fact_of_the_engine_can_be_answered_with_the_same_choices():
    assert FACTS.keys() >= engine_facts.OPTIONAL
    for name in engine_facts.OPTIONAL:
        kind = "yes_no" if name in engine_facts.YES_NO else "choice" if name in engine_facts.CHOICES else "number"
        assert FACTS[name].kind == kind, name
        if kind == "choice":
            assert set(FACTS[name].options) == engine_facts.CHOICES[name]


@pytest.mark.parametrize("activity", list(catalogue().activities))
def test_a_bill_of_any_kind_reads_as_a_profile(activity):
    argane = make_exporter()
    site = make_site(argane)
    kind = catalogue().activities[activity]
    make_bill(
        argane,
        site,
        activity_id=activity,
        quantity="10",
        unit=kind.unit,
        amount_mad="100",
        confirmed=["thousandth"],
        **YEAR,
    )
    sme, problems = read_sme(plain(queries.profile_facts(argane, site.pk)), catalogue(), own=True)
    assert problems == []
    assert (sme.energy_use is not None) == (kind.kind == "energy" and kind.factor_id is not None)


def test_road_fuel_is_transport_and_fuel_of_a_generator_is_not():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, activity_id="diesel_road", quantity="3000", unit="L", **YEAR)
    make_bill(argane, site, activity_id="diesel_stationary", quantity="1000", unit="L", **YEAR)
    (use,) = queries.profile_facts(argane, site.pk)["energy_use"]
    assert (use["carrier"], use["amount"]) == ("diesel", 4000)
    assert use["end_use_split"]["transport"] == Decimal("0.75")
    assert abs(sum(use["end_use_split"].values()) - 1) < Decimal("0.0001")


def test_a_price_is_without_tax_and_by_one_unit_a_carrier():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, activity_id="fuel_oil", quantity="1", unit="t", amount_mad="5500", tax_mad="500", **YEAR)
    assert queries.profile_facts(argane, site.pk)["own_prices"] == {"fuel_oil": Decimal(5)}
    make_bill(argane, site, activity_id="fuel_oil_volume", quantity="1000", unit="L", amount_mad="5000", **YEAR)
    assert Decimal(5) < queries.profile_facts(argane, site.pk)["own_prices"]["fuel_oil"] < Decimal(6)


def test_what_lines_of_water_waste_and_freight_tell_of_a_year_is_not_asked_again():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, activity_id="water_supply", quantity="6000", unit="m3", **YEAR)
    make_bill(argane, site, activity_id="waste_mixed_landfill", quantity="12", unit="t", **YEAR)
    make_bill(argane, site, activity_id="waste_paper_recycled", quantity="30", unit="t", **YEAR)
    half = {"starts_on": "2025-01-01", "ends_on": "2025-06-30"}
    make_bill(argane, site, activity_id="freight_truck_artic", quantity="150000", unit="t.km", **half)
    facts = queries.profile_facts(argane, site.pk)
    assert (facts["water_m3"], facts["waste_t"]) == (6000, 12), "what is recycled already is not to be sorted"
    assert "freight_tkm_road" not in facts, "half a year is asked about"
    say(argane, site, "filled", year=2025)
    assert "freight_tkm_road" not in queries.profile_facts(argane, site.pk), "filling in fills no deliveries"
    say(argane, site, "unused", year=2025)
    assert queries.profile_facts(argane, site.pk)["freight_tkm_road"] == 150_000
    facts = queries.profile_facts(argane, tell(argane, site, water_m3="9000").pk)
    assert facts["water_m3"] == "9000", "what the firm says itself holds"


def test_some_months_are_a_minimum_until_the_person_asks_to_fill_the_rest():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, starts_on="2024-01-01", ends_on="2024-06-30", quantity="92400")
    facts = queries.profile_facts(argane, site.pk)
    assert facts["energy_in_part"] is True
    assert "toe_per_year" not in facts
    measured = queries.result(argane, site.pk, 2024)
    say(argane, site, "filled")
    facts = queries.profile_facts(argane, site.pk)
    assert "energy_in_part" not in facts
    assert round(facts["energy_use"][0]["amount"], 2) == Decimal("185815.38")
    filled = queries.result(argane, site.pk, 2024)
    assert filled.total.kg > measured.total.kg
    assert filled.coverage == measured.coverage
    assert {line["evidence"] for line in filled.lines} == {"invoice", "extrapolated"}
    say(argane, site, "unknown")
    assert queries.result(argane, site.pk, 2024).total == measured.total


def test_a_firm_may_say_that_nothing_was_used_on_the_other_days_of_a_year_and_of_that_year_alone():
    argane = make_exporter()
    site = make_site(argane)
    for year in (2023, 2024):
        make_bill(argane, site, starts_on=f"{year}-10-01", ends_on=f"{year}-12-31", quantity="60000")
    say(argane, site, "unused")
    facts = queries.profile_facts(argane, site.pk)
    assert "energy_in_part" not in facts
    assert facts["energy_use"][0]["amount"] == 60_000
    answer = queries.result(argane, site.pk, 2024)
    assert (answer.is_complete, answer.is_a_year, answer.grade) == (True, True, "A")
    other = queries.result(argane, site.pk, 2023)
    assert (other.is_complete, other.is_a_year, other.grade) == (False, False, "C")
    with pytest.raises(ValidationError):
        say(argane, site, "forgotten")
    with pytest.raises(Footprint.DoesNotExist):
        say(argane, site, "unused", year=2019)
    with pytest.raises(Site.DoesNotExist):
        say(make_exporter("Zellige"), site, "unused")
    with pytest.raises(Refused):
        say(actor_of(site.organization, "reader"), site, "unused")


def test_deliveries_alone_are_a_year_only_when_the_firm_says_that_they_are_all():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(
        argane,
        site,
        activity_id="diesel_stationary",
        quantity="2000",
        unit="L",
        starts_on="2024-03-05",
        ends_on="2024-03-05",
    )
    assert queries.profile_facts(argane, site.pk)["energy_in_part"] is True
    with pytest.raises(ValidationError):
        say(argane, site, "filled")
    say(argane, site, "unused")
    assert "energy_in_part" not in queries.profile_facts(argane, site.pk)


def test_the_end_uses_follow_the_sector():
    argane = make_exporter(sector="")
    site = make_site(argane)
    make_year(argane, site)
    assert [part.code for part in queries.result(argane, site.pk).end_uses] == ["unallocated"]
    actions.describe_company(argane, values={"sector": "olive_oil"}, now=clock.now())
    assert "motors_pumps" in {part.code for part in queries.result(argane, site.pk).end_uses}
    assert Result.objects.count() == 1


def test_a_number_that_reads_two_ways_is_asked_about():
    argane = make_exporter()
    with pytest.raises(Question) as asked:
        actions.describe_company(argane, values={"budget_mad": "1.800"}, now=clock.now())
    assert asked.value.readings == (Decimal(1800), Decimal("1.8"))
    assert SmeProfile.objects.get().budget_mad is None
