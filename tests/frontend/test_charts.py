"""Positions of shapes: honest scales, and text that a browser reads in every language."""

from decimal import Decimal

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from frontend import charts

POINTS = st.lists(st.integers(-50, 50), min_size=1, max_size=14)


def share(text):
    return Decimal(text.removesuffix("%"))


def test_an_attribute_never_takes_a_comma():
    with translation.override("fr"):
        assert charts.width(1, 3) == "33.33%"


def test_a_band_is_placed_on_its_scale():
    band = charts.band(2180, 2670, 3240, bottom=1500, top=4000)
    assert (band.start, band.length, band.middle) == ("27.2%", "42.4%", "46.8%")


def test_a_band_without_an_end_leaves_a_quarter():
    assert charts.band(10, 20, 40).middle == "40%"


@given(POINTS)
def test_the_points_of_a_score_share_one_scale_and_stay_inside(points):
    bars = charts.point_bars([{"label": "", "points": value} for value in points])
    drawn = [(value, bar) for value, bar in zip(points, bars, strict=True) if value]
    for value, bar in drawn:
        start, length = share(bar.start), share(bar.length)
        assert start >= -Decimal("0.01")
        assert start + length <= Decimal("100.02")
        assert bar.sign == ("plus" if value > 0 else "minus")
    units = [share(bar.length) / abs(value) for value, bar in drawn]
    assert not units or max(units) - min(units) < Decimal("0.02")


def test_an_unknown_is_an_open_box_from_its_low_to_its_high():
    bar = charts.point_bars([{"label": "", "points": 0, "low": -2, "high": 4}])[0]
    assert bar.sign == "open"
    assert share(bar.start) < charts.ZERO_LINE < share(bar.start) + share(bar.length)


def test_the_sum_is_written_so_that_a_reader_can_redo_it():
    assert charts.points_sum(50, [11, -6, 7, 0, None], 62) == "50 + 11 + 7 \u2212 6 = 62"


@given(POINTS)
def test_the_written_sum_adds_up(points):
    total = 50 + sum(points)
    left, right = charts.points_sum(50, points, total).replace("\u2212", "-").split(" = ")
    assert eval(left) == int(right)


def test_slices_lie_end_to_end_and_an_empty_one_keeps_its_line():
    rows = [{"scope": 1, "kg": 1}, {"scope": 2, "kg": 3}, {"scope": 3, "kg": 0}]
    assert [(part.start, part.length) for part in charts.slices(rows)] == [
        ("0%", "25%"),
        ("25%", "75%"),
        ("100%", "0%"),
    ]


def test_a_year_without_any_emission_draws_nothing_and_does_not_divide_by_zero():
    assert [part.length for part in charts.slices([{"kg": 0}])] == ["0%"]


def test_the_map_has_the_twelve_regions():
    assert [tile.code for tile in charts.TILES] == [f"MA-{number:02d}" for number in range(1, 13)]
