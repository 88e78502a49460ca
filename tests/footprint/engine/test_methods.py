"""What each method promises: its arithmetic by hand, what it refuses, and what holds whatever the amounts."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footprint.engine import Refusal, inventory
from footprint.engine.calculation import calculate
from footprint.engine.change import base_year, intensities, year_on_year
from footprint.engine.factors import GWP, OwnFactor
from footprint.engine.methods import METHODS
from footprint.engine.methods.energy import Instrument
from footprint.engine.methods.industry import Measured, Stream
from footprint.engine.methods.transport import SELLER_PAYS, Commuter, Consignment
from footprint.engine.pedigree import gsd2_of_half_width, gsd2_of_product, gsd2_of_sum, interval_of
from footprint.engine.products import Product, allocate
from reference.files import load
from tests.footprint.engine.bills import of_year
from tests.footprint.engine.published.examples import amount, co2e, electricity, gas, line

CATALOGUE = load()
SMALL = settings(max_examples=40, deadline=None)
POSITIVE = st.decimals(min_value=1, max_value=10**6, places=2)


def computed(*rows, year=2024, **options):
    return calculate(rows, CATALOGUE, year, **options)


def total(*rows, **options):
    return computed(*rows, **options).inventory.total.kg


def refused(*rows, year=2024):
    with pytest.raises(Refusal) as caught:
        computed(*rows, year=year)
    return [(problem.code, problem.key, problem.params.get("field")) for problem in caught.value.problems]


def test_bills_as_lines_are_the_inventory_of_the_bills():
    """The worked example of docs/method/footprint.md section 14b, through either door."""
    typed = (
        ("electricity_grid", "36120", "kWh"),
        ("diesel_stationary", "2", "m3"),
        ("butane", "10", "bottle_12kg"),
        ("refrigerant_r404a", "4", "kg"),
    )
    rows = [line("bill", activity=activity, amount=amount(value, unit)) for activity, value, unit in typed]
    entries = [replace(of_year(activity, Decimal(value)), unit=unit) for activity, value, unit in typed]
    ours, theirs = computed(*rows).inventory, inventory(entries, CATALOGUE, 2024)
    assert ours.total == theirs.total
    assert ours.total.kg == Decimal("47291.1699918")
    assert (ours.quality, ours.toe, ours.scopes) == (theirs.quality, theirs.toe, theirs.scopes)


def test_fuel_leads_from_its_unit_to_that_of_its_factor():
    """Litres × density × heating value × t/TJ; energies net or gross, and what does not burn or grew back apart."""
    factor = OwnFactor(co2=amount("74.1", "t/TJ"))
    by_mass = line("fuel", amount=amount(830, "kg"), heating_value=amount(43, "MJ/kg"), factor=factor)
    by_volume = line(
        "fuel",
        amount=amount(1000, "L"),
        density=amount("0.83", "kg/L"),
        heating_value=amount(43, "MJ/kg"),
        factor=factor,
    )
    by_energy = line("fuel", amount=amount("35.69", "GJ"), factor=factor)
    assert total(by_mass) == total(by_volume) == total(by_energy) == Decimal("2644.629")
    gross = line("fuel", amount=amount(100, "GJ"), basis="gross", gross_to_net=0.9, factor=factor)
    assert total(gross) == Decimal(6669)
    assert refused(replace(gross, gross_to_net=None))[0][0] == "gross_or_net"
    assert refused(replace(by_volume, density=None))[0][::2] == ("heating_value_needed", "heating_value")
    half = computed(replace(by_energy, oxidation_pct=Decimal(98), biogenic_pct=Decimal(50))).inventory
    assert half.total.kg == half.biogenic_kg == Decimal("2644.629") * Decimal("0.49")


def test_net_and_gross_are_never_mixed():
    """Energy is net unless it says gross, whatever the activity of the table counts in; a boiler's efficiency is on net."""

    def burnt(activity, basis, **more):
        return total(line("fuel", activity=activity, amount=amount(900, "kWh"), basis=basis, **more))

    assert burnt("natural_gas", "net") == total(line("bill", activity="natural_gas", amount=amount(1000, "kWh")))
    assert burnt("natural_gas", "gross") == total(line("bill", activity="natural_gas", amount=amount(900, "kWh")))
    assert burnt("natural_gas_net", "net") == total(line("bill", activity="natural_gas_net", amount=amount(900, "kWh")))
    assert burnt("natural_gas_net", "gross", gross_to_net=0.9) == total(
        line("bill", activity="natural_gas_net", amount=amount(810, "kWh"))
    )
    assert burnt("natural_gas", "net", gross_to_net=0.75) == total(
        line("bill", activity="natural_gas", amount=amount(1200, "kWh"))
    )
    assert burnt("diesel_stationary", "net") == total(
        line("bill", activity="diesel_stationary", amount=amount(900, "kWh_net"))
    )
    heat = total(line("heat", activity="natural_gas", amount=amount(810, "kWh"), boiler_efficiency_pct=90))
    assert heat == burnt("natural_gas", "net")
    gross = line("fuel", activity="diesel_stationary", amount=amount(900, "kWh"), basis="gross")
    assert refused(gross)[0][::2] == ("gross_or_net", "gross_to_net")
    bottles = line("fuel", activity="butane", amount=amount(10, "bottle_12kg"))
    assert total(bottles) == total(line("fuel", activity="butane", amount=amount(120, "kg")))
    known = line("fuel", activity="diesel_stationary", amount=amount(1, "kg"), density=amount("0.9", "kg/L"))
    assert refused(known)[0][::2] == ("not_with_activity", "density")


