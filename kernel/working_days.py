"""
Working days of Morocco: Monday to Friday, without the days that are given as off.

What is promised is a day and an hour as Moroccan clocks show them: the law may change what that is in UTC.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from kernel.clock import MOROCCO, moroccan_day

MORNING, EVENING = time(9), time(18)
SATURDAY = 5
_LONGEST = 1_000  # days looked at: whoever is away longer than that is not asked

DayOff = Callable[[date], bool]


def deadline(start: datetime, working_days: int, holiday: DayOff, closed: DayOff, at: time = EVENING) -> datetime:
    """
    Return this hour of the last of so many working days, in Moroccan time; the day of the start is not counted.

    :raises ValueError: when so many working days do not come within about three years
    """
    return datetime.combine(day_after(moroccan_day(start), working_days, holiday, closed), at, MOROCCO)


def day_after(day: date, working_days: int, holiday: DayOff, closed: DayOff) -> date:
    """Return the last of so many working days after this one."""
    left = working_days
    for ahead in range(1, _LONGEST):
        one = day + timedelta(ahead)
        left -= is_working(one, holiday, closed)
        if not left:
            return one
    msg = f"no {working_days} working days after {day}"
    raise ValueError(msg)


def count(after: date, until: date, holiday: DayOff, closed: DayOff) -> int:
    """Return how many working days lie after one day, up to another."""
    days = (after + timedelta(ahead) for ahead in range(1, (until - after).days + 1))
    return sum(is_working(day, holiday, closed) for day in days)


def is_working(day: date, holiday: DayOff, closed: DayOff) -> bool:
    return day.weekday() < SATURDAY and not holiday(day) and not closed(day)
