"""The arithmetic of quotes: tables worked by hand, and what holds of every quote."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.engine.quotes import Difference, Figures, Line, Marks, differences, rates

D = Decimal
GRID = Marks(grid_kgco2e_per_kwh=D("0.57765"), highest_yield_kwh_kwp=D(1792))
# 360 modules at 2,650 and a works of 540,000: 954,000 + 540,000 = 1,494,000 MAD for 180 kWp and 318,000 kWh a year.
LINES = (Line(D(360), D(2650)), Line(D(1), D(540_000)))
SOLAR = {
    "lines": LINES,
    "capex_mad": D(1_494_000),
    "saving_mad_year": D(240_000),
    "energy_kwh_year": D(318_000),
    "is_produced": True,
    "power_kwp": D(180),
    "avoided_t_year": D("183.7"),
    "payback_years": D("6.2"),
}


def test_the_rates_of_a_solar_quote_worked_by_hand():
    found = rates(Figures(**SOLAR), GRID)
    assert found.lines_mad == D("1494000.00")
    assert found.mad_per_kwp == D(8300)
    assert round(found.mad_per_kwh, 4) == D("4.6981")
    assert round(found.kwh_per_kwp, 2) == D("1766.67")
    assert found.payback_years == D("6.225")
    assert found.avoided_t_year == D("183.6927")
    assert differences(Figures(**SOLAR), GRID) == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"capex_mad": D(1_494_001)}, []),
        ({"capex_mad": D(1_500_000), "payback_years": D("6.25")}, [("capex_mad", D(1_500_000), D("1494000.00"))]),
        ({"payback_years": D("5.9")}, [("payback_years", D("5.9"), D("6.225"))]),
        ({"payback_years": D("6.175")}, []),
        ({"avoided_t_year": D(185)}, []),
        ({"avoided_t_year": D(231)}, [("avoided_t_year", D(231), D("183.6927"))]),
        (
            {"energy_kwh_year": D(331_200), "avoided_t_year": D("191.3")},
            [("yield_kwh_kwp", D(1840), D(1792))],
        ),
        ({"is_electricity": False, "avoided_t_year": D(900)}, []),
        ({"saving_mad_year": D(0), "payback_years": D(3)}, []),
        ({"lines": ()}, []),
    ],
)
def test_each_difference_is_told_with_both_figures_and_rounding_is_none(changed, expected):
    found = differences(Figures(**{**SOLAR, **changed}), GRID)
    assert found == tuple(Difference(*one) for one in expected)


def test_an_amount_is_rounded_half_up_to_the_centime():
    assert Line(D("1.5"), D("0.33")).amount_mad == D("0.50")
    assert Line(D("0.5"), D("0.01")).amount_mad == D("0.01")


def test_a_quote_of_nothing_knows_nothing_and_differs_in_nothing():
    found = rates(Figures(lines=()), Marks())
    assert found.lines_mad == 0
    assert {found.mad_per_kwp, found.mad_per_kwh, found.kwh_per_kwp, found.payback_years, found.avoided_t_year} == {
        None
    }
    assert differences(Figures(lines=()), Marks()) == ()


MONEY = st.decimals(min_value=0, max_value=10**9, places=2)
STATED = st.none() | MONEY
QUOTES = st.builds(
    Figures,
    lines=st.lists(st.builds(Line, st.decimals(0, 10**6, places=3), st.decimals(0, 10**6, places=2)), max_size=6),
    capex_mad=STATED,
    saving_mad_year=STATED,
    energy_kwh_year=STATED,
    is_electricity=st.booleans(),
    is_produced=st.booleans(),
    power_kwp=st.none() | st.decimals(0, 10**6, places=3),
    avoided_t_year=st.none() | st.decimals(0, 10**7, places=3),
    payback_years=st.none() | st.decimals(0, 100, places=2),
)
SMALL = settings(max_examples=150, deadline=None)


@SMALL
@given(QUOTES)
def test_a_quote_that_states_what_follows_differs_in_nothing_but_its_yield(quote):
    follows = rates(quote, GRID)
    stated = Figures(
        lines=quote.lines,
        capex_mad=follows.lines_mad,
        saving_mad_year=quote.saving_mad_year,
        energy_kwh_year=quote.energy_kwh_year,
        is_electricity=quote.is_electricity,
        is_produced=quote.is_produced,
        power_kwp=quote.power_kwp,
        avoided_t_year=follows.avoided_t_year,
    )
    assert {one.code for one in differences(stated, GRID)} <= {"yield_kwh_kwp"}


@SMALL
@given(QUOTES)
def test_what_differs_is_what_was_stated_and_nothing_that_was_not(quote):
    for one in differences(quote, GRID):
        if one.code == "yield_kwh_kwp":
            assert one.stated > one.computed
        else:
            assert one.stated == getattr(quote, one.code)
            assert abs(one.stated - one.computed) > D("0.05")


@SMALL
@given(QUOTES, st.integers(2, 9))
def test_twice_the_plant_at_twice_the_price_has_the_same_rates(quote, times):
    larger = Figures(
        lines=(),
        capex_mad=quote.capex_mad and quote.capex_mad * times,
        energy_kwh_year=quote.energy_kwh_year and quote.energy_kwh_year * times,
        power_kwp=quote.power_kwp and quote.power_kwp * times,
        is_produced=quote.is_produced,
    )
    one, other = rates(quote, GRID), rates(larger, GRID)
    for name in ("mad_per_kwp", "mad_per_kwh", "kwh_per_kwp"):
        before, after = getattr(one, name), getattr(other, name)
        assert (before is None) == (after is None)
        assert before is None or abs(before - after) <= abs(before) * D("1e-20")