def test_fuel_of_a_carrier_is_its_category():
    row = line("fuel", activity="diesel_road", amount=amount(100, "L"), scope="3")
    assert set(computed(row).inventory.by_category) == {"4"}


def test_gases_are_weighed_by_the_set_of_the_inventory():
    factor = OwnFactor(co2=amount("53.06", "kg/MMBtu"), ch4=amount(1, "g/MMBtu"), n2o=amount("0.1", "g/MMBtu"))
    row = line("fuel", amount=amount(1000, "MMBtu"), basis="gross", factor_basis="gross", factor=factor)
    found = {one: computed(row, gwp_set=one).inventory for one in GWP}
    assert [found[one].total.kg for one in ("AR4", "AR5", "AR6")] == [
        Decimal("53114.8"),
        Decimal("53114.5"),
        Decimal("53115.2"),
    ]
    assert len({tuple(one.gas_masses_kg.items()) for one in found.values()}) == 1
    for gas_name in ("ch4", "n2o", "cf4", "c2f6", "sf6", "nf3"):
        for one in GWP:
            assert GWP[one][gas_name] == CATALOGUE.factors[f"gwp_{gas_name}_{one.lower()}"].kgco2e_per_unit


def test_the_two_totals_of_electricity():
    """The best instrument first, each for its part; a claim without its document counts as the grid."""
    proven = Instrument(kind="contract", amount=amount(40, "MWh"), factor=co2e(0, "kg/kWh"))
    mix = Instrument(kind="residual_mix", factor=co2e("0.7", "kg/kWh"))
    row = line("electricity", amount=amount(100, "MWh"), instruments=(mix, proven))
    found = computed(row).inventory
    assert found.scopes["2"].kg == Decimal(57765)
    assert found.scopes_market["2"].kg == Decimal(42000)
    claim = replace(proven, factor=OwnFactor(co2e=amount(0, "kg/kWh")))
    assert computed(replace(row, instruments=(claim,))).inventory.scopes_market["2"].kg == Decimal(57765)
    too_much = replace(proven, amount=amount(101, "MWh"))
    assert refused(replace(row, instruments=(too_much,)))[0][0] == "instruments_above_amount"
    lost = computed(electricity(850, 1, losses_pct=15)).inventory
    assert (lost.scopes["2"].kg, lost.scopes["3"].kg) == (850, 150)


def test_own_solar_power_has_its_upstream_line_by_either_method():
    """100,000 kWh × 0.048, once: a factor that holds it adds nothing."""
    by_bill = computed(line("bill", activity="electricity_solar_own_use", amount=amount(100000, "kWh"))).inventory
    row = line("electricity", activity="electricity_solar_own_use", amount=amount(100000, "kWh"))
    found = computed(row).inventory
    assert found.total == by_bill.total
    assert (found.total.kg, found.market.kg, found.by_category) == (4800, 4800, by_bill.by_category)
    inside = replace(row, factor=replace(co2e("0.1", "kg/kWh"), upstream_inside=True))
    assert total(inside) == 10000


