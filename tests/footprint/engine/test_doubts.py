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


JULY = ("2024-07-01", "2024-07-31")


@pytest.mark.parametrize(
    ("entry", "reading", "beside"),
    [
        (bill(GRID, 12, *JULY), (12, "MWh"), "own"),
        (bill(GRID, "15.2", *JULY), (Decimal("15.2"), "MWh"), "own"),
        (bill(GRID, "0.012", *JULY, unit="MWh"), (Decimal("0.012"), "GWh"), "own"),
        (bill(GRID, 12, *JULY), (12, "MWh"), "least"),
        (of_year(GRID, 180), (180, "MWh"), "least"),
        (bill("diesel_stationary", 2, "2024-03-05"), (2, "m3"), "least"),
        (bill("fuel_oil", 8, "2024-03-05"), (8, "t"), "least"),
        (bill("natural_gas", 90, *JULY, unit="kWh_net"), (90, "MWh_net"), "least"),
    ],
)
def test_about_a_thousandth_of_what_is_usual_proposes_the_larger_unit(entry, reading, beside):
    question = plausibility(entry, load(), USUAL if beside == "own" else ())
    assert (question.code, question.params["beside"]) == ("thousandth", beside)
    assert question.readings == (reading,)
    assert question.params["quantity"] == entry.quantity, "what was typed is kept"


@pytest.mark.parametrize(
    ("entry", "others"),
    [
        (bill(GRID, 200, *JULY), USUAL),  # a month almost closed
        (bill(GRID, 0, *JULY, document="credit_note"), USUAL),
        (bill(GRID, 12, *JULY, document="credit_note"), USUAL),
        (bill(GRID, 100, *JULY), []),
        (bill(GRID, 12, "2024-07-01", "2024-07-05"), []),
        (bill("diesel_road", 40, "2024-03-05"), []),  # a tank filled
        (bill("diesel_road", 60, "2024-03-01", "2024-03-31"), [bill("diesel_road", 800, "2024-02-05", key="one day")]),
        (bill("butane", 1, "2024-03-05", unit="bottle_3kg"), []),
        (bill("material_cardboard", 5, "2024-03-05"), []),
    ],
)
def test_little_that_may_well_be_is_not_asked_about(entry, others):
    assert plausibility(entry, load(), others) is None


def test_a_thousandth_of_the_other_deliveries_is_asked_about_whatever_the_goods():
    others = [bill("water_supply", 900, f"2024-0{month}-01", f"2024-0{month}-28", key=str(month)) for month in (1, 2)]
    question = plausibility(bill("water_supply", 1, "2024-03-01", "2024-03-31"), load(), others)
    assert (question.code, question.readings) == ("thousandth", ((Decimal(1000), "m3"),))


def test_days_on_which_nothing_came_do_not_make_the_others_look_large():
    none = [bill("diesel_stationary", 0, f"2024-{month:02}-01", f"2024-{month:02}-28") for month in range(2, 13)]
    others = [bill("diesel_stationary", 2000, "2024-01-01", "2024-01-31"), *none]
    assert plausibility(bill("diesel_stationary", 2100, "2025-01-01", "2025-01-31"), load(), others) is None


@pytest.mark.parametrize(("quantity", "unit", "reading"), [(1500, "m3", (1500, "L")), (182, "GWh", (182, "MWh"))])
def test_a_thousand_times_too_much_proposes_the_smaller_unit(quantity, unit, reading):
    activity = GRID if unit == "GWh" else "diesel_road"
    assert plausibility(of_year(activity, quantity, unit=unit), load()).readings == (reading,)
