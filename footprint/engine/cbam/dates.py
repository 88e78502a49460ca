"""The dates of the mechanism that lie ahead (docs/method/cbam.md section 8)."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day by its code; `every_year` repeats it, `is_proposal` is not law yet."""

    code: str
    day: date
    every_year: bool = False
    is_proposal: bool = False


MILESTONES: Final = (
    Milestone("certificates_on_sale", date(2027, 2, 1)),
    Milestone("half_held_q1", date(2027, 3, 31), every_year=True),
    Milestone("half_held_q2", date(2027, 6, 30), every_year=True),
    Milestone("half_held_q3", date(2027, 9, 30), every_year=True),
    Milestone("declaration", date(2027, 9, 30), every_year=True),
    Milestone("repurchase", date(2027, 10, 31), every_year=True),
    Milestone("cancellation", date(2027, 11, 1), every_year=True),
    Milestone("half_held_q4", date(2027, 12, 31), every_year=True),
    Milestone("downstream", date(2028, 1, 1), is_proposal=True),
    Milestone("no_free_allocation", date(2034, 1, 1)),
)


def ahead(today: date) -> tuple[Milestone, ...]:
    """Return what comes from this day on, nearest first; what repeats stands once, at its next day."""
    found = [_next(one, today) for one in MILESTONES]
    return tuple(sorted((one for one in found if one.day >= today), key=lambda one: one.day))


def _next(one: Milestone, today: date) -> Milestone:
    if not one.every_year or one.day >= today:
        return one
    day = one.day.replace(year=today.year)
    return Milestone(one.code, day if day >= today else day.replace(year=today.year + 1), every_year=True)