def test_what_is_avoided_is_in_no_total():
    found = computed(line("avoided_electricity", amount=amount(1000, "kWh")))
    assert (found.avoided_margin_kg, found.avoided_location_kg) == (729, Decimal("577.65"))
    assert found.inventory.total.kg == 0
    assert found.inventory.lines == ()


def test_an_own_factor_adds_no_upstream_twice():
    row = line("fuel", activity="diesel_road", amount=amount(100, "L"), factor=co2e(3, "kg/L"))
    inside = replace(row, factor=replace(row.factor, upstream_inside=True))
    assert [one.part for one in computed(row).inventory.lines] == ["direct", "upstream"]
    assert [one.part for one in computed(inside).inventory.lines] == ["direct"]


@pytest.mark.parametrize("incoterm", SELLER_PAYS)
def test_who_pays_a_leg_decides_its_category(incoterm):
    paid = {
        "EXW": "",
        "FCA": "",
        "FAS": "pre",
        "FOB": "pre",
        "CFR": "pre main",
        "CIF": "pre main",
        "CPT": "pre main",
        "CIP": "pre main",
    }
    ours = paid.get(incoterm, "pre main on")
    for leg, name in (("pre_carriage", "pre"), ("main", "main"), ("on_carriage", "on")):
        row = line(
            "freight_leg",
            activity="freight_sea_container",
            mass=amount(10, "t"),
            distance=amount(1900, "km"),
            direction="outbound",
            incoterm=incoterm,
            leg=leg,
        )
        found = computed(row).inventory.by_category
        assert set(found) == {"4" if name in ours.split() else "9"}


def test_a_shared_run_is_shared_by_the_shortest_way():
    rows = [
        line(
            "shared_run",
            activity="diesel_road",
            amount=amount(100, "L"),
            consignments=tuple(
                Consignment(mine=index == mine, mass=amount(tonnes, "t"), distance=amount(km, "km"))
                for index, (tonnes, km) in enumerate(((3, 100), (9, 50)))
            ),
        )
        for mine in (0, 1)
    ]
    whole = total(line("fuel", activity="diesel_road", amount=amount(100, "L")))
    assert total(*rows) == whole
    assert total(rows[0]) == whole * 300 / 750


BY_HAND = [
    # 830 kg over 0.83 kg/L are 1,000 L
    (line("fuel", amount=amount(830, "kg"), density=amount("0.83", "kg/L"), factor=co2e(2, "kg/L")), "2000"),
    # 30 + 20 - 5 - 12 - 25 + 2
    (
        line(
            "refrigerant_material_balance",
            factor=co2e(1000, "kg/kg"),
            opening_stock=amount(30, "kg"),
            purchased=amount(20, "kg"),
            returned=amount(5, "kg"),
            closing_stock=amount(12, "kg"),
            capacity_increase=amount(25, "kg"),
            capacity_decrease=amount(2, "kg"),
        ),
        "10000",
    ),
    # two answers of 20 and 40 km a day over 100 days, of ten people: 30,000 km
    (
        line(
            "commuting_survey",
            employees=10,
            answers=tuple(
                Commuter(one_way=amount(km, "km"), days_per_year=Decimal(100), factor=co2e(0.1, "kg/vehicle.km"))
                for km in (10, 20)
            ),
        ),
        "3000",
    ),
    # (1,000 - 200) × 0.25 × 0.5 - 40 kg of methane
    (
        line(
            "waste_water",
            cod=amount(1, "t"),
            sludge_cod=amount(200, "kg"),
            methane_correction=0.5,
            recovered_methane=amount(40, "kg"),
        ),
        "1680",
    ),
    # 28 t × (0.01 + 0.1 × 0.01 + 0.3 × 0.0075) × 44/28 × 265
    (line("fertiliser", nitrogen=amount(28, "t")), "154495"),
    (line("mass_balance", streams=(Stream(amount=amount(100, "t"), carbon=amount(25, "%")),)), "91600"),
    (line("process", amount=amount(100, "t"), conversion_pct=90, factor=co2e("0.44", "t/t")), "39600"),
    # 0.5 kg/m3 × 100 m3/h × 8 h
    (
        line(
            "continuous_measurement",
            periods=(Measured(concentration=amount(500, "g/m3"), flow=amount(100, "m3/h"), hours=Decimal(8)),),
        ),
        "400",
    ),
]


