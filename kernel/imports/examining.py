"""A file and the answers given so far: its columns, what is still open, and each row as read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kernel.imports import doubts
from kernel.imports.doubts import Answers, Doubt
from kernel.imports.fields import Spec
from kernel.imports.values import Settled, Waits, Wrong, read
from kernel.sheets import delimited
from kernel.sheets.days import order_of
from kernel.sheets.grid import Row, Sheet, Unreadable
from kernel.sheets.layout import Column, Table, best_table, columns_of, fill_down, find_table
from kernel.sheets.opening import sheets


@dataclass(slots=True)
class Cells:
    """A row as read: values by field, and (field, code, parameters) of what is wrong; `waits` for an answer."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    left_out: str = ""


@dataclass(slots=True)
class Examined:
    """What a file is: its table, if there is one, and its open and answered questions."""

    doubts: list[Doubt]
    table: Table | None = None
    columns: list[Column] = field(default_factory=list)
    rows: Iterator[Cells] = field(default_factory=lambda: iter(()))
    encoding: str = ""


def examine(data: bytes, spec: Spec, *, language: str, answers: Answers) -> Examined:
    """
    Read the file as far as the answers go.

    :raises Unreadable: when it holds no table that this spec knows
    """
    try:
        found = sheets(data, encoding=answers.get("encoding", ""))
    except Unreadable as error:
        if error.code != "which_encoding":
            raise
        return Examined([Doubt("encoding", "encoding", list(delimited.ENCODINGS), delimited.samples(data))])
    if spec.most_rows and any(len(sheet.rows) > spec.most_rows + 100 for sheet in found):
        raise Unreadable("too_many_rows", most=spec.most_rows)
    asked: list[Doubt] = []
    chosen = _table(found, spec, answers, asked)
    if chosen is None:
        return Examined(asked)
    sheet, table = chosen
    if table.merged and answers.get("merged") == "same":
        fill_down(table, sheet)
    asked += _header_taken(sheet, table, spec)
    asked += doubts.of_columns(table.columns, table, spec)
    columns = _columns(table, answers)
    if (
        spec.key_is_needed
        and spec.key not in {one.field for one in columns}
        and not any(one.id.startswith("column:") for one in asked)
    ):
        raise Unreadable("no_key_column", column=spec.by_name[spec.key].title(language))
    asked += doubts.of_values(columns, table, spec, language)
    asked += doubts.of_rows(table, spec)
    answers = {one.id: one.default for one in asked if one.default} | dict(answers)
    rows = _rows(table, columns, spec, language, answers, asked)
    return Examined(asked, table, columns, rows, sheet.encoding)


def _table(found: list[Sheet], spec: Spec, answers: Answers, asked: list[Doubt]) -> tuple[Sheet, Table] | None:
    tables = best_table(found, spec.names)
    clear = [pair for pair in tables if pair[1].recognized >= 2]
    if len(clear) > 1:
        asked.append(Doubt("sheet", "which_sheet", [sheet.name for sheet, _ in clear]))
        clear = [pair for pair in clear if pair[0].name == answers.get("sheet")]
        if not clear:
            return None
    if clear:
        sheet, best = clear[0]
        line = answers.get("header", "") if "header" in spec.presumes else ""
        named = find_table(sheet, spec.names, header=int(line)) if line in _lines(sheet) else None
        return sheet, named or best
    rows = [(sheet, row) for sheet in found for row in sheet.rows[:15]]
    if not rows:
        raise Unreadable("empty_file")
    sheet = max(found, key=lambda one: len(one.rows))
    lines = _lines(sheet)
    asked.append(Doubt("header", "which_header", list(lines), {"lines": lines}))
    if (line := answers.get("header", "")) not in lines:
        return None
    table = find_table(sheet, spec.names, header=int(line))
    if table is None or not table.rows:
        raise Unreadable("empty_file")
    table.columns = table.columns or columns_of(sheet, int(line))
    return sheet, table


