"""What may be a slip in a bill: asked before it is kept, with the likely readings, never corrected in silence."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from footprint import engine
from footprint.choices import QUESTIONS, told, written
from footprint.engine.days import coverage
from footprint.engine.entries import Entry
from footprint.engine.inventory import METERED_PCT
from kernel.errors import Question
from reference.queries import catalogue

AMOUNT = ("activity_id", "quantity", "unit", "starts_on", "ends_on")
# What a doubt between two bills, or of days to come, is about; the others are about the amount.
ABOUT = {
    "in_future": ("ends_on",),
    "overlap": ("activity_id", "starts_on", "ends_on", "document"),
    "entered_already": (*AMOUNT, "document"),
}
BETWEEN = ("overlap", "entered_already")  # asked of whichever of the two came second


def answered(before: Entry, entry: Entry, *, confirmed: bool) -> set[str]:
    """Return the doubts that a kept bill has behind it: what each is about is as it was when it was kept."""
    return {
        code
        for code in QUESTIONS
        if (confirmed or code in BETWEEN)
        and all(getattr(before, name) == getattr(entry, name) for name in ABOUT.get(code, AMOUNT))
    }


def ask(
    entry: Entry,
    others: Sequence[Entry],
    today: date,
    confirmed: Collection[str],
    usual: Sequence[Entry] | None = None,
) -> bool:
    """
    Return whether anything surprises that was confirmed; `usual` are the bills that tell how much is usual, if not all others.

    :raises Question: for the first surprise that was not: an absurd amount, days to come, days that another bill covers,
        a delivery entered already
    """
    found = list(_doubts(entry, others, today, others if usual is None else usual))
    for doubt in found:
        if doubt.question_code not in confirmed:
            raise doubt
    return bool(found)


def _doubts(entry: Entry, others: Sequence[Entry], today: date, usual: Sequence[Entry]) -> Iterator[Question]:
    yield from _of_amount(entry, usual)
    if entry.ends_on > today:
        yield Question("ends_on", QUESTIONS["in_future"], code="in_future", ends_on=written(entry.ends_on))
    if not entry.is_credit_note:
        same = [one for one in others if one.activity_id == entry.activity_id and not one.is_credit_note]
        yield from _of_days(entry, same)


def _of_amount(entry: Entry, others: Sequence[Entry]) -> Iterator[Question]:
    doubt = engine.plausibility(entry, catalogue(), others)
    if doubt is None:
        return
    readings = [{"quantity": quantity, "unit": unit} for quantity, unit in doubt.readings]
    sentence, params = told(doubt)
    yield Question("quantity", sentence, code=doubt.code, readings=readings, **params)


def _of_days(entry: Entry, same: Sequence[Entry]) -> Iterator[Question]:
    kind = catalogue().activities[entry.activity_id]
    if kind.activity_uncertainty_pct_invoice != METERED_PCT:
        if any(_is_same(one, entry) for one in same):
            yield Question("quantity", QUESTIONS["entered_already"], code="entered_already")
        return
    days = [
        overlap.days
        for year in range(entry.starts_on.year, entry.ends_on.year + 1)
        for overlap in coverage(entry.activity_id, [*same, entry], year).overlaps
        if entry.key in {overlap.first_key, overlap.second_key}
    ]
    if days:
        first, last = min(one.first for one in days), max(one.last for one in days)
        yield Question("starts_on", QUESTIONS["overlap"], code="overlap", first=written(first), last=written(last))


def _is_same(one: Entry, other: Entry) -> bool:
    return (one.quantity, one.unit, one.starts_on, one.ends_on) == (
        other.quantity,
        other.unit,
        other.starts_on,
        other.ends_on,
    )
