"""The column of a bill that names its month: read where it is sure, else refused."""

import pytest

from kernel.numbers import Unreadable
from kernel.sheets.periods import read_period


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("déc. 2020", "2020-12-01", "2020-12-31"),
        ("03/25", "2025-03-01", "2025-03-31"),
        ("3-2025", "2025-03-01", "2025-03-31"),
        ("T1 2025", "2025-01-01", "2025-03-31"),
        ("T4-24", "2024-10-01", "2024-12-31"),
        ("q2 2025", "2025-04-01", "2025-06-30"),
        ("1er trimestre 2025", "2025-01-01", "2025-03-31"),
        ("3e trimestre 2025", "2025-07-01", "2025-09-30"),
        ("2nd quarter 2025", "2025-04-01", "2025-06-30"),
    ],
)
def test_a_month_or_a_quarter_is_read(typed, first, last):
    assert [str(day) for day in read_period(typed)] == [first, last]


@pytest.mark.parametrize("typed", ["03/12", "13/25", "T5 2025", "2025-T1-3", "trimestre 2025"])
def test_what_may_be_a_day_or_nothing_is_not_guessed(typed):
    with pytest.raises(Unreadable):
        read_period(typed)