def _lines(sheet: Sheet) -> dict[str, str]:
    """Return the first lines of a sheet by their numbers."""
    return {str(row.number): " · ".join(cell.text for _, cell in row.filled())[:120] for row in sheet.rows[:15]}


def _header_taken(sheet: Sheet, table: Table, spec: Spec) -> Iterator[Doubt]:
    """Say which line was taken as the header, so that another may be."""
    lines = _lines(sheet)
    if "header" in spec.presumes and len(lines) > 1 and str(table.header) in lines:
        yield Doubt("header", "header_taken", list(lines), {"lines": lines, "line": table.header}, str(table.header))


def _columns(table: Table, answers: Answers) -> list[Column]:
    """Return the columns with the meaning that names and answers give them, one column a field."""
    width = max((len(row.cells) for row in table.rows), default=0)
    named = {one.place: one for one in table.columns}
    columns: list[Column] = []
    for place in range(max(width, len(named))):
        column = named.get(place) or Column(place, "")
        name = column.field or answers.get(f"column:{column.letter}", "")
        if name in {"", "leave_out"} or answers.get(f"twice:{name}", column.letter) != column.letter:
            continue
        if name not in {one.field for one in columns}:
            columns.append(Column(place, column.name or column.letter, name))
    return columns


def _rows(
    table: Table, columns: list[Column], spec: Spec, language: str, answers: Answers, asked: list[Doubt]
) -> Iterator[Cells]:
    how = _settled(table, columns, spec, language, answers, asked)
    odd = {"totals": set(table.totals), "hidden": set(table.hidden)}
    merged = set(table.merged) if "merged" not in answers else set()
    for row in table.rows:
        if row.is_empty:
            continue
        cells = Cells(row.number, waits=["merged"] if row.number in merged else [])
        for code, numbers in odd.items():
            if row.number in numbers:
                answer = answers.get(code)
                cells.left_out = code if answer == "leave_out" else ""
                cells.waits += [] if answer else [code]
        if not cells.left_out:
            _read(row, cells, columns, spec, how)
        yield cells


def _read(row: Row, cells: Cells, columns: list[Column], spec: Spec, how: dict[int, Settled]) -> None:
    for column in columns:
        field_ = spec.by_name[column.field]
        try:
            value = read(row.at(column.place), field_, how[column.place])
        except Waits:
            cells.waits.append(column.field)
        except Wrong as wrong:
            cells.wrong.append((column.field, wrong.code, wrong.params))
        else:
            if value is not None:
                cells.values[column.field] = value
    given = {*cells.values, *cells.waits, *(name for name, *_ in cells.wrong)}
    cells.wrong += [(one.name, "needed", {}) for one in spec.fields if one.is_needed and one.name not in given]


def _settled(
    table: Table, columns: list[Column], spec: Spec, language: str, answers: Answers, asked: list[Doubt]
) -> dict[int, Settled]:
    open_ones = {one.id for one in asked}
    kinds = {one.place: spec.by_name[one.field].kind for one in columns}
    texts: dict[str, list[str]] = {"day": [], "number": []}
    for place, kind in kinds.items():
        group = "day" if kind == "day" else "number" if kind in doubts.NUMBERS else ""
        if group:
            cells = (row.at(place) for row in table.rows)
            found_here = [cell for cell in cells if isinstance(cell.value, str) and not cell.is_empty]
            texts[group] += [doubts.bare(cell, kind) for cell in found_here]
    order = order_of(texts["day"], language) if "order" not in open_ones else answers.get("order", "")
    mark = doubts.decimal_mark(texts["number"]) if "marks" not in open_ones else answers.get("marks", "")
    found = {}
    for one in columns:
        serial, share = f"serial:{one.letter}", f"share:{one.letter}"
        found[one.place] = Settled(
            order,
            mark,
            answers.get(serial, "open") if serial in open_ones else "days",
            answers.get(share, "open") if share in open_ones else "percent",
            table.since,
        )
    return found
