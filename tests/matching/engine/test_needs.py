"""Which measures a site needs, which it cannot have, what is asked, and how much each weighs."""

from decimal import Decimal

import pytest

from matching.engine.choice import Parameters, adoption, in_order, weigh
from matching.engine.goals import resolve
from matching.engine.needs import measures_for
from matching.engine.numbers import exactly
from matching.engine.obligations import audit_due, cbam_concerns, obligations, toe_of
from matching.engine.prices import prices_of
from matching.engine.site import survey
from tests.matching.engine.firms import CATALOGUE, FINISHER, MILL, situated, sme

ELECTRICITY = [{"carrier": "electricity", "amount": 900, "unit": "MWh"}]
TINY = Decimal("1E-20")


def site(written, **changes):
    return survey(sme(written, **changes), CATALOGUE)


def needs(written, **changes):
    return measures_for(site(written, **changes)).by_code()


def test_a_trigger_that_is_false_is_no_need_and_an_unknown_one_is_a_question():
    found = needs(MILL)
    assert "compressed_air_system" not in found  # 16 MWh of air
    assert found["vsd"].certain
    leaks = found["compressed_air_leaks"]
    assert not leaks.certain
    assert leaks.figures is not None
    assert leaks.asks[0] == "leak_survey"
    assert "compressed_air_leaks" not in needs(MILL, leak_survey=True)
    assert needs(MILL, leak_survey=False)["compressed_air_leaks"].certain


def test_an_exclusion_removes_a_measure_with_its_code():
    survey_b = measures_for(site(FINISHER))
    assert survey_b.excluded == {
        "pv_rooftop": "roof_owner",
        "pv_third_party": "roof_owner",
        "solar_process_heat": "roof_owner",
    }
    assert "pv_rooftop" in needs(FINISHER, landlord_agreement=True)
    assert measures_for(site(MILL, heritage_roof=True)).excluded["pv_rooftop"] == "heritage"
    assert "heritage_roof" in needs(MILL)["pv_rooftop"].asks
    assert measures_for(site(FINISHER, pomace_access=False)).excluded["biomass_boiler"] == "supply"
    assert measures_for(site(FINISHER, voltage="LV")).excluded["battery_storage"] == "tariff"
    assert "green_ppa" not in measures_for(site(MILL, voltage="LV")).excluded  # too small for it anyway


def test_bills_of_some_months_may_pass_a_floor_and_never_miss_it():
    january = {"energy_use": [{"carrier": "electricity", "amount": 10, "unit": "MWh"}]}
    assert "pv_rooftop" not in needs(MILL, **january), "a year of it is under 15 MWh"
    asked = needs(MILL, **january, energy_in_part=True)["pv_rooftop"]
    assert (asked.certain, asked.state, asked.figures, asked.asks[0]) == (False, "unknown", None, "energy_use")
    enough = needs(MILL, energy_in_part=True)["pv_rooftop"]  # 412 MWh in some months already
    assert (enough.certain, enough.figures, enough.asks[0]) == (True, None, "energy_use")
    told = needs(MILL, sector="offshoring_bpo", energy_in_part=True, e_it_kwh=50_000)
    assert told["digital_sobriety"].figures is not None, "told by itself, of a year"
    used = [{"carrier": "petcoke", "amount": 900, "unit": "t"}]
    assert audit_due(site(MILL, energy_use=used)) is False
    assert audit_due(site(MILL, energy_use=used, energy_in_part=True)) is None


def test_a_need_without_the_fact_its_saving_hangs_on_is_unknown_never_zero():
    penalty = needs(MILL)["power_factor"]
    assert (penalty.state, penalty.figures, penalty.asks[0]) == ("unknown", None, "pf_penalty_mad")
    assert needs(MILL, pf_penalty_mad=9000)["power_factor"].state == "priced"
    nothing = needs({"sme_id": "s", "sector": "olive_oil"})
    assert nothing["vsd"].state == "unknown"
    assert nothing["vsd"].asks[0] == "energy_use"


def test_a_fuel_without_a_price_leaves_carbon_only_until_it_is_told():
    gas = {**FINISHER, "energy_use": [{"carrier": "propane", "amount": 100, "unit": "t"}]}
    insulation = needs(gas)["pipe_insulation"]
    assert (insulation.state, insulation.figures.net_mad) == ("carbon_only", None)
    assert insulation.figures.abatement_t.typ > 0
    told = measures_for(survey(_priced(gas, propane="9.5"), CATALOGUE)).by_code()["pipe_insulation"]
    assert told.state == "priced"


def _priced(written, **prices):
    from matching.engine.profile import read_sme

    facts, problems = read_sme({**written, "own_prices": prices}, CATALOGUE, own=True)
    assert not problems
    return facts