@pytest.mark.parametrize(("row", "kg"), BY_HAND, ids=lambda one: type(one).__name__)
def test_the_arithmetic_of_a_method_by_hand(row, kg):
    assert total(row) == Decimal(kg)


def test_what_is_sold_is_processed_or_ends():
    for stage, category in (("processing", "10"), ("end_of_life", "12")):
        row = line("sold_products", stage=stage, amount=amount(1, "t"), factor=co2e(1, "kg/t"))
        assert set(computed(row).inventory.by_category) == {category}


def test_large_uncertainties_add_in_their_logarithms():
    """sinh of the root of the squares of asinh: a guess of 50 % by a factor of 135 %."""
    found = computed(line("fertiliser", nitrogen=amount(1, "t"), evidence="guess")).inventory.total
    expected = math.sinh(math.hypot(math.asinh(0.5), math.asinh(1.35))) * 100
    assert float(found.uncertainty_pct) == pytest.approx(expected, rel=1e-12)


REFUSED = [
    (line("bill", activity="moonshine", amount=amount(1, "L")), "activity_unknown", None),
    (line("bill", activity="heat_purchased", amount=amount(1, "kWh")), "no_factor", None),
    (line("bill", activity="electricity_grid", amount=amount(-5, "kWh")), "negative_without_credit_note", None),
    (line("fuel", amount=amount(-1, "L"), factor=co2e(1, "kg/L")), "negative_amount", "amount"),
    (line("fuel", amount=amount(1, "L")), "activity_or_factor", "factor"),
    (line("fuel", amount=amount(1, "kWh"), activity="electricity_grid"), "activity_of_other_method", "activity"),
    (line("fuel", amount=amount(1, "ton"), factor=co2e(1, "kg/t")), "ambiguous_unit", "amount.unit"),
    (line("fuel", amount=amount(1, "L"), factor=OwnFactor()), "factor_empty", None),
    (
        line("fuel", amount=amount(1, "L"), factor=OwnFactor(co2e=amount(1, "kg/L"), co2=amount(1, "kg/L"))),
        "factor_twice",
        None,
    ),
    (line("fuel", amount=amount(1, "L"), factor=co2e(-1, "kg/L")), "negative_amount", "factor.co2e"),
    (line("fuel", amount=amount("1e19", "L"), factor=co2e(1, "kg/L")), "too_large", "amount"),
    (line("fuel", amount=amount("NaN", "L"), factor=co2e(1, "kg/L")), "not_a_number", "amount"),
    (
        line("heat", amount=amount(1, "GJ"), boiler_efficiency_pct=0, factor=co2e(1, "kg/GJ")),
        "zero_efficiency",
        "boiler_efficiency_pct",
    ),
    (
        line("heat", amount=amount(1, "GJ"), boiler_efficiency_pct=101, factor=co2e(1, "kg/GJ")),
        "above_hundred",
        "boiler_efficiency_pct",
    ),
    (
        line(
            "refrigerant_material_balance",
            activity="refrigerant_r32",
            opening_stock=amount(1, "kg"),
            closing_stock=amount(2, "kg"),
        ),
        "balance_below_zero",
        None,
    ),
    (
        line("refrigerant_invoices", activity="diesel_road", topped_up=amount(1, "kg")),
        "activity_of_other_method",
        "activity",
    ),
    (
        line("freight_leg", activity="freight_rail", mass=amount(1, "L"), distance=amount(1, "km")),
        "unit_incompatible",
        "mass",
    ),
    (
        line("shared_run", amount=amount(1, "L"), factor=co2e(1, "kg/L"), consignments=(Consignment(mine=True),)),
        "consignment_incomplete",
        "consignments",
    ),
    (
        line(
            "shared_run",
            amount=amount(1, "L"),
            factor=co2e(1, "kg/L"),
            by="mass",
            consignments=(Consignment(mass=amount(0, "t")),),
        ),
        "nothing_carried",
        "consignments",
    ),
    (line("commuting_survey", employees=3, answers=()), "list_empty", "answers"),
    (line("waste_water", cod=amount(1, "t")), "treatment_needed", "methane_correction"),
    (line("waste_water", methane_correction=0.8), "cod_needed", "cod"),
    (
        line("purchased_goods", approach="supplier", amount=amount(1, "kg"), activity="material_glass"),
        "factor_needed",
        "factor",
    ),
    (
        line("waste_water", activity="waste_water_lagoon", cod=amount(1, "t"), methane_correction=0.8),
        "not_with_activity",
        "methane_correction",
    ),
    (
        line("fertiliser", activity="fertiliser_urea", nitrogen=amount(1, "t"), production=co2e(1, "kg/kg")),
        "not_with_activity",
        "production",
    ),
    (line("use_phase", sold=1), "use_needed", "energy_per_use"),
    (line("investment", held_pct=10), "emissions_or_revenue", "emissions"),
    (
        line("mass_balance", streams=(Stream(amount=amount(1, "t"), carbon=amount(50, "%"), flow="out"),)),
        "balance_below_zero",
        "streams",
    ),
]


