"""Bills over days, years, credit notes, gaps and overlaps (docs/method/footprint.md section 15)."""

from datetime import date
from decimal import Decimal

import pytest

from footprint.engine import Days, Refusal, display, fill_missing_days, inventory
from reference.files import load
from tests.footprint.engine.bills import bill, of_year

GRID = "electricity_grid"
CREDITED = [
    bill(GRID, 12400, "2025-01-01", "2025-01-31", key="F-2025-01"),
    bill(GRID, 11900, "2025-02-01", "2025-02-28", key="F-2025-02"),
    bill(GRID, -2150, "2025-02-01", "2025-02-28", key="A-2025-02", document="credit_note"),
    bill(GRID, 13100, "2025-03-01", "2025-03-31", key="F-2025-03"),
]
STRADDLING = [
    bill(GRID, 18600, "2023-12-15", "2024-01-14", key="1"),
    bill(GRID, 84000, "2024-01-15", "2024-06-30", key="2"),
]


def direct(result):
    return [line for line in result.lines if line.part == "direct"]


def test_a_credit_note_subtracts_and_keeps_its_line():
    result = inventory(CREDITED, load(), 2025)
    lines = direct(result)
    assert [line.quantity for line in lines] == [12400, 11900, -2150, 13100]
    assert sum(line.quantity for line in lines) == 35250
    assert result.scopes["2"].kg == Decimal("20362.1625")
    february = [line for line in lines if line.entry_key.endswith("-02")]
    assert sum(line.quantity for line in february) == 9750
    assert sum(line.kg for line in february).quantize(Decimal("0.01"), "ROUND_HALF_UP") == Decimal("5632.09")
    assert "credit_note" in lines[2].flags


def test_a_credit_note_never_has_a_negative_half_width():
    result = inventory(CREDITED, load(), 2025)
    note = direct(result)[2]
    assert note.kg < 0
    assert note.uncertainty_pct > 0
    assert note.interval.low < note.kg < note.interval.high
    assert (note.interval.high - note.interval.low) / 2 == pytest.approx(abs(note.kg) * note.uncertainty_pct / 100)
    assert result.total.uncertainty_pct > 0
    assert result.total.interval.low < result.total.kg


def test_the_sign_typed_on_a_credit_note_does_not_matter():
    positive = [
        *CREDITED[:2],
        bill(GRID, 2150, "2025-02-01", "2025-02-28", key="A", document="credit_note"),
        CREDITED[3],
    ]
    assert inventory(positive, load(), 2025).total.kg == inventory(CREDITED, load(), 2025).total.kg


def test_a_negative_line_that_is_no_credit_note_is_refused():
    with pytest.raises(Refusal) as caught:
        inventory([bill(GRID, -5, "2025-01-01", "2025-01-31")], load(), 2025)
    assert [problem.code for problem in caught.value.problems] == ["negative_without_credit_note"]


def test_a_period_below_zero_is_refused():
    too_much = [*CREDITED, bill(GRID, 9751, "2025-02-01", "2025-02-28", key="A2", document="credit_note")]
    with pytest.raises(Refusal) as caught:
        inventory(too_much, load(), 2025)
    (problem,) = caught.value.problems
    assert problem.code == "period_below_zero"
    assert (problem.params["starts_on"], problem.params["quantity"]) == (date(2025, 2, 1), -1)
    assert inventory(
        [*CREDITED, bill(GRID, 9750, "2025-02-01", "2025-02-28", key="A2", document="credit_note")], load(), 2025
    )


def test_a_year_below_zero_is_refused():
    entries = [
        bill(GRID, 1000, "2024-12-01", "2024-12-31", key="bill"),
        bill(GRID, 900, "2024-12-01", "2025-01-31", key="note", document="credit_note"),
    ]
    with pytest.raises(Refusal, match="period_below_zero note"):
        inventory(entries, load(), 2025)


def test_a_bill_over_new_year_is_shared_out_by_days_and_adds_up():
    quantities = {
        year: [line.quantity for line in direct(inventory(STRADDLING, load(), year))] for year in (2023, 2024)
    }
    assert quantities == {2023: [10200], 2024: [8400, 84000]}


def test_parts_of_an_uneven_bill_add_up_to_the_bill():
    uneven = [bill(GRID, "1000.01", "2022-12-31", "2024-01-02", key="x")]
    parts = [direct(inventory(uneven, load(), year))[0].quantity for year in (2022, 2023, 2024)]
    assert sum(parts) == Decimal("1000.01")


