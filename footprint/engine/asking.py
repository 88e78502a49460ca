"""What is doubtful in lines of any method: asked beside the result, which counts them as they were sent."""

from collections.abc import Iterator, Sequence

from footprint.engine.checks import plausibility
from footprint.engine.days import Coverage
from footprint.engine.entries import Entry
from footprint.engine.inventory import Inventory
from footprint.engine.methods import Method
from footprint.engine.methods.checks import doubts
from footprint.engine.numbers import ONE, ZERO
from footprint.engine.problems import Question
from footprint.engine.units import GROSS, NET, counts_gross
from reference.files import Catalogue


def asked(
    rows: Sequence[Method], bills: Sequence[Entry], inventory: Inventory, catalogue: Catalogue
) -> Iterator[Question]:
    """Give the slips that the numbers show, line by line, then the days that bills count twice or leave out."""
    for row in rows:
        yield from doubts(row)
    for entry in bills:
        if not entry.is_credit_note and (found := plausibility(entry, catalogue, bills)) is not None:
            yield found
        yield from _of_gas(entry, catalogue)
    yield from _of_lines({entry.key for entry in bills}, inventory, catalogue)
    yield from _twice(bills, inventory.coverage)
    for part in inventory.coverage:
        yield from _of_days(part, bills)


def _of_gas(entry: Entry, catalogue: Catalogue) -> Iterator[Question]:
    """Ask whether energy of gas is gross, as gas bills are, when it does not say so."""
    kind = catalogue.activities[entry.activity_id]
    if counts_gross(kind) and not entry.unit.casefold().endswith((GROSS, NET)):
        params = {"quantity": entry.quantity, "unit": entry.unit, "net": f"{entry.unit}{NET}", "field": "amount.unit"}
        yield Question("read_as_gross", entry.key, params, ((entry.quantity, f"{entry.unit}{NET}"),))


def _of_lines(asked_already: set[str], inventory: Inventory, catalogue: Catalogue) -> Iterator[Question]:
    """Ask about a line of another method that holds more of its activity than a site uses in a year."""
    for line in inventory.lines:
        kind = catalogue.activities.get(line.activity_id)
        if kind is None or line.part != "direct" or line.method == "market" or line.entry_key in asked_already:
            continue
        if line.quantity > kind.plausible_max_per_year:
            params = {"quantity": line.quantity, "unit": line.unit, "times": ONE}
            yield Question("above_plausible", line.entry_key, params)


def _twice(bills: Sequence[Entry], covered: Sequence[Coverage]) -> Iterator[Question]:
    """Ask about a delivery that is sent twice; of what is metered, the days tell."""
    metered = {part.activity_id for part in covered}
    seen: dict[object, str] = {}
    for entry in bills:
        if entry.activity_id in metered or entry.is_credit_note or entry.quantity == ZERO:
            continue
        what = (entry.activity_id, entry.quantity, entry.unit, entry.starts_on, entry.ends_on)
        if what in seen:
            yield Question("entered_already", entry.key, {"beside": seen[what]})
        seen.setdefault(what, entry.key)


def _of_days(part: Coverage, bills: Sequence[Entry]) -> Iterator[Question]:
    of_kind = [entry for entry in bills if entry.activity_id == part.activity_id and not entry.is_credit_note]
    for overlap in part.overlaps:
        params = {"first": overlap.days.first, "last": overlap.days.last, "beside": overlap.first_key}
        yield Question("overlap", overlap.second_key, {**params, "field": "starts_on"})
    for gap in part.gaps if of_kind else ():
        nearest = min(
            of_kind,
            key=lambda entry: min(abs((entry.starts_on - gap.last).days), abs((gap.first - entry.ends_on).days)),
        )
        yield Question("gap", nearest.key, {"first": gap.first, "last": gap.last, "field": "starts_on"})