def test_prices_come_from_the_bill_first():
    plain = prices_of(sme(MILL), site(MILL).energy, CATALOGUE)
    assert plain.elec == Decimal("1.107281250")
    assert plain.day == Decimal("1.0101")
    billed = prices_of(sme(MILL, energy_bill_mad=412000), site(MILL).energy, CATALOGUE)
    assert billed.elec == 1
    assert abs(billed.peak / billed.day - plain.peak / plain.day) < TINY
    shifts = {name: _schedule(name) for name in ("one_shift", "continuous")}
    assert shifts["one_shift"] == Decimal("1.0101")
    assert shifts["continuous"].quantize(Decimal("0.0001")) == Decimal("0.9989")


def _schedule(name):
    return prices_of(sme(MILL, operating_schedule=name), site(MILL).energy, CATALOGUE).elec


@pytest.mark.parametrize(
    ("voltage", "amount", "price"),
    [
        (None, 900, "1.107281250"),
        (None, 100, "1.3524"),
        ("LV", 900, "1.3524"),
        ("HV", 900, None),
        ("off_grid", 9, None),
    ],
)
def test_the_tariff_follows_the_voltage(voltage, amount, price):
    use = [{"carrier": "electricity", "amount": amount, "unit": "MWh"}]
    known = {} if voltage is None else {"voltage": voltage}
    facts = sme({"sme_id": "s", "sector": "olive_oil"}, energy_use=use, **known)
    found = prices_of(facts, survey(facts, CATALOGUE).energy, CATALOGUE).elec
    assert found == (None if price is None else Decimal(price))


def test_a_split_of_its_own_replaces_the_sectors():
    own = [{**MILL["energy_use"][0], "end_use_split": {"motors_pumps": 0.5, "lighting": 0.3}}]
    cells = site(MILL, energy_use=own).energy.cells
    assert cells["electricity", "motors_pumps"] == (185400, 206000, 226600)
    assert cells["electricity", "other"].typ == 82400


def test_measures_that_add_emissions_are_shown_and_never_lower():
    found = needs(FINISHER)
    assert found["electric_boiler"].lowers is False
    assert found["battery_storage"].lowers is False
    assert found["electric_boiler"].state == "carbon_only"
    assert found["guarantees_of_origin"].lowers is False
    assert found["guarantees_of_origin"].figures.market_t.typ > 0
    assert found["vsd"].lowers is True


def test_pomace_and_wood_save_money_not_carbon():
    wood = {**FINISHER, "energy_use": [{"carrier": "wood", "amount": 500, "unit": "t"}]}
    insulation = needs(wood)["pipe_insulation"].figures
    assert insulation.abatement_t.typ < insulation.energy["fuel_kwh"].typ / 1000 * Decimal("0.01")


def test_an_irrigated_farm_has_a_split_of_its_own():
    farm = {
        "sme_id": "f",
        "sector": "fresh_fruit_veg",
        "region": "MA-09",
        "irrigated_ha": 40,
        "energy_use": [{"carrier": "butane", "amount": 12, "unit": "t"}],
    }
    found = needs(farm)
    pump = found["solar_pumping"].figures
    assert found["solar_pumping"].state == "priced"
    share = pump.energy["pump_kwh"].typ / (Decimal(12000) * Decimal("47.3") / Decimal("3.6"))
    assert share.quantize(Decimal("0.001")) == Decimal("0.816")  # 96 % pumps, 85 % saved


def test_vehicles_weigh_by_the_road_factor():
    fleet = {
        "sme_id": "l",
        "sector": "export_logistics",
        "energy_use": [{"carrier": "diesel", "amount": 100000, "unit": "L"}],
    }
    driving = needs(fleet)["eco_driving"].figures
    litres = driving.energy["diesel_l"].typ
    assert exactly(lambda: litres * Decimal("2.68768") / 1000 - driving.abatement_t.typ)() < TINY
    assert driving.gross_mad.typ == exactly(lambda: litres * Decimal("10.75"))()


def test_u_adds_up_and_follows_the_slider():
    found = situated(MILL).needs.values()
    both = weigh(found, Parameters())
    assert abs(sum(both.values()) - 1) < TINY
    money, carbon = weigh(found, Parameters(money=Decimal(1))), weigh(found, Parameters(money=Decimal(0)))
    for code in ("vsd", "pv_rooftop", "led"):
        assert abs((money[code] + carbon[code]) / 2 - both[code]) < TINY
    assert money["pv_rooftop"] == 0  # it loses money, and lowers emissions
    assert carbon["pv_rooftop"] > 0
    assert both["battery_storage"] == 0


def test_a_price_on_carbon_brings_up_what_loses_money():
    found = situated(MILL).needs.values()
    dear = weigh(found, Parameters(money=Decimal(1), shadow_mad_t=Decimal(1000)))
    assert dear["pv_rooftop"] > 0


