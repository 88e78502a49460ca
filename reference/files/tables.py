"""One file becomes one table of frozen rows; the fields of the row are the columns of the file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar, get_type_hints

from reference.files.cells import Reader, reader_for
from reference.files.problems import ReferenceProblem

Row = TypeVar("Row")


@dataclass(slots=True)
class Table(Generic[Row]):
    """The rows of a file with the line each stands on, and the problems met on the way."""

    file: str
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[ReferenceProblem] = field(default_factory=list)

    def located(self) -> Iterator[tuple[int, Row]]:
        return zip(self.lines, self.rows, strict=True)

    def complain(self, line: int, column: str, what: str) -> None:
        self.problems.append(ReferenceProblem(self.file, line, column, what))

    def unique(self, *columns: str) -> dict[Any, Row]:
        """Index the rows by their key; a key met twice is a problem of its second row."""
        index: dict[Any, Row] = {}
        for line, row in self.located():
            values = tuple(getattr(row, column) for column in columns)
            key = values[0] if len(columns) == 1 else values
            if key in index:
                self.complain(line, "+".join(columns), f"{key!r} stands twice")
            index[key] = row
        return index

    def grouped(self, *columns: str) -> dict[Any, tuple[Row, ...]]:
        """Index the rows by a key that several of them share."""
        index: dict[Any, list[Row]] = {}
        for row in self.rows:
            values = tuple(getattr(row, column) for column in columns)
            index.setdefault(values[0] if len(columns) == 1 else values, []).append(row)
        return {key: tuple(rows) for key, rows in index.items()}


def read_table(file: str, content: bytes, row_type: type[Row]) -> Table[Row]:
    """Read a whole file; each bad cell is named in the table's problems and its row left out."""
    table: Table[Row] = Table(file)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        table.complain(content[: error.start].count(b"\n") + 1, "", "is not UTF-8")
        return table
    cells = csv.reader(io.StringIO(text), strict=True)
    try:
        readers = _readers(table, next(cells, []), row_type)
        if not table.problems:
            _read_rows(table, cells, readers, row_type)
    except csv.Error as error:
        table.complain(cells.line_num, "", f"is not CSV: {error}")
    return table


def _readers(table: Table[Row], header: list[str], row_type: type[Row]) -> list[tuple[str, Reader]]:
    hints = get_type_hints(row_type)
    names = [one.name for one in fields(row_type)]  # type: ignore[arg-type]
    for missing in [name for name in names if name not in header]:
        table.complain(1, missing, "the column is missing")
    for unknown in [name for name in header if name not in names]:
        table.complain(1, unknown, "the column is unknown")
    if not table.problems and header != names:
        table.complain(1, "", f"the columns should stand in this order: {', '.join(names)}")
    return [(name, reader_for(hints[name])) for name in names]


def _read_rows(
    table: Table[Row], cells: Iterator[list[str]], readers: list[tuple[str, Reader]], row_type: type[Row]
) -> None:
    for row in cells:
        line: int = cells.line_num  # type: ignore[attr-defined]
        if len(row) != len(readers):
            table.complain(line, "", f"holds {len(row)} cells, {len(readers)} are needed")
            continue
        try:
            table.rows.append(row_type(*[reader(cell) for (_, reader), cell in zip(readers, row, strict=True)]))
            table.lines.append(line)
        except ValueError:
            _name_bad_cells(table, line, row, readers)


def _name_bad_cells(table: Table[Row], line: int, row: list[str], readers: list[tuple[str, Reader]]) -> None:
    for (column, reader), cell in zip(readers, row, strict=True):
        try:
            reader(cell)
        except ValueError as error:
            table.complain(line, column, str(error))
