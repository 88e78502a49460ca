"""
The ten properties of docs/method/footprint.md section 13, on generated entries; each test that holds one begins with its number.

The eighth, that products share out the whole of a total, is held here for any total and weights, by each of the three rules.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from footprint.engine import Entry, inventory, totals
from footprint.engine.amounts import Amount
from footprint.engine.numbers import CONTEXT
from footprint.engine.products import Product, allocate
from reference.files import load

CATALOGUE = load()
COMPUTABLE = sorted(key for key, kind in CATALOGUE.activities.items() if kind.factor_id)
WITHOUT_FACTOR = sorted(key for key, kind in CATALOGUE.activities.items() if not kind.factor_id)
BARE = replace(
    CATALOGUE, factors={code: replace(one, biogenic_kgco2_per_unit=None) for code, one in CATALOGUE.factors.items()}
)
QUANTITIES = st.decimals(min_value=0, max_value=10**7, places=3, allow_nan=False)
EVIDENCE = st.sampled_from(["invoice", "meter", "extrapolated", "guess"])
SMALL = settings(max_examples=60, deadline=None)


@st.composite
def entries(draw):
    start = date(2023, 6, 1) + timedelta(days=draw(st.integers(0, 500)))
    return [
        Entry(
            key=str(index),
            activity_id=draw(st.sampled_from(COMPUTABLE)),
            quantity=draw(QUANTITIES),
            starts_on=start,
            ends_on=start + timedelta(days=draw(st.integers(0, 400))),
            evidence=draw(EVIDENCE),
        )
        for index in range(draw(st.integers(1, 5)))
    ]


@SMALL
@given(entries())
def test_1_a_total_is_the_sum_of_its_scopes_lines_gases_carriers_and_uses(rows):
    result = inventory(rows, CATALOGUE, 2024, sector="fish_frozen")
    kg = result.total.kg
    counted = [line for line in result.lines if not line.is_memo and line.method != "market"]
    assert kg == sum(line.kg for line in counted)
    assert kg == sum(result.scopes[scope].kg for scope in "123") == result.scopes["1+2"].kg + result.scopes["3"].kg
    assert kg == sum(result.by_gas.values()) == sum(result.by_carrier.values()) == sum(result.by_end_use.values())
    assert result.scopes["3"].kg == sum(result.by_category.values())
    for gas, mass in result.gas_masses_kg.items():
        assert mass == sum(line.gas_masses_kg.get(gas, 0) for line in counted), gas
    for gas, of_gas in result.by_gas.items():
        assert of_gas == sum(line.kg_by_gas.get(gas, 0) for line in counted), gas


@SMALL
@given(entries(), st.booleans(), st.sampled_from(["AR5", "AR6"]))
def test_what_is_made_once_is_to_the_last_digit_what_would_be_made_again(rows, proven, gwp_set):
    """Without a contract the market totals are those of location; end uses are shared out once; one gas is its line."""
    rows = [replace(row, proof_kept=proven) for row in rows]
    result = inventory(rows, CATALOGUE, 2024, gwp_set, sector="fish_frozen")
    counted = [line for line in result.lines if not line.is_memo]
    with localcontext(CONTEXT):
        for found, scopes, left_out in (
            (result.total, result.scopes, "market"),
            (result.market, result.scopes_market, "location"),
        ):
            lines = [line for line in counted if line.method != left_out]
            assert repr(found) == repr(totals.total(lines))
            for name, part in scopes.items():
                assert repr(part) == repr(totals.total(line for line in lines if line.scope in name.split("+")))
        location = [line for line in counted if line.method != "market"]
        for found, lines in (
            (result.by_end_use, location),
            (result.scope12_by_end_use, [line for line in location if line.scope != "3"]),
        ):
            uses = (totals.end_uses(line, "fish_frozen", {}, CATALOGUE) for line in lines)
            assert repr(found) == repr(totals.added(uses))
    for line in counted:
        assert repr(sum(line.kg_by_gas.values(), Decimal("0E-10"))) == repr(line.kg)


@SMALL
@given(entries())
def test_every_interval_holds_its_value(rows):
    result = inventory(rows, CATALOGUE, 2024)
    for one in (*result.lines, result.total, *result.scopes.values()):
        if one.interval is not None:
            assert one.interval.low <= one.kg <= one.interval.high


@SMALL
@given(st.sampled_from(COMPUTABLE))
def test_2_zero_gives_zero(activity):
    result = inventory([Entry("0", activity, Decimal(0), date(2024, 1, 1), date(2024, 12, 31))], CATALOGUE, 2024)
    assert (result.total.kg, result.total.interval, result.quality) == (0, None, None)


@SMALL
@given(QUANTITIES)
def test_3_the_unit_changes_nothing(quantity):
    def total(activity, amount, unit):
        return inventory(
            [Entry("x", activity, amount, date(2024, 1, 1), date(2024, 1, 31), unit)], CATALOGUE, 2024
        ).total.kg

    assert total("electricity_grid", quantity, "MWh") == total("electricity_grid", quantity * 1000, "kWh")
    assert total("electricity_grid", quantity * Decimal("3.6"), "MJ") == total("electricity_grid", quantity, "kWh")
    assert total("electricity_grid", quantity * Decimal("3.6"), "GJ") == total("electricity_grid", quantity, "MWh")
    assert total("diesel_road", quantity, "m3") == total("diesel_road", quantity * 1000, "L")
    assert total("coal", quantity, "t") == total("coal", quantity * 1000, "kg")


@SMALL
@given(entries())
def test_5_the_set_of_warming_potentials_changes_only_its_gases(rows):
    ar5, ar6 = (inventory(rows, CATALOGUE, 2024, gwp_set) for gwp_set in ("AR5", "AR6"))
    for gas in ("co2", "not_split"):
        assert ar5.by_gas.get(gas, 0) == ar6.by_gas.get(gas, 0)
    assert ar5.biogenic_kg == ar6.biogenic_kg


@SMALL
@given(st.integers(1, 12), QUANTITIES.filter(lambda quantity: quantity >= 1))
def test_7_a_sum_of_equal_independent_lines_gets_surer(count, quantity):
    """Many entries, one factor: the errors of the entries fall as 1/sqrt(n), the error of the factor stays."""
    rows = [
        Entry(str(index), "refrigerant_r134a", quantity, date(2024, 1, 1), date(2024, 1, 1)) for index in range(count)
    ]
    pct = inventory(rows, CATALOGUE, 2024).total.uncertainty_pct
    assert abs(pct**2 - (Decimal(25) / count + 25)) < Decimal("1e-9")


@SMALL
@given(QUANTITIES, st.integers(0, 800), st.integers(0, 800))
def test_the_parts_of_a_bill_add_up_to_the_bill(quantity, offset, length):
    start = date(2022, 1, 1) + timedelta(days=offset)
    row = Entry("x", "electricity_grid", quantity, start, start + timedelta(days=length))
    years = range(row.starts_on.year, row.ends_on.year + 1)
    assert sum(inventory([row], CATALOGUE, year).lines[0].quantity for year in years) == quantity


@SMALL
@given(QUANTITIES)
def test_4_net_and_gross_heating_values_of_a_gas_are_one_emission(quantity):
    gross, net = (
        inventory([Entry("x", "natural_gas", amount, date(2024, 1, 1), date(2024, 1, 31), unit)], CATALOGUE, 2024)
        for amount, unit in ((quantity, "kWh"), (quantity * Decimal("0.9"), "kWh_net"))
    )
    assert (gross.total.kg, gross.toe, gross.gas_masses_kg) == (net.total.kg, net.toe, net.gas_masses_kg)


@SMALL
@given(entries())
def test_6_biogenic_carbon_is_never_in_the_total(rows):
    """Without any biogenic carbon in its factors, an inventory has the same total and the same gases."""
    result, without = (inventory(rows, known, 2024) for known in (CATALOGUE, BARE))
    assert (result.total, result.by_gas, without.biogenic_kg) == (without.total, without.by_gas, 0)
    for line in result.lines:
        factor = CATALOGUE.factors[line.factor_id]
        assert abs(line.biogenic_kg - line.quantity * (factor.biogenic_kgco2_per_unit or 0)) < Decimal("1E-9")


@SMALL
@given(
    st.decimals(min_value=0, max_value=10**8, places=4),
    st.lists(st.decimals(min_value=Decimal("0.001"), max_value=10**6, places=3), min_size=1, max_size=8),
    st.sampled_from([("mass", "kg"), ("energy", "MJ"), ("economic", "MAD")]),
)
def test_8_what_products_carry_sums_to_the_whole(kg, weights, rule):
    made = [Product(str(at), Amount(Decimal(7), "piece"), Amount(one, rule[1])) for at, one in enumerate(weights)]
    found = allocate(kg, made, rule[0])
    assert sum(one.kg for one in found) == kg
    assert abs(sum(one.share_pct for one in found) - 100) < Decimal("1E-20")


@SMALL
@given(entries())
def test_9_what_holds_its_upstream_gets_no_other(rows):
    lines = inventory(rows, CATALOGUE, 2024).lines
    whole = {line.entry_key for line in lines if CATALOGUE.factors[line.factor_id].scope3_category == "1+3"}
    assert not [line for line in lines if line.part == "upstream" and line.entry_key in whole]
    assert len(lines) == len({(line.entry_key, line.part, line.method) for line in lines}), "no part of an entry twice"


@SMALL
@given(entries(), st.sampled_from(WITHOUT_FACTOR), st.decimals(min_value=1, max_value=10**4, places=1))
def test_10_a_missing_factor_is_named_and_never_zero(rows, activity_id, quantity):
    lacking = Entry("lacking", activity_id, quantity, date(2024, 3, 1), date(2024, 3, 31))
    without, result = inventory(rows, CATALOGUE, 2024), inventory([*rows, lacking], CATALOGUE, 2024)
    assert [(one.code, one.key) for one in result.missing] == [("no_factor", "lacking")]
    assert not result.is_complete
    assert result.lines == without.lines
    assert result.total == without.total
