"""What a program may send by mistake: refused with what would mend it, or asked about beside the result; never a silent zero."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from footprint.engine import Refusal
from footprint.engine.calculation import calculate
from footprint.engine.factors import OwnFactor
from footprint.engine.methods.energy import Instrument
from footprint.engine.methods.industry import Stream
from footprint.engine.methods.transport import Commuter, Consignment, Mode
from footprint.engine.pedigree import Scores, gsd2_of_half_width, gsd2_of_scores, half_width_of_gsd2
from footprint.engine.products import Product, allocate
from reference.files import load
from tests.footprint.engine.published.examples import amount, co2e, line

CATALOGUE = load()


def computed(*rows, year=2024):
    return calculate(rows, CATALOGUE, year)


def refused(*rows):
    with pytest.raises(Refusal) as caught:
        computed(*rows)
    return [(problem.code, problem.params.get("field")) for problem in caught.value.problems]


def asked(*rows):
    return [(one.code, one.key, one.readings) for one in computed(*rows).questions]


def bill(activity, value, unit, first="2024-01-01", last="2024-12-31", **more):
    days = {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last)}
    return line("bill", activity=activity, amount=amount(value, unit), **days, **more)


CO2E = co2e(2, "kg/kg")
ZEROES = {
    "outside_year starts_on": bill("electricity_grid", 100, "kWh", "2023-01-01", "2023-12-31"),
    "list_empty modes": line("commuting", employees=4, days_per_year=200, modes=()),
    "list_empty streams": line("mass_balance", streams=()),
    "list_empty periods": line("continuous_measurement", periods=()),
    "list_empty consignments": line("shared_run", activity="diesel_road", amount=amount(1, "L"), consignments=()),
    "nothing_mine consignments": line(
        "shared_run",
        activity="diesel_road",
        amount=amount(1, "L"),
        by="mass",
        consignments=(Consignment(mass=amount(3, "t")),),
    ),
    "amount_needed new_charge": line("refrigerant_simplified_balance", activity="refrigerant_r134a"),
    "amount_needed charge": line("refrigerant_screening", activity="refrigerant_r134a", equipment="chillers"),
    "unit_needed amount.unit": line("bill", activity="electricity_grid", amount=amount(100, " ")),
    "unit_needed streams.0.carbon.unit": line(
        "mass_balance", streams=(Stream(amount=amount(1, "t"), carbon=amount("0.5", "")),)
    ),
    "unit_needed factor.co2e.unit": line("fuel", amount=amount(1, "L"), factor=co2e(2, "")),
}


@pytest.mark.parametrize("said", ZEROES)
def test_nothing_sent_is_no_zero_and_no_guess(said):
    assert [" ".join(one) for one in refused(ZEROES[said])] == [said]


def test_no_line_at_all_is_refused():
    assert refused() == [("list_empty", "lines")]


IMPOSSIBLE = {
    "out_of_bounds density": line("fuel", amount=amount(1, "kg"), density=amount(845, "kg/L"), factor=co2e(2, "kg/L")),
    "out_of_bounds heating_value": line(
        "fuel", amount=amount(1, "kg"), heating_value=amount(43_000, "MJ/kg"), factor=co2e(2, "kg/GJ")
    ),
    "out_of_bounds gross_to_net": line(
        "fuel", amount=amount(1, "GJ"), gross_to_net=0, factor_basis="gross", factor=co2e(2, "kg/GJ")
    ),
    "fraction_above_one methane_correction": line("waste_water", cod=amount(1, "t"), methane_correction=80),
    "fraction_above_one streams.0.carbon": line(
        "mass_balance", streams=(Stream(amount=amount(1, "t"), carbon=amount(85, "kg/kg")),)
    ),
    "fraction_above_one c2f6_fraction": line(
        "pfc_slope", aluminium=amount(1, "t"), slope=0.1, anode_effect_minutes=1, c2f6_fraction=12.1
    ),
    "too_large None": line("fuel", amount=amount("1e18", "L"), factor=co2e("1e18", "Mt/mL")),
}


@pytest.mark.parametrize("said", IMPOSSIBLE)
def test_what_no_matter_has_is_refused(said):
    assert refused(IMPOSSIBLE[said]) == [tuple(None if part == "None" else part for part in said.split())]


def test_the_same_density_in_another_unit_is_no_slip():
    rows = [
        line("fuel", amount=amount(845, "kg"), density=amount(value, unit), factor=co2e(2, "kg/L"))
        for value, unit in (("0.845", "kg/L"), (845, "kg/m3"))
    ]
    assert [computed(row).inventory.total.kg for row in rows] == [2000, 2000]


def test_a_fraction_for_per_cent_is_asked_about():
    row = line(
        "refrigerant_screening",
        activity="refrigerant_r404a",
        equipment="industrial_cold",
        charge=amount(120, "kg"),
        yearly_pct="0.15",
    )
    row = replace(row, yearly_pct=Decimal("0.15"))
    assert asked(row) == [("fraction_or_percent", row.key, ((Decimal(15), "%"),))]
    assert asked(replace(row, yearly_pct=Decimal(15))) == []
    coal = line("mass_balance", streams=(Stream(amount=amount(1, "t"), carbon=amount("0.85", "%")),))
    assert [one[0] for one in asked(coal)] == ["fraction_or_percent"]
    months = replace(row, yearly_pct=None, years=Decimal(6))
    assert asked(months) == [("above_a_year", row.key, ())]


def test_an_estimate_is_graded_as_one_whatever_it_calls_itself():
    """Screening is a guess, commuting and average data are extrapolated; a worse word of the line stays."""
    mode = Mode(activity="commute_bus", one_way=amount(8, "km"))
    estimates = {
        "guess": [
            line("refrigerant_screening", activity="refrigerant_r404a", equipment="chillers", charge=amount(9, "kg"))
        ],
        "extrapolated": [
            line("commuting", employees=40, days_per_year=230, modes=(mode,)),
            line(
                "commuting_survey",
                employees=4,
                answers=(Commuter(activity="commute_bus", one_way=amount(8, "km"), days_per_year=Decimal(230)),),
            ),
            line("leased_asset", amount=amount(250, "m2"), factor=co2e(40, "kg/m2")),
            line("use_phase", sold=10, energy_per_use=amount(1, "kWh"), activity="electricity_grid"),
            line("sold_products", amount=amount(2, "t"), activity="waste_paper_landfill"),
        ],
    }
    for worth, rows in estimates.items():
        for row in rows:
            for found in computed(row).inventory.lines:
                assert (found.evidence, found.activity_pct) == (worth, {"guess": 50, "extrapolated": 30}[worth])
                assert found.grade >= {"guess": "D", "extrapolated": "C"}[worth]
                assert "evidence_of_method" in found.flags
            said = computed(replace(row, evidence="guess")).inventory.lines[0]
            assert (said.evidence, "evidence_of_method" in said.flags) == ("guess", False)


def test_slips_of_bills_stand_beside_the_result():
    """Ten times, MWh for kWh and kWh for MWh, above the most of a site, gas that does not say gross, sent twice."""
    months = [
        bill("electricity_grid", 15_000, "kWh", f"2024-0{month}-01", f"2024-0{month}-28") for month in range(1, 7)
    ]

    def of_july(value, unit):
        row = bill("electricity_grid", value, unit, "2024-07-01", "2024-07-31")
        return [one for one in asked(*months, row) if one[0] != "gap"], row.key

    for value, unit, code, readings in (
        (15_500, "MWh", "mwh_or_kwh", ((Decimal(15_500), "kWh"),)),
        ("15.5", "kWh", "thousandth", ((Decimal("15.5"), "MWh"),)),
        (200_000, "kWh", "above_plausible", ()),
    ):
        found, key = of_july(value, unit)
        assert found == [(code, key, readings)]
    assert of_july("15.5", "MWh")[0] == []
    gas = bill("natural_gas", 900, "MWh")
    assert asked(gas) == [("read_as_gross", gas.key, ((Decimal(900), "MWh_net"),))]
    assert asked(bill("natural_gas", 900, "MWh_net")) == []
    tank = line("fuel", activity="diesel_stationary", amount=amount("1e9", "L"))
    assert [one[:2] for one in asked(tank)] == [("above_plausible", tank.key)]
    first, again = (bill("diesel_road", 500, "L", "2024-03-05", "2024-03-05") for _time in "12")
    assert asked(first, again) == [("entered_already", again.key, ())]


def test_days_billed_twice_and_never_are_named():
    first = bill("electricity_grid", 9000, "kWh", "2024-01-01", "2024-06-30")
    second = bill("electricity_grid", 9000, "kWh", "2024-06-16", "2024-11-30")
    found = computed(first, second)
    assert [(one.code, one.key, one.params["first"], one.params["last"]) for one in found.questions] == [
        ("overlap", second.key, date(2024, 6, 16), date(2024, 6, 30)),
        ("gap", second.key, date(2024, 12, 1), date(2024, 12, 31)),
    ]
    assert found.questions[0].params["beside"] == first.key
    whole = line("bill", activity="electricity_grid", amount=amount(9000, "kWh"))
    assert asked(whole) == []


def test_losses_belong_to_the_grid_whoever_the_supplier_is():
    """100 kWh: 57.765 kg by the grid, 10.2178 kg lost on the way, whatever the factor of the supplier."""
    own = line("electricity", amount=amount(100, "kWh"), factor=co2e("0.5", "kg/kWh"))
    billed = line("bill", activity="electricity_grid", amount=amount(100, "kWh"), factor=co2e("0.5", "kg/kWh"))
    for row in (own, billed):
        (lost,) = [one for one in computed(row).inventory.lines if one.part == "losses"]
        assert lost.kg == Decimal("10.2178")
        assert "losses_of_the_grid" in lost.flags
    apart = computed(replace(own, losses_pct=Decimal(0))).inventory
    assert [one.part for one in apart.lines] == ["direct"]


def test_final_energy_is_that_of_the_amount_whatever_its_factor():
    """41.868 GJ are one toe; diesel of 43 MJ/kg and 0.845 kg/L holds 36.335 MJ/L; heat bought 0.086 toe/MWh."""
    own = {
        line("fuel", amount=amount("41.868", "GJ"), factor=co2e(50, "kg/GJ")): "1",
        line("fuel", amount=amount("41.868", "GJ"), basis="gross", gross_to_net=0.9, factor=co2e(50, "kg/GJ")): "0.9",
        line(
            "fuel",
            amount=amount(1000, "L"),
            density=amount("0.845", "kg/L"),
            heating_value=amount(43, "MJ/kg"),
            factor=co2e("2.6", "kg/L"),
        ): "0.8678465654",
        line("heat", amount=amount(10, "MWh"), boiler_efficiency_pct=80, factor=co2e(60, "kg/GJ")): "0.86",
        line(
            "heat", amount=amount("41.868", "GJ"), own_boiler=True, boiler_efficiency_pct=80, factor=co2e(60, "kg/GJ")
        ): "1.25",
        line("electricity", amount=amount(1000, "kWh"), factor=co2e("0.5", "kg/kWh")): "0.086",
    }
    for row, toe in own.items():
        assert round(computed(row).inventory.toe, 10) == Decimal(toe)
    (unknown,) = computed(line("fuel", amount=amount(1, "kg"), factor=CO2E)).inventory.lines
    assert (unknown.toe, "toe_unknown" in unknown.flags) == (None, True)


def test_a_category_is_for_scope_3():
    """Combustion stays where it burns, unless the line says that it is in scope 3."""
    diesel = line("fuel", activity="diesel_road", amount=amount(100, "L"))
    for row in (
        replace(diesel, category="8"),
        replace(line("refrigerant_invoices", activity="refrigerant_r32", topped_up=amount(1, "kg")), category="8"),
        replace(line("bill", activity="electricity_grid", amount=amount(1, "kWh")), category="13"),
    ):
        assert refused(row) == [("category_outside_scope_3", "category")]
        assert set(computed(replace(row, scope="3")).inventory.by_category) == {row.category}
    assert refused(replace(diesel, scope="2")) == [("scope_of_method", "scope")]
    bought = line("bill", activity="electricity_grid", amount=amount(1, "kWh"), scope="3")
    assert refused(bought) == [("category_needed", "category")]
    leased = computed(replace(diesel, scope="3", category="8")).inventory
    assert (leased.scopes["1"].kg, leased.toe) == (0, 0)
    sold = line("freight_leg", activity="freight_rail", mass=amount(1, "t"), distance=amount(9, "km"))
    assert set(computed(replace(sold, category="9")).inventory.by_category) == {"9"}


def test_an_instrument_that_covers_nothing_is_named():
    def instrument(kind, **more):
        return Instrument(kind=kind, factor=co2e("0.1", "kg/kWh"), **more)

    row = line(
        "electricity",
        amount=amount(100, "kWh"),
        instruments=(
            instrument("supplier"),
            instrument("contract"),
            instrument("certificate", amount=amount(40, "kWh")),
        ),
    )
    found = [one for one in computed(row).inventory.lines if one.method == "market"]
    assert [(one.quantity, "instrument_unused" in one.flags) for one in found] == [(40, False), (60, False), (0, True)]


def test_scores_are_the_half_width_of_a_factor():
    """Both ways: ± 135 % is a squared deviation of 3.03; very good scores leave no doubt of the factor, none are very poor."""
    assert round(half_width_of_gsd2(gsd2_of_half_width(Decimal(135))), 20) == 135
    diesel = line("fuel", activity="diesel_road", amount=amount(100, "L"))
    best = replace(diesel, quality=Scores(reliability=5, technical=5, geographic=5, temporal=5, completeness=5))
    assert [one.factor_pct for one in computed(best).inventory.lines] == [0, 30]
    worst = computed(replace(diesel, quality=Scores())).inventory.lines[0].factor_pct
    assert round(worst, 4) == round(half_width_of_gsd2(gsd2_of_scores({})), 4) == Decimal("105.9478")
    assert refused(replace(diesel, quality=Scores(temporal=6))) == [("score_out_of_range", "quality.temporal")]
    sure = replace(diesel, factor=co2e(3, "kg/L", uncertainty_pct=Decimal(20)), quality=Scores())
    assert refused(sure) == [("uncertainty_twice", "quality")]


def test_a_product_is_held_to_the_same_bounds():
    for made in (
        Product("p", amount(10, "")),
        Product("p", amount(-1, "t")),
        Product("p", amount("1e19", "t")),
        Product("p", amount(1, "t"), direct_kg=Decimal(-1)),
    ):
        with pytest.raises(Refusal):
            allocate(Decimal(100), [made], "mass")


def test_a_factor_of_zero_is_a_factor():
    assert (
        computed(line("fuel", amount=amount(1, "L"), factor=OwnFactor(co2e=amount(0, "kg/L")))).inventory.total.kg == 0
    )


def test_a_meter_that_counted_nothing_is_asked_about():
    """A month of 0 kWh may be a month without work or a figure left out; of a delivery, nothing is told."""
    row = bill("electricity_grid", 0, "kWh")
    assert asked(row) == [("nothing_used", row.key, ())]
    assert asked(bill("diesel_road", 0, "L")) == []
