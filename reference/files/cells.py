"""
How a cell becomes a value: one reader per type that a row may declare.

An empty cell is None where the row allows it and a problem where it does not. It is never zero.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

Reader = Callable[[str], Any]

NUMBER = re.compile(r"-?\d+(\.\d+)?([eE]-?\d+)?").fullmatch
WORDS = {"yes": True, "no": False, "1": True, "0": False}


class Span(NamedTuple):
    """A published figure that may be a range, such as `1633-1652`."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2


class Day(NamedTuple):
    """A day of the calendar, or with no year the same day of each year: `2027-03-09`, `07-30`."""

    year: int | None
    month: int
    day: int

    def falls_on(self, when: date) -> bool:
        return (self.month, self.day) == (when.month, when.day) and self.year in (None, when.year)


class Packs(dict[str, Decimal]):
    """What a pack holds: `bottle_12kg:12` is 12 of the row's unit."""


class FactorsByYear(dict[int, str]):
    """The factor of each year of consumption: `2024:elec_ma_ember_2024`."""


def reader_for(kind: Any) -> Reader:
    """Return the reader of a declared type."""
    if get_origin(kind) in {Union, UnionType}:
        (inner,) = (option for option in get_args(kind) if option is not type(None))
        return partial(_optional, reader_for(inner))
    if get_origin(kind) is Literal:
        return partial(_one_of, frozenset(get_args(kind)))
    return _lists if get_origin(kind) is tuple else _READERS[kind]


def _text(cell: str) -> str:
    if not cell:
        raise ValueError("is empty")
    return cell


def _number(cell: str) -> Decimal:
    if not NUMBER(cell):
        raise ValueError(f"{cell!r} is not a number")
    return Decimal(cell)


def _count(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit():
        raise ValueError(f"{cell!r} is not a whole number")
    return int(cell)


def _yes_no(cell: str) -> bool:
    if cell not in WORDS:
        raise ValueError(f"{cell!r} is neither yes nor no")
    return WORDS[cell]


def _span(cell: str) -> Span:
    low, _, high = cell.partition("-")
    return Span(_number(low), _number(high or low))


def _day(cell: str) -> Day:
    try:
        found = date.fromisoformat(cell if len(cell) > len("01-01") else f"2001-{cell}")
    except ValueError:
        raise ValueError(f"{cell!r} is no day of the calendar") from None
    return Day(found.year if len(cell) > len("01-01") else None, found.month, found.day)


def _lists(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _pairs(cell: str) -> list[tuple[str, str]]:
    pairs = [part.partition(":") for part in _lists(cell)]
    if any(not colon or not value for _, colon, value in pairs):
        raise ValueError(f"{cell!r} is not a list of key:value")
    return [(key, value) for key, _, value in pairs]


def _packs(cell: str) -> Packs:
    return Packs((key, _number(value)) for key, value in _pairs(cell))


def _factors_by_year(cell: str) -> FactorsByYear:
    return FactorsByYear((_count(key), value) for key, value in _pairs(cell))


def _optional(reader: Reader, cell: str) -> Any:
    return reader(cell) if cell else None


def _one_of(words: frozenset[str], cell: str) -> str:
    if cell not in words:
        raise ValueError(f"{cell!r} is none of {', '.join(sorted(words))}")
    return cell


_READERS: dict[Any, Reader] = {
    str: _text,
    Decimal: _number,
    int: _count,
    bool: _yes_no,
    Span: _span,
    Day: _day,
    Packs: _packs,
    FactorsByYear: _factors_by_year,
}
