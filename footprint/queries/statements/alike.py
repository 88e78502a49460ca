"""What two years of a site both cover: only that is compared, so that no difference is one of the bills entered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from footprint.choices import MissingDays
from footprint.engine import Line
from footprint.engine.days import year_of
from footprint.engine.numbers import CONTEXT
from footprint.models import Result
from footprint.queries.kept import lines_of
from footprint.queries.results import is_a_year
from footprint.queries.statements.parts import Cover
from reference.queries import name

DayOfYear = tuple[int, int]
Days = frozenset[DayOfYear]
NONE: Days = frozenset()
Spans = Mapping[str, tuple[date, date]]


def alike(
    before: Mapping[UUID, Result], after: Mapping[UUID, Result], names: Mapping[UUID, str]
) -> tuple[list[Line], list[Line], tuple[Cover, ...]]:
    """Return the lines of both years on the days that both cover, and for which items that is not the whole year."""
    old: list[Line] = []
    new: list[Line] = []
    covers: list[Cover] = []
    for site_id in (one for one in before if one in after):
        rows = before[site_id], after[site_id]
        lines = lines_of(rows[0]), lines_of(rows[1])
        for activity_id in sorted({line.activity_id for of_year in lines for line in of_year}):
            own = [[line for line in of_year if line.activity_id == activity_id] for of_year in lines]
            known = [_days(row, activity_id) for row in rows]
            if _is_whole(rows, known):
                old += own[0]
                new += own[1]
                continue
            are_told = all("days" in row.inventory for row in rows)  # a result kept by an earlier version tells none
            both = known[0] & known[1] if are_told else NONE
            old += _on(both, own[0], rows[0])
            new += _on(both, own[1], rows[1])
            counts = len(both), len(known[0]), len(known[1])
            covers.append(Cover(names[site_id], activity_id, name("activity", activity_id), *counts))
    return old, new, tuple(covers)


def _is_whole(rows: Sequence[Result], known: Sequence[Days]) -> bool:
    return all(days == _every_day(row.footprint.year) for row, days in zip(rows, known, strict=True))


def _days(row: Result, activity_id: str) -> Days:
    """Return the days of a year for which it is known what was used; deliveries tell of a year or of no day at all."""
    year = row.footprint.year
    every = _every_day(year)
    if row.footprint.missing_days != MissingDays.UNKNOWN:
        return every
    for part in row.inventory["coverage"]:
        if part["activity_id"] == activity_id:
            gaps = [(date.fromisoformat(gap["first"]), date.fromisoformat(gap["last"])) for gap in part["gaps"]]
            return every - {day for first, last in gaps for day in _between(first, last)}
    return every if is_a_year(row) else NONE


@cache
def _every_day(year: int) -> Days:
    whole = year_of(year)
    return frozenset(_between(whole.first, whole.last))


def _between(first: date, last: date) -> Iterable[DayOfYear]:
    for count in range((last - first).days + 1):
        day = first + timedelta(days=count)
        yield day.month, day.day


def _spans(row: Result) -> Spans:
    """Return the first and last day of each bill, and of each run of days filled in, by the key of its lines."""
    kept = row.inventory["days"].items()
    return {
        f"{row.footprint.site_id}:{key}": (date.fromisoformat(first), date.fromisoformat(last))
        for key, (first, last) in kept
    }


def _on(days: Days, lines: Sequence[Line], row: Result) -> Iterable[Line]:
    """Return the part of each line that falls on these days of its year."""
    if not days:
        return
    whole, spans = year_of(row.footprint.year), _spans(row)
    for line in lines:
        first, last = spans[line.entry_key]
        own = list(_between(max(first, whole.first), min(last, whole.last)))
        part = CONTEXT.divide(sum(day in days for day in own), len(own))
        if part:
            yield replace(line, quantity=line.quantity * part, kg=line.kg * part)
