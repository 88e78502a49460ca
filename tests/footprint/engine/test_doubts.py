"""An absurd amount is asked about, with the likely reading; a plausible one is not."""

from decimal import Decimal

import pytest

from footprint.engine import plausibility
from reference.files import load
from tests.footprint.engine.bills import bill, of_year

GRID = "electricity_grid"
USUAL = [bill(GRID, 15_000, f"2024-{month:02}-01", f"2024-{month:02}-28", key=str(month)) for month in range(1, 7)]


def test_a_slip_of_unit_is_asked_about():
    question = plausibility(of_year(GRID, 182_000, unit="MWh"), load())
    assert question.code == "mwh_or_kwh"
    assert question.readings == ((Decimal(182_000), "kWh"),)
    assert (question.params["beside"], question.params["times"]) == ("limit", Decimal("9.1"))


@pytest.mark.parametrize(("quantity", "unit"), [(182, "MWh"), (182_000, "kWh"), (20_000_000, "kWh")])
def test_a_plausible_year_is_not_asked_about(quantity, unit):
    assert plausibility(of_year(GRID, quantity, unit=unit), load()) is None


def test_a_monthly_bill_tells_its_year():
    assert plausibility(bill(GRID, 15_000, "2024-07-01", "2024-07-31", unit="MWh"), load()).code == "mwh_or_kwh"


def test_ten_times_the_other_periods_is_asked_about():
    assert plausibility(bill(GRID, 140_000, "2024-07-01", "2024-07-31"), load(), USUAL) is None
    question = plausibility(bill(GRID, 200_000, "2024-07-01", "2024-07-31"), load(), USUAL)
    assert question.code == "above_plausible"
    assert question.readings == ()


def test_a_thousand_times_the_other_periods_proposes_the_other_unit():
    question = plausibility(bill(GRID, 15_500, "2024-07-01", "2024-07-31", unit="MWh"), load(), USUAL)
    assert (question.code, question.readings) == ("mwh_or_kwh", ((Decimal(15_500), "kWh"),))
    assert question.params["beside"] == "own"
    assert 900 < question.params["times"] < 1000


def test_the_others_of_the_year_count():
    others = [of_year("diesel_road", 950_000, key="before")]
    assert plausibility(bill("diesel_road", 60_000, "2024-03-05"), load(), others).code == "above_plausible"
    assert plausibility(bill("diesel_road", 60_000, "2024-03-05"), load()) is None


def test_the_entry_itself_is_not_its_own_other_period():
    entry = USUAL[0]
    assert plausibility(entry, load(), USUAL) is None


def test_a_delivery_a_thousand_times_too_large_proposes_the_thousandth():
    question = plausibility(bill("diesel_road", 1_200_000, "2024-03-05"), load())
    assert (question.code, question.readings) == ("thousand_times", ((Decimal(1200), "L"),))