def test_when_nothing_weighs_all_weigh_the_same_and_no_need_weighs_nothing():
    unknown = [need for need in measures_for(site({"sme_id": "s", "sector": "olive_oil"})).needs if not need.figures]
    assert set(weigh(unknown, Parameters()).values()) == {exactly(lambda: Decimal(1) / len(unknown))()}
    assert weigh([], Parameters()) == {}


def test_obligations_weigh_one_when_due_and_half_when_wanted():
    found = situated(MILL, open_obligations=["iso_14001"], goals=["ISO 50001"])
    assert found.needs["iso_14001"].due
    assert not found.needs["iso_50001"].due
    assert found.u["iso_14001"] == 2 * found.u["iso_50001"]
    held = situated(MILL, open_obligations=["iso_14001"], certifications_held=["iso_14001"])
    assert "iso_14001" not in held.needs


def test_the_order_prefers_what_needs_little_money():
    found = situated(MILL)
    ordered = [need.code for need in in_order(found.needs.values(), found.u)]
    assert ordered[0] == "pv_third_party"  # no capex of its own
    assert adoption(found.needs["compressed_air_leaks"]) > adoption(found.needs["vsd"])
    assert adoption(found.needs["energy_audit"]) == 0


@pytest.mark.parametrize(
    ("sector", "mwh", "held", "due"),
    [
        ("olive_oil", 20000, [], True),
        ("olive_oil", 10000, [], False),
        ("tourism_hotel", 10000, [], True),
        ("olive_oil", 20000, ["iso_50001"], False),
    ],
)
def test_the_mandatory_audit_is_computed(sector, mwh, held, due):
    use = [{"carrier": "electricity", "amount": mwh, "unit": "MWh"}]
    found = site({"sme_id": "s", "sector": sector, "energy_use": use, "certifications_held": held})
    assert audit_due(found) is due
    assert toe_of(found) == Decimal(mwh) * Decimal("0.086")
    assert ("mandatory_audit" in {one.code for one in obligations(found, ())}) is due


@pytest.mark.parametrize(
    ("goods", "concerned"),
    [
        (["7318 15 82"], True),
        (["3304 99"], False),
        (["731815"], None),
        (["3304 99", "731815"], None),
        (["3304 99", "7318 15 82"], True),
        (["12"], False),
        (["77"], None),
        (None, None),
    ],
)
def test_cbam_concerns_goods_that_are_known_to_be(goods, concerned):
    written = {"sme_id": "s"} | ({} if goods is None else {"export_hs": goods})
    assert cbam_concerns(site(written)) is concerned


def test_cbam_data_are_due_above_the_threshold_of_the_importer():
    screws = {"sme_id": "s", "sector": "steel_products", "export_hs": ["7318 15 82"], "export_markets": ["IT"]}
    above = {one.code: one for one in obligations(site(screws, importer_tonnes=900), ())}
    assert above["cbam_data"].due
    open_one = {one.code: one for one in obligations(site(screws), ())}["cbam_data"]
    assert (open_one.due, open_one.certain, open_one.asks) == (False, False, ("importer_tonnes", "eu_sales_pct"))
    assert not obligations(site(screws, importer_tonnes=50), ())
    assert not obligations(site({**screws, "export_markets": ["US"]}, importer_tonnes=900), ())


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("pv_rooftop", ("measure", "pv_rooftop")),
        ("Solaire en toiture", ("measure", "pv_rooftop")),
        ("الطاقة الشمسية", ("measure", "pv_rooftop")),
        ("solar panels", ("measure", "pv_third_party")),
        ("renewable_power", ("measure", "pv_ground_mv")),
        ("chambres froides", ("end_use", "refrigeration")),
        ("غرف التبريد", ("end_use", "refrigeration")),
        ("baisser la facture d'électricité", ("carrier", "electricity")),
        ("iso-14001", ("standard", "iso_14001")),
        ("ISO 14001", ("standard", "iso_14001")),
        ("La clef verte", ("standard", "green_key")),
        ("eau chaude", ("end_use", "hot_water")),
        ("Audit énergétique", ("measure", "energy_audit")),
        ("MACF", ("standard", "cbam_verification")),
    ],
)
def test_goals_are_understood_in_three_languages(written, target):
    (goal,) = resolve([written], CATALOGUE)
    assert target in goal.targets


def test_a_goal_that_means_nothing_is_said_and_is_no_error():
    found = situated(MILL, goals=["devenir célèbre", "eau chaude solaire"])
    assert [bool(goal.targets) for goal in found.goals] == [False, True]
    assert ("end_use", "hot_water") not in found.goals[1].targets  # the longest phrase wins


def test_every_name_of_the_files_is_understood():
    for measure in CATALOGUE.measures.values():
        for name in (measure.id, measure.name_fr, measure.name_en, measure.name_ar):
            assert ("measure", measure.id) in resolve([name], CATALOGUE)[0].targets, name
    for standard in CATALOGUE.standards.values():
        for name in (standard.id, standard.name):
            assert ("standard", standard.id) in resolve([name], CATALOGUE)[0].targets, name
