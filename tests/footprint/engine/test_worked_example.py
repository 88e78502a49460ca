"""The worked example of docs/method/footprint.md section 14b, to the last digit."""

from decimal import Decimal

import pytest

from footprint.engine import display, inventory
from reference.files import load
from tests.footprint.engine.bills import of_year

FOUR_DECIMALS = Decimal("0.0001")
ENTRIES = [
    of_year("electricity_grid", 36_120, unit="kWh"),
    of_year("diesel_stationary", 2_000, unit="L"),
    of_year("butane", 10, unit="bottle_12kg"),
    of_year("refrigerant_r404a", 4, unit="kg"),
]
LINES = [
    # entry, part, factor, scope, category, kg, U %, low, high, grade
    ("electricity_grid", "direct", "0.57765", "2", None, "20864.718", "10.1980", "18736.9259", "22992.5101", "A"),
    ("electricity_grid", "losses", "0.102178", "3", "3", "3690.66936", "30.0666", "2581.0108", "4800.3279", "B"),
    ("diesel_stationary", "direct", "2.65554", "1", None, "5311.0799518", "5.6824", "5009.2816", "5612.8783", "A"),
    ("diesel_stationary", "upstream", "0.62409", "3", "3", "1248.18", "30.4138", "868.5609", "1627.7991", "A"),
    ("butane", "direct", "3.03338", "1", None, "364.0056", "5.3852", "344.4033", "383.6079", "A"),
    ("butane", "upstream", "0.344309", "3", "3", "41.31708", "30.4138", "28.7510", "53.8832", "A"),
    ("refrigerant_r404a", "direct", "3942.8", "1", None, "15771.2", "7.0711", "14656.0078", "16886.3922", "A"),
]


def four(value: Decimal) -> Decimal:
    return value.quantize(FOUR_DECIMALS, "ROUND_HALF_UP")


@pytest.fixture(scope="module")
def result():
    return inventory(ENTRIES, load(), 2024, sector="olive_oil")


def test_there_are_seven_lines(result):
    assert [(line.entry_key, line.part) for line in result.lines] == [(row[0], row[1]) for row in LINES]
    assert result.is_complete


@pytest.mark.parametrize("row", LINES, ids=lambda row: f"{row[0]} {row[1]}")
def test_each_line(result, row):
    entry, part, factor, scope, category, kg, pct, low, high, grade = row
    (line,) = [line for line in result.lines if (line.entry_key, line.part) == (entry, part)]
    assert (line.factor, line.scope, line.category, line.grade) == (Decimal(factor), scope, category, grade)
    assert line.kg == Decimal(kg)
    assert four(line.uncertainty_pct) == Decimal(pct)
    assert (four(line.interval.low), four(line.interval.high)) == (Decimal(low), Decimal(high))


def test_activity_and_factor_uncertainties(result):
    assert [(line.activity_pct, line.factor_pct) for line in result.lines] == [
        tuple(map(Decimal, pair))
        for pair in (("2", "10"), ("2", "30"), ("5", "2.7"), ("5", "30"), ("5", "2"), ("5", "30"), ("5", "5"))
    ]


def test_gases(result):
    assert result.gas_masses_kg == {
        "co2": Decimal("5293.72"),
        "ch4": Decimal("0.21432"),
        "n2o": Decimal("0.04286412"),
        "r125": Decimal("1.76"),
        "r143a": Decimal("2.08"),
        "r134a": Decimal("0.16"),
    }
    assert sum(result.by_gas.values()) == result.total.kg


@pytest.mark.parametrize(
    ("scope", "kg", "pct"),
    [
        ("1", "21446.2855518", "5.3878"),
        ("2", "20864.718", "10.1980"),
        ("1+2", "42311.0035518", "5.7226"),
        ("3", "4980.16644", "23.5507"),
    ],
)
def test_scopes(result, scope, kg, pct):
    assert result.scopes[scope].kg == result.scopes_market[scope].kg == Decimal(kg)
    assert four(result.scopes[scope].uncertainty_pct) == Decimal(pct)


def test_total_and_its_interval(result):
    assert result.total == result.market
    assert result.total.kg == Decimal("47291.1699918")
    assert four(result.total.uncertainty_pct) == Decimal("5.7261")
    assert four(result.total.interval.low) == Decimal("44583.2086")
    assert four(result.total.interval.high) == Decimal("49999.1314")
    assert four(result.scopes["1+2"].interval.low) == Decimal("39889.7189")
    assert four(result.scopes["1+2"].interval.high) == Decimal("44732.2882")


def test_both_electricity_totals(result):
    assert result.electricity_location_kg == result.electricity_market_kg == Decimal("20864.718")


def test_grade(result):
    quality = result.quality
    assert quality.grade == "A"
    assert four(quality.points) == Decimal("3.9220")
    assert quality.on_grade_a_pct.quantize(Decimal("0.01")) == Decimal("92.20")
    assert quality.on_invoices_pct == 100


def test_final_energy(result):
    assert [line.toe for line in result.lines if line.toe is not None] == [
        Decimal("3.10632"),
        Decimal("1.70632"),
        Decimal("0.1355688"),
    ]
    assert result.toe == Decimal("4.9482088")


def test_what_is_shown(result):
    shown = [display.mass(total.kg) for total in (*(result.scopes[scope] for scope in "123"), result.total)]
    assert [(str(one.value), one.unit) for one in shown] == [("21.4", "t"), ("20.9", "t"), ("4.98", "t"), ("47.3", "t")]
    assert display.per_cent(result.total.uncertainty_pct) == 6
    assert str(display.toe(result.toe)) == "4.9"


def test_the_missing_upstream_of_the_refrigerant_is_a_warning(result):
    assert [line.entry_key for line in result.lines if "upstream_not_counted" in line.flags] == ["refrigerant_r404a"]
    assert all(line.kg != 0 for line in result.lines)


def test_field_nitrous_oxide_is_log_normal():
    (line,) = inventory([of_year("fertiliser_n_mineral", 1000)], load(), 2024).lines
    assert line.kg == Decimal("5517.671")
    assert four(line.uncertainty_pct) == Decimal("135.0926")
    assert line.interval.low.quantize(Decimal("0.001")) == Decimal("1819.993")
    assert line.interval.high.quantize(Decimal("0.001")) == Decimal("16727.919")


def test_end_uses_add_up_and_leave_what_no_split_covers(result):
    assert sum(result.by_end_use.values()) == result.total.kg
    assert sum(result.scope12_by_end_use.values()) == result.scopes["1+2"].kg
    assert result.by_end_use["unallocated"] == Decimal("15771.2")
    assert result.scope12_by_end_use["lighting"] == Decimal("20864.718") * Decimal("0.06")
    assert "transport" not in result.by_end_use
