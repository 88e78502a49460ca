"""Which factor weighs a line, which line goes with which total, and what is missing rather than zero."""

from decimal import Decimal

import pytest

from footprint.engine import Refusal, inventory
from reference.files import load
from tests.footprint.engine.bills import of_year

GREEN = "electricity_green_contract"


def lines_of(*entries, year=2024, **options):
    return inventory(entries, load(), year, **options).lines


@pytest.mark.parametrize(
    ("year", "factor", "losses", "flagged"),
    [
        (2015, "0.57765", "0.102178", "factor_of_default_year"),
        (2022, "0.57765", "0.102178", "factor_of_default_year"),
        (2023, "0.630014", "0.111441", ""),
        (2024, "0.57765", "0.102178", ""),
        (2026, "0.57765", "0.102178", "factor_of_other_year"),
    ],
)
def test_the_factor_of_the_year_of_consumption(year, factor, losses, flagged):
    grid, lost = lines_of(of_year("electricity_grid", 1000, year), year=year)
    assert (grid.factor, lost.factor) == (Decimal(factor), Decimal(losses))
    for one in (grid, lost):
        assert "".join(flag for flag in one.flags if flag.startswith("factor_of")) == flagged
    assert grid.factor_year == (2023 if year == 2023 else 2024)


def test_an_activity_without_a_list_of_years_is_not_flagged():
    assert all(
        "factor_of_other_year" not in line.flags for line in lines_of(of_year("diesel_road", 10, 2031), year=2031)
    )


def test_the_whole_inventory_changes_its_set_of_warming_potentials():
    entries = [of_year("refrigerant_r410a", 12), of_year("diesel_stationary", 10_000)]
    ar5, ar6 = (inventory(entries, load(), 2024, gwp_set) for gwp_set in ("AR5", "AR6"))
    figures = [
        [str(line.kg.quantize(Decimal("0.0001"))) for line in one.lines if line.part == "direct"] for one in (ar5, ar6)
    ]
    assert figures == [["23082.0000", "26555.3998"], ["27066.0000", "26557.0072"]]
    assert ar5.by_gas["co2"] == ar6.by_gas["co2"]
    assert ar5.gas_masses_kg == ar6.gas_masses_kg
    assert inventory(entries, load(), 2024, "AR5") == ar5


def test_a_refrigerant_without_a_row_in_the_set_blocks():
    result = inventory([of_year("refrigerant_r448a", 2), of_year("diesel_road", 1)], load(), 2024, "AR4")
    assert [(problem.code, problem.key) for problem in result.missing] == [
        ("no_factor_in_gwp_set", "refrigerant_r448a")
    ]
    assert not result.is_complete
    assert {line.entry_key for line in result.lines} == {"diesel_road"}


def test_a_missing_factor_is_named_and_never_zero():
    result = inventory([of_year("heat_purchased", 1000), of_year("electricity_grid", 10)], load(), 2024)
    assert [(problem.code, problem.key) for problem in result.missing] == [("no_factor", "heat_purchased")]
    assert not result.is_complete
    assert all(line.activity_id == "electricity_grid" for line in result.lines)


@pytest.mark.parametrize(("documented", "grade", "pct"), [(True, "B", 30), (False, "D", 100)])
def test_a_supplier_factor_fills_it(documented, grade, pct):
    entry = of_year("heat_purchased", 1000, supplier_factor=Decimal("0.2"), supplier_document=documented)
    (line,) = lines_of(entry)
    assert (line.kg, line.grade, line.factor_pct, line.scope) == (Decimal(200), grade, pct, "2")


def test_a_supplier_factor_replaces_the_table():
    """It is per unit of the bill: a tonne of coal by a factor per tonne."""
    for quantity, unit, factor in ((1000, "kg", 2), (1, "t", 2000)):
        entry = of_year("coal", quantity, unit=unit, supplier_factor=Decimal(factor), supplier_document=True)
        direct, upstream = lines_of(entry)
        assert (direct.kg, upstream.factor_id) == (Decimal(2000), "wtt_coal_kg")


def test_a_supplier_factor_of_electricity_changes_the_market_total_only():
    result = inventory([of_year("electricity_grid", 1000, supplier_factor=Decimal("0.1"))], load(), 2024)
    assert (result.electricity_location_kg, result.electricity_market_kg) == (Decimal("577.65"), Decimal(100))


