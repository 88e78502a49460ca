"""What a year lacks beside the one before: the same bills a year later, for a person to fill in."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from footprint.models import Activity


@dataclass(frozen=True, slots=True)
class Repeated:
    """A bill of last year a year later, without its quantity."""

    bill: Activity
    starts_on: date
    ends_on: date


def to_repeat(rows: Iterable[Activity], year: int) -> list[Repeated]:
    """Return the bills that began in the year before and have no bill of their activity on any of the same days of this year."""
    known = list(rows)
    found = []
    for row in known:
        if row.starts_on.year != year - 1 or row.document == "credit_note":
            continue
        first, last = a_year_later(row.starts_on), _last_of(row)
        same = (one for one in known if one.activity_id == row.activity_id)
        if not any(one.starts_on <= last and one.ends_on >= first for one in same if one.pk != row.pk):
            found.append(Repeated(row, first, last))
    return found


def _last_of(row: Activity) -> date:
    return a_year_later(row.ends_on + timedelta(days=1)) - timedelta(days=1)


def a_year_later(day: date) -> date:
    """Return the same day of the next year; of a leap day, the last day of its month."""
    return day.replace(year=day.year + 1, day=min(day.day, monthrange(day.year + 1, day.month)[1]))