@pytest.mark.parametrize(("row", "code", "field"), REFUSED, ids=lambda one: one if isinstance(one, str) else "")
def test_what_cannot_be_computed_is_refused_by_its_line(row, code, field):
    assert refused(row, gas(1, 1)) == [(code, row.key, field)]


def test_every_line_that_is_wrong_is_named_at_once():
    rows = [row for row, _code, _field in REFUSED[1:6]]
    assert [key for _code, key, _field in refused(*rows)] == [row.key for row in rows]
    assert refused(gas(1, 1), year=1066)[0][0] == "year_out_of_range"
    twice = gas(1, 1)
    assert refused(twice, twice)[0][:2] == ("key_twice", twice.key)


OWN = st.one_of(
    st.builds(lambda kwh: gas(kwh, "0.2"), POSITIVE),
    st.builds(lambda kwh: electricity(kwh, "0.5", losses_pct=10), POSITIVE),
    st.builds(
        lambda kg: line("refrigerant_invoices", activity="refrigerant_r404a", topped_up=amount(kg, "kg")), POSITIVE
    ),
    st.builds(lambda km: line("travel", activity="flight_economy", amount=amount(km, "km")), POSITIVE),
    st.builds(lambda kg: line("waste_water", cod=amount(kg, "kg"), methane_correction=0.3), POSITIVE),
)


@SMALL
@given(st.lists(OWN, min_size=1, max_size=6))
def test_a_total_is_the_sum_of_its_lines_scopes_and_gases(rows):
    found = computed(*rows).inventory
    assert found.total.kg == sum(one.kg for one in found.lines) == sum(found.by_gas.values())
    assert found.total.kg == sum(found.scopes[scope].kg for scope in "123")
    assert found.scopes["3"].kg == sum(found.by_category.values())
    assert found.total.interval.low <= found.total.kg <= found.total.interval.high


@SMALL
@given(OWN, st.integers(0, 100))
def test_a_share_and_the_rest_are_the_whole(row, pct):
    """Ten decimals are kept on a line; a share of it may differ in the last."""
    part, rest = (total(replace(row, share_pct=Decimal(one), key=str(one))) for one in (pct, 100 - pct))
    assert abs(part + rest - total(row)) <= Decimal("1e-8")
    assert set(computed(replace(row, scope="3", category="13")).inventory.by_category) == {"13"}


@SMALL
@given(st.integers(2, 30))
def test_the_uncertainty_of_equal_independent_lines_falls_as_the_root_of_their_number(count):
    def sure(index):
        return line("reported", emissions=amount(100, "kg"), category="1", uncertainty_pct=20)

    one = computed(sure(0)).inventory.lines[0]
    many = computed(*(sure(index) for index in range(count))).inventory.total.uncertainty_pct
    shared = one.factor_pct  # they rest on one factor, which does not average out
    assert abs(many**2 - (shared**2 + Decimal(400) / count)) < Decimal("1e-20")


@SMALL
@given(st.lists(POSITIVE, min_size=1, max_size=6), POSITIVE, st.sampled_from(["mass", "energy", "economic"]))
def test_what_is_shared_out_is_the_total_and_waste_carries_nothing(weights, kg, rule):
    unit = {"mass": "t", "energy": "GJ", "economic": "MAD"}[rule]
    made = [Product(str(index), amount(10, "t"), weight=amount(weight, unit)) for index, weight in enumerate(weights)]
    found = allocate(kg, [*made, Product("waste", amount(3, "t"), is_waste=True)], rule)
    assert sum(one.kg for one in found) == kg
    assert found[-1].kg == 0


