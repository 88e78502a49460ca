"""Sums of lines: with their interval, their grade, and what they rest on (steps 6 and 7)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from footprint.engine import uncertainty
from footprint.engine.lines import Line
from footprint.engine.numbers import CONTEXT, HUNDRED, ZERO, parted
from footprint.engine.uncertainty import Interval
from reference.files import Catalogue

POINTS = {"A": Decimal(4), "B": Decimal(3), "C": Decimal(2), "D": Decimal(1)}
FILLED = "C"  # the grade of extrapolated days
FLOORS = (("A", Decimal("3.5")), ("B", Decimal("2.5")), ("C", Decimal("1.5")))
ON_THE_ROAD = frozenset({"diesel_road", "diesel_offroad", "petrol_road", "lpg_road", "marine_fuel_oil"})
AT_REST = frozenset({"diesel_stationary", "petrol_stationary"})
LIKE = {  # carriers that the split knows under another name
    "biomass": "olive_pomace",
    "charcoal": "wood",
    "lpg": "propane",
    "kerosene": "fuel_oil",
    "biogas": "natural_gas",
    "heat": "natural_gas",
}
Splits = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Total:
    kg: Decimal
    uncertainty_pct: Decimal | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Quality:
    """How far a total can be trusted: its grade, the mean behind it, and the shares of kg on A lines and on invoices."""

    grade: str
    points: Decimal
    on_grade_a_pct: Decimal
    on_invoices_pct: Decimal


def total(lines: Iterable[Line]) -> Total:
    rows = list(lines)
    pct, bounds = uncertainty.of_sum(rows)
    return Total(sum((line.kg for line in rows), ZERO), pct, bounds)


def quality(lines: Iterable[Line], *, in_part: bool = False) -> Quality | None:
    """
    Return the grade of a total, weighted by the size of each line; nothing counted has no grade.

    A total of part of a year is graded no better than one whose missing days were filled in from the known ones.
    """
    weights = [(line, abs(line.kg)) for line in lines]
    whole = sum((weight for _, weight in weights), ZERO)
    if not whole:
        return None

    def share(value: Callable[[Line], Decimal]) -> Decimal:
        return CONTEXT.divide(sum((value(line) * weight for line, weight in weights), ZERO), whole)

    points = share(lambda line: POINTS[line.grade])
    grade = next((name for name, floor in FLOORS if points >= floor), "D")
    if in_part:
        grade = max(grade, FILLED)
    return Quality(
        grade,
        points,
        share(lambda line: HUNDRED if line.grade == "A" else ZERO),
        share(lambda line: HUNDRED if line.evidence == "invoice" else ZERO),
    )


def by(lines: Iterable[Line], key: Callable[[Line], str | None]) -> dict[str, Decimal]:
    """Add the kg of lines under a key, keys in order; lines without a key are left out."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        if (name := key(line)) is not None:
            sums[name] = sums.get(name, ZERO) + line.kg
    return dict(sorted(sums.items()))


def added(parts: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for part in parts:
        for name, value in part.items():
            sums[name] = sums.get(name, ZERO) + value
    return dict(sorted(sums.items()))


def end_uses(line: Line, sector: str | None, splits: Splits, catalogue: Catalogue) -> dict[str, Decimal]:
    """Share the kg of an energy line out by end use; what no split covers stays `unallocated`."""
    kind = catalogue.activities.get(line.activity_id)
    if kind is not None and kind.kind == "energy" and (shares := _shares(line, sector, splits, catalogue)):
        return parted(line.kg, shares)
    return {"unallocated": line.kg}


def _shares(line: Line, sector: str | None, splits: Splits, catalogue: Catalogue) -> Mapping[str, Decimal]:
    if line.carrier in splits:
        return splits[line.carrier]
    if line.activity_id in ON_THE_ROAD:
        return {"transport": HUNDRED}
    carrier = LIKE.get(line.carrier, line.carrier)
    shares = {
        row.end_use: row.share_pct_typical
        for row in catalogue.end_use_shares.get(sector or "", ())
        if carrier in row.carrier_base and row.share_pct_typical is not None
    }
    if line.activity_id in AT_REST:
        return {use: share for use, share in shares.items() if use != "transport"} or {"onsite_genset": HUNDRED}
    return shares