def test_each_part_has_the_factor_of_its_year():
    first, second = (direct(inventory(STRADDLING[:1], load(), year))[0] for year in (2023, 2024))
    assert (first.factor, second.factor) == (Decimal("0.630014"), Decimal("0.57765"))
    assert "factor_of_other_year" not in first.flags + second.flags


def test_a_year_is_shown_with_its_coverage():
    """Case RW04."""
    (cover,) = inventory(STRADDLING, load(), 2024).coverage
    assert (cover.days_covered, cover.days_in_year, cover.is_whole) == (182, 366, False)
    assert cover.gaps == (Days(date(2024, 7, 1), date(2024, 12, 31)),)
    assert inventory(STRADDLING, load(), 2023).coverage[0].days_covered == 17


def test_missing_days_are_filled_on_request_and_marked():
    filled = fill_missing_days(STRADDLING, load(), GRID, 2024)
    assert [(entry.starts_on, entry.ends_on, entry.evidence) for entry in filled] == [
        (date(2024, 7, 1), date(2024, 12, 31), "extrapolated")
    ]
    result = inventory([*STRADDLING, *filled], load(), 2024)
    assert sum(line.quantity for line in direct(result)).quantize(Decimal("0.01")) == Decimal("185815.38")
    assert direct(result)[-1].activity_pct == 30
    assert direct(result)[-1].grade == "C"
    assert result.coverage[0].is_whole


def test_nothing_known_fills_nothing():
    assert fill_missing_days([], load(), GRID, 2024) == ()


def test_gaps_and_overlaps_are_named_with_their_dates():
    entries = [
        bill(GRID, 100, "2024-01-01", "2024-02-15", key="a"),
        bill(GRID, 100, "2024-02-10", "2024-03-31", key="b"),
        bill(GRID, 100, "2024-05-01", "2024-12-31", key="c"),
        bill(GRID, 10, "2024-01-01", "2024-01-31", key="note", document="credit_note"),
    ]
    (cover,) = inventory(entries, load(), 2024).coverage
    assert cover.gaps == (Days(date(2024, 4, 1), date(2024, 4, 30)),)
    (overlap,) = cover.overlaps
    assert (overlap.first_key, overlap.second_key) == ("a", "b")
    assert (overlap.days.first, overlap.days.last, overlap.days.count) == (date(2024, 2, 10), date(2024, 2, 15), 6)


def test_a_part_of_a_year_is_not_complete_and_is_graded_like_days_filled_in():
    winter = [bill("electricity_grid", 20_000, "2025-01-01", "2025-03-02", unit="kWh")]
    part = inventory(winter, load(), 2025)
    assert (part.coverage[0].days_covered, part.is_complete, part.quality.grade) == (61, False, "C")
    all_of_it = inventory(winter, load(), 2025, nothing_else=True)
    assert (all_of_it.total, all_of_it.is_complete, all_of_it.quality.grade) == (part.total, True, "A")
    eleven_months = inventory([bill("electricity_grid", 20_000, "2025-01-15", "2025-12-20", unit="kWh")], load(), 2025)
    assert (eleven_months.is_complete, eleven_months.quality.grade) == (False, "A")


def test_deliveries_have_no_coverage():
    assert inventory([bill("diesel_road", 500, "2024-03-05")], load(), 2024).coverage == ()


def test_a_bill_the_supplier_estimates_is_worth_a_reading():
    (line, _) = inventory([of_year(GRID, 100, document="estimate")], load(), 2024).lines
    assert (line.evidence, line.grade, line.activity_pct) == ("meter", "B", 10)


def test_a_bill_that_ends_before_it_starts_is_refused():
    with pytest.raises(Refusal, match="ends_before_start"):
        inventory([bill(GRID, 1, "2024-02-01", "2024-01-01")], load(), 2024)


def test_a_bill_in_megawatt_hours_is_the_bill_in_kilowatt_hours():
    """Case RW01."""
    in_mwh = inventory([of_year(GRID, 182, unit="MWh")], load(), 2024)
    in_kwh = inventory([of_year(GRID, 182_000, unit="kWh")], load(), 2024)
    assert in_mwh.lines == in_kwh.lines
    assert in_mwh.scopes["2"].kg == Decimal("105132.3")
    assert in_mwh.by_category == {"3": Decimal("18596.396")}
    shown = display.mass(in_mwh.scopes["2"].kg)
    assert (str(shown.value), shown.unit) == ("105", "t")
