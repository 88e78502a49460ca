"""A sheet as it was written: rows with their numbers, cells with their types, nothing interpreted yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter


class Unreadable(ValueError):
    """The file cannot be read as a table; `code` names why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Cell(NamedTuple):
    """A value with what its format says of it; `stale` is a formula whose result was never stored."""

    value: str | int | float | bool | date | None = None
    is_percent: bool = False
    stale: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.stale and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))

    @property
    def text(self) -> str:
        """Return the cell in words, as a person finds it again."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer() and abs(self.value) < 1e15:
            return str(int(self.value))
        return str(self.value).strip()


EMPTY = Cell()
EPOCH = date(1899, 12, 30)  # what the days of a workbook are counted from, but for some of 1904


@dataclass(slots=True)
class Row:
    """A line of a sheet under the number that its program shows."""

    number: int
    cells: list[Cell]
    hidden: bool = False

    def at(self, place: int) -> Cell:
        return self.cells[place] if place < len(self.cells) else EMPTY

    def filled(self) -> Iterator[tuple[int, Cell]]:
        """Yield the cells that hold something, with their places."""
        return ((place, cell) for place, cell in enumerate(self.cells) if not cell.is_empty)

    @property
    def is_empty(self) -> bool:
        return not any(True for _ in self.filled())


@dataclass(slots=True)
class Sheet:
    """One sheet; `merged` are spans of cells as (first row, first place, last row, last place); bare days count `since`."""

    name: str
    rows: list[Row]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    encoding: str = ""
    since: date = EPOCH


def letter(place: int) -> str:
    """Return the letter that a spreadsheet shows over a column."""
    return str(get_column_letter(place + 1))
