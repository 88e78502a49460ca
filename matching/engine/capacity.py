"""How many more introductions a partner takes: its month, paced by the day and the week (docs/method/matching.md, section 9)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from matching.engine.criteria import DEFAULT_CAPACITY
from matching.engine.lists import STARTING_TERMS, Terms

WEEK: Final = timedelta(days=7)


def room(capacity: int | None, month: int, recent: Collection[date], today: date, terms: Terms = STARTING_TERMS) -> int:
    """
    Return how many introductions a partner still takes this month; none while the share of its day or week is used up.

    `recent` are the days of its latest introductions, one for each.
    """
    capacity = DEFAULT_CAPACITY if capacity is None else capacity
    a_day = sum(day == today for day in recent)
    a_week = sum(today - WEEK < day <= today for day in recent)
    if a_day >= _share(capacity, terms.pace_day_pct) or a_week >= _share(capacity, terms.pace_week_pct):
        return 0
    return max(0, capacity - month)


def _share(capacity: int, percent: int) -> int:
    """Return a share of the month, rounded up: whoever takes one a month takes it on any day."""
    return -(-capacity * percent // 100)