def test_a_green_contract_with_its_proof_has_two_totals():
    result = inventory([of_year(GREEN, 1000, proof_kept=True)], load(), 2024)
    assert (result.electricity_location_kg, result.electricity_market_kg) == (Decimal("577.65"), 0)
    assert result.total.kg == Decimal("577.65") + Decimal("102.178")
    assert result.market.kg == Decimal(26) + Decimal("102.178")
    assert result.toe == Decimal("0.086")


def test_a_green_contract_without_proof_is_the_grid():
    result = inventory([of_year(GREEN, 1000)], load(), 2024)
    grid = inventory([of_year("electricity_grid", 1000)], load(), 2024)
    assert result.total.kg == result.market.kg == grid.total.kg
    assert "green_contract_without_proof" in result.lines[0].flags
    assert "green_contract_without_proof" not in grid.lines[0].flags


def test_own_solar_is_zero_in_scope_2_and_counts_as_energy():
    result = inventory([of_year("electricity_solar_own_use", 1000)], load(), 2024)
    assert (result.scopes["2"].kg, result.scopes["2"].interval) == (0, None)
    assert result.scopes["3"].kg == Decimal(48)
    assert result.toe == Decimal("0.086")


def test_biogenic_carbon_stands_apart():
    result = inventory([of_year("olive_pomace", 1000)], load(), 2024)
    assert result.biogenic_kg == 1160
    assert result.total.kg == Decimal("0.348") * 28 + Decimal("0.0464") * 265
    assert "upstream_not_counted" in result.lines[0].flags


def test_an_ozone_depleting_gas_is_a_memo_line():
    result = inventory([of_year("refrigerant_r22", 3)], load(), 2024)
    assert (result.total.kg, result.memo_kg) == (0, Decimal(5280))
    assert result.lines[0].is_memo


@pytest.mark.parametrize(("customer_pays", "category"), [(False, "4"), (True, "9")])
def test_who_pays_the_freight_decides_its_category(customer_pays, category):
    result = inventory([of_year("freight_van", 1000, customer_pays=customer_pays)], load(), 2024)
    assert set(result.by_category) == {category}
    assert len(result.lines) == 2


def test_fertiliser_production_is_category_1():
    field, production = lines_of(of_year("fertiliser_urea", 2, unit="bag_50kg"))
    assert (field.scope, production.scope, production.category) == ("1", "3", "1")
    assert production.kg == 150


def test_the_operating_margin_is_never_in_an_inventory():
    catalogue = load()
    used = {
        code
        for kind in catalogue.activities.values()
        for code in (kind.factor_id, kind.market_factor_id, kind.upstream_factor_id)
    }
    assert "elec_ma_operating_margin_2021" in catalogue.factors
    assert "elec_ma_operating_margin_2021" not in used


def test_no_row_that_holds_its_upstream_gets_another():
    catalogue = load()
    for kind in catalogue.activities.values():
        factor = catalogue.factors.get(kind.factor_id or "")
        if factor and factor.scope3_category == "1+3":
            assert kind.upstream_factor_id in {"inside", "none"}, kind.activity_id


def test_every_activity_with_a_factor_has_a_line_and_an_uncertainty():
    catalogue = load()
    for kind in catalogue.activities.values():
        if kind.factor_id is None:
            continue
        result = inventory([of_year(kind.activity_id, 1)], catalogue, 2024)
        assert result.is_complete
        assert all(line.uncertainty_pct > 0 for line in result.lines), kind.activity_id
        assert (result.toe > 0) is (kind.kind == "energy"), kind.activity_id


def test_an_unknown_activity_is_refused():
    with pytest.raises(Refusal, match="activity_unknown"):
        inventory([of_year("perpetual_motion", 1)], load(), 2024)


def test_the_own_split_of_a_firm_replaces_the_table():
    splits = {"electricity": {"refrigeration": Decimal(70), "lighting": Decimal(30)}}
    result = inventory([of_year("electricity_grid", 1000)], load(), 2024, sector="olive_oil", splits=splits)
    assert result.scope12_by_end_use == {"lighting": Decimal("173.295"), "refrigeration": Decimal("404.355")}


def test_a_vehicle_fuel_is_not_shared_out_to_the_generator():
    result = inventory([of_year("diesel_road", 1000)], load(), 2024, sector="olive_oil")
    assert set(result.by_end_use) == {"transport"}
