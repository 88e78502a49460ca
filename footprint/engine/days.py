"""Bills, days and years: who covers which day, what is missing, what is counted twice (section 15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from footprint.engine.entries import DAY, Entry
from footprint.engine.numbers import parted

ENOUGH_DAYS = 330  # eleven months: what bills must cover to speak for a year


@dataclass(frozen=True, slots=True)
class Days:
    """A run of days, both ends included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Overlap:
    """Days that two bills both cover; the person says which one holds."""

    first_key: str
    second_key: str
    days: Days


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the year the bills of one activity cover: `182 of 366 days`."""

    activity_id: str
    days_covered: int
    days_in_year: int
    gaps: tuple[Days, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def is_whole(self) -> bool:
        return self.days_covered == self.days_in_year

    @property
    def is_a_year(self) -> bool:
        return self.days_covered >= ENOUGH_DAYS


def year_of(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


def part_in_year(quantity: Decimal, entry: Entry, year: int) -> Decimal:
    """Return the share of a quantity that falls in a year, by days; the years' parts add up to the whole."""
    years = range(entry.starts_on.year, entry.ends_on.year + 1)
    if len(years) == 1:
        return quantity
    spans = {one: year_of(one) for one in years}
    return parted(quantity, {one: Decimal(entry.days_within(days.first, days.last)) for one, days in spans.items()})[
        year
    ]


def coverage(activity_id: str, entries: Sequence[Entry], year: int) -> Coverage:
    """Return the coverage of one activity; a credit note covers nothing, it corrects what a bill covers."""
    whole = year_of(year)
    bills = sorted(
        (entry for entry in entries if not entry.is_credit_note and entry.days_within(whole.first, whole.last)),
        key=lambda entry: (entry.starts_on, entry.ends_on, entry.key),
    )
    gaps = tuple(_gaps(bills, whole))
    covered = whole.count - sum(gap.count for gap in gaps)
    return Coverage(activity_id, covered, whole.count, gaps, tuple(_overlaps(bills, whole)))


def _gaps(bills: Iterable[Entry], whole: Days) -> Iterable[Days]:
    next_day = whole.first
    for bill in bills:
        if bill.starts_on > next_day:
            yield Days(next_day, bill.starts_on - DAY)
        next_day = max(next_day, bill.ends_on + DAY)
    if next_day <= whole.last:
        yield Days(next_day, whole.last)


def _overlaps(bills: Sequence[Entry], whole: Days) -> Iterable[Overlap]:
    for index, first in enumerate(bills):
        for second in bills[index + 1 :]:
            if second.starts_on > first.ends_on:
                break
            days = Days(
                max(first.starts_on, second.starts_on, whole.first), min(first.ends_on, second.ends_on, whole.last)
            )
            if days.first <= days.last:
                yield Overlap(first.key, second.key, days)
