"""
Positions of shapes, as the percentages that SVG attributes take. Drawn on the server, so no script and no inline style.

Everything is text: a number left to a template would be written 27,2 in French, and no browser reads that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from frontend.formats import MINUS, Number, exact, rounded

ZERO_LINE = Decimal(30)  # per cent of the width: minus to its start, plus to its end
LARGEST_UNIT = Decimal("4.375")  # 16 points fill the positive side; fewer are not blown up


def width(part: Number, whole: Number) -> str:
    """Return part of whole as a percentage for an attribute."""
    total = exact(whole)
    share = exact(part) / total * 100 if total else Decimal(0)
    text = f"{rounded(share, 2):f}"
    return f"{text.rstrip('0').rstrip('.')}%"


@dataclass(frozen=True)
class Band:
    """The honest underline: where the range starts, how long it is, where its middle stands."""

    start: str
    length: str
    middle: str


def band(low: Number, middle: Number, high: Number, *, bottom: Number = 0, top: Number | None = None) -> Band:
    """Place a range on a scale; without `top` the scale ends a quarter above the range."""
    first, last = exact(bottom), exact(high) * Decimal("1.25") if top is None else exact(top)
    span = last - first
    return Band(
        width(exact(low) - first, span), width(exact(high) - exact(low), span), width(exact(middle) - first, span)
    )


@dataclass(frozen=True)
class PointBar:
    """One criterion of a score: its row and where its bar stands around the zero line."""

    row: Any
    sign: str
    start: str
    length: str


def read(row: Any, name: str) -> Any:
    """Return a value of a row, which is a mapping or an object."""
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


def _ends(row: Any) -> tuple[Decimal, Decimal]:
    low, high = read(row, "low"), read(row, "high")
    if low is not None and high is not None:
        return exact(low), exact(high)
    points = exact(read(row, "points") or 0)
    return min(points, Decimal(0)), max(points, Decimal(0))


def point_bars(rows: Sequence[Any]) -> list[PointBar]:
    """
    Place the points of one score on one scale, plus and minus alike.

    A row carries `points`, or `low` and `high` when its fact is unknown: then its bar is the open box between them.
    """
    ends = [_ends(row) for row in rows]
    plus = max((high for _, high in ends), default=Decimal(0))
    minus = max((-low for low, _ in ends), default=Decimal(0))
    unit = min(
        [LARGEST_UNIT, *([(100 - ZERO_LINE) / plus] if plus > 0 else []), *([ZERO_LINE / minus] if minus > 0 else [])]
    )
    bars = []
    for row, (low, high) in zip(rows, ends, strict=True):
        open_box = read(row, "low") is not None and read(row, "high") is not None
        sign = "open" if open_box else "plus" if high > 0 else "minus" if low < 0 else "none"
        bars.append(PointBar(row, sign, width(ZERO_LINE + low * unit, 100), width((high - low) * unit, 100)))
    return bars


def points_sum(start: int, points: Iterable[int | None], total: int) -> str:
    """Write the sum that a reader can redo by hand: 50 + 11 + 7 − 6 = 62; zeros and unknowns are left out."""
    counted = [value for value in points if value]
    ordered = sorted(counted, reverse=True)
    terms = "".join(f" {'+' if value > 0 else MINUS} {abs(value)}" for value in ordered)
    return f"{start}{terms} = {total}"


@dataclass(frozen=True)
class Slice:
    """One part of the scope breakdown."""

    row: Any
    start: str
    length: str


def slices(rows: Sequence[Any], field: str = "kg") -> list[Slice]:
    """Lay the parts of a whole end to end; an empty part has no length but keeps its line in the key."""
    amounts = [exact(read(row, field) or 0) for row in rows]
    whole, at, parts = sum(amounts, Decimal(0)), Decimal(0), []
    for row, amount in zip(rows, amounts, strict=True):
        parts.append(Slice(row, width(at, whole), width(amount, whole)))
        at += amount
    return parts


@dataclass(frozen=True)
class Tile:
    """One of the 12 regions on the map: code, number of its class, centre and outline."""

    code: str
    number: str
    x: str
    name_y: str
    count_y: str
    outline: str


CENTRES = {
    "01": (430, 38), "02": (508, 113), "03": (430, 113), "04": (352, 113), "05": (352, 188), "06": (274, 188),
    "07": (274, 263), "08": (352, 263), "09": (196, 338), "10": (196, 413), "11": (118, 488), "12": (40, 563),
}  # fmt: skip


def _outline(x: int, y: int) -> str:
    corner, side = Decimal("34.2"), Decimal("14.2")
    points = [
        (corner, side), (side, corner), (-side, corner), (-corner, side),
        (-corner, -side), (-side, -corner), (side, -corner), (corner, -side),
    ]  # fmt: skip
    return "M" + "L".join(f"{x + dx} {y + dy}" for dx, dy in points) + "z"


TILES = [
    Tile(f"MA-{key}", key, str(x), str(y + 5), str(y + 7), _outline(x, y)) for key, (x, y) in sorted(CENTRES.items())
]