def test_products_carry_their_own_and_their_share():
    oil = Product("oil", amount(60, "t"), weight=amount(156, "MAD"), exported=amount(45, "t"), direct_kg=Decimal(400))
    meal = Product("meal", amount(40, "t"), weight=amount(40, "MAD"))
    first, second = allocate(Decimal(2360), [oil, meal], "economic")
    assert (first.shared_kg, first.kg, second.kg) == (1560, 1960, 400)
    assert (first.unit, round(first.kg_per_unit, 4), first.exported_kg) == ("t", Decimal("32.6667"), 1470)
    for products, code in (
        ([replace(oil, weight=None)], "weight_needed"),
        ([oil, replace(meal, weight=amount(4, "EUR"))], "weights_differ"),
        ([replace(oil, direct_kg=Decimal(9999))], "direct_above_total"),
        ([replace(oil, exported=amount(61, "t"))], "export_above_output"),
        ([replace(meal, is_waste=True)], "nothing_made"),
        ([oil, replace(meal, is_waste=True, direct_kg=Decimal(1))], "waste_carries_nothing"),
    ):
        with pytest.raises(Refusal) as caught:
            allocate(Decimal(2360), products, "economic")
        assert caught.value.problems[0].code == code


def test_a_change_is_what_was_used_and_what_its_factor_became():
    """The grid of 2023 and of 2024: 0.630014 and 0.57765 kg/kWh; scope 2 falls by 8 % without a kWh saved."""
    before, after = (
        inventory([of_year("electricity_grid", kwh, year)], CATALOGUE, year).lines
        for kwh, year in ((1000, 2023), (1200, 2024))
    )
    found = year_on_year(before, after)
    grid = next(one for one in found.effects if one.part == "direct")
    assert grid.activity_kg == Decimal("0.630014") * 200
    assert grid.factor_kg == (Decimal("0.57765") - Decimal("0.630014")) * 1200
    assert found.activity_kg + found.factor_kg == found.after_kg - found.before_kg
    thirds = [replace(one, kg=one.kg / 3, quantity=one.quantity / 3) for one in before]
    assert year_on_year(before, thirds).factor_kg == 0, "what rounding leaves is no effect of a factor"
    new = year_on_year(before, inventory([of_year("diesel_road", 10, 2024)], CATALOGUE, 2024).lines)
    assert new.factor_kg == 0


def test_a_base_year_is_computed_again_above_five_per_cent():
    assert not base_year(Decimal(1000), Decimal(1050)).is_due
    assert base_year(Decimal(1000), Decimal(949)).is_due
    assert base_year(Decimal(0), Decimal(1)).is_due


def test_intensities_divide_what_is_there():
    found = computed(
        gas(1000, "0.2"), electricity(1000, "0.5"), line("reported", emissions=amount(300, "kg"), category="1")
    ).inventory
    (one,) = intensities(found, {"employees": (Decimal(10), "person"), "tonnes": (Decimal(0), "t")})
    assert (one.scope12_kg, one.total_kg) == (70, 100)


def test_deviations_multiply_and_add_in_their_logarithms():
    """docs/method/footprint.md section 9: equal parts of equal deviation fall as the root of their number."""
    assert gsd2_of_product(Decimal(2), Decimal(1)) == pytest.approx(Decimal(2))
    both = gsd2_of_sum([(Decimal(50), Decimal(2)), (Decimal(50), Decimal(2))])
    assert round(both, 6) == round(Decimal(2) ** (Decimal(1) / Decimal(2).sqrt()), 6)
    assert gsd2_of_sum([]) == 1
    assert round(gsd2_of_half_width(Decimal(135)), 3) == Decimal("3.030")
    bounds = interval_of(Decimal(10), Decimal(2))
    assert (bounds.low, bounds.high) == (5, 20)


def test_every_method_says_what_it_is():
    assert all(kind.__doc__ and not kind.__doc__.startswith(kind.__name__ + "(") for kind in METHODS.values())
