"""What a year of bills covers: its months at a glance, the days of each activity, what would be next."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from footprint.queries import metered
from frontend import formats

Run = tuple[date, date]


def months(rows: list[Any], year: int, new: str) -> list[dict[str, Any]]:
    """Return the months of a year: met, unknown when some of its days have no bill, open; with the row that would fill it."""
    covered, found = _days(rows, year), []
    for number in range(1, 13):
        days = _month(year, number)
        left = [one for one in days if one not in covered]
        state = "open" if len(left) == len(days) else "unknown" if left else "met"
        run = _first_run(left)
        url = f"{new}&days={run[0]}.{run[1]}#open" if run and new else ""
        found.append({"month": days[0], "state": state, "current": False, "url": url})
    return found


def progress(rows: list[Any], year: int, activities: list[tuple[str, str]], new: str) -> list[dict[str, str]]:
    """Return for each activity how many of its days are covered, of what is delivered how many months; and what is next."""
    found = []
    for activity, name in activities:
        mine = [row for row in rows if row.activity_id == activity]
        if not mine:
            continue
        covered = _days(mine, year)
        all_days = [day for number in range(1, 13) for day in _month(year, number)]
        said = gettext("%(covered)s of %(days)s days") % {"covered": len(covered), "days": len(all_days)}
        if activity not in metered():
            touched = {day.month for day in covered}
            said = gettext("%(count)s of 12 months") % {"count": len(touched)}
        run = _first_run([day for day in all_days if day not in covered])
        one = {"term": name, "value": said, "state": "open" if run else "met", "url": "", "label": ""}
        if run and new:
            one["url"] = f"{new}&activity={activity}&days={run[0]}.{run[1]}#open"
            one["label"] = gettext("Next: %(month)s") % {"month": _named(run)}
        found.append(one)
    return found


def spans(rows: list[Any], year: int, new: str) -> list[dict[str, str]]:
    """Return the addresses that open a row of a month, of two, of the year."""
    first = next((one["month"].month for one in months(rows, year, "") if one["state"] == "open"), 1)
    names = {1: gettext("One month"), 2: gettext("Two months"), 12: gettext("The whole year")}
    return [
        {"url": f"{new}&month={year}-{1 if count == 12 else first:02}&months={count}#open", "label": label}
        for count, label in names.items()
    ]


def run_of(asked: str) -> Run | None:
    """Return the first and the last day that an address names."""
    first, _dot, last = asked.partition(".")
    try:
        run = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return run if run[0] <= run[1] else None


def _days(rows: Iterable[Any], year: int) -> set[date]:
    """Return the days of a year that bills cover; a delivery speaks for its months, a credit note for nothing."""
    found: set[date] = set()
    for row in rows:
        if row.quantity < 0:
            continue
        first, last = max(row.starts_on, date(year, 1, 1)), min(row.ends_on, date(year, 12, 31))
        if first <= last and row.activity_id not in metered():
            first, last = first.replace(day=1), last.replace(day=monthrange(year, last.month)[1])
        found |= {first + timedelta(days=one) for one in range((last - first).days + 1)}
    return found


def _month(year: int, number: int) -> list[date]:
    return [date(year, number, day) for day in range(1, monthrange(year, number)[1] + 1)]


def _first_run(left: list[date]) -> Run | None:
    """Return the first days without a break, of one month."""
    if not left:
        return None
    last = left[0]
    for day in left[1:]:
        if day != last + timedelta(days=1) or day.month != last.month:
            break
        last = day
    return left[0], last


def _named(run: Run) -> str:
    """Name a whole month by its name, other days by their first and last."""
    first, last = run
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return formats.day(first, "month")
    return gettext("%(start)s to %(end)s") % {"start": f"{first:%d/%m/%Y}", "end": f"{last:%d/%m/%Y}"}
