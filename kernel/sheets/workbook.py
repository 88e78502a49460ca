"""XLSX: measured before it is unpacked, without document types, formulas by their stored results."""

import re
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from kernel.sheets.grid import EMPTY, EPOCH, Cell, Row, Sheet, Unreadable

LARGEST_UNPACKED = 120_000_000
MOST_PARTS = 500
HIGHEST_RATIO = 200
MOST_SHEETS = 20
_PERCENT = re.compile(r"^[^\"\[;]*%")


def read(data: bytes, *, most_rows: int, most_columns: int) -> list[Sheet]:
    """
    Return the sheets that are not hidden.

    :raises Unreadable: when it is no workbook, or a harmful or a very large one
    """
    _measure(data)
    try:
        with catch_warnings():
            simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True)
            try:
                shown = [one for one in book.worksheets if one.sheet_state == "visible"]
                if len(shown) > MOST_SHEETS:
                    raise Unreadable("too_many_sheets", most=MOST_SHEETS)
                return [_sheet(book, one, most_rows, most_columns) for one in shown]
            finally:
                book.close()
    except Unreadable:
        raise
    except Exception as error:  # openpyxl lets through whatever a broken part makes it stumble over
        raise Unreadable("not_a_workbook") from error


class _Parser(WorkSheetParser):
    """Marks the formulas that no program has computed."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        cell["stale"] = cell["value"] is None and element.find(FORMULA_TAG) is not None
        return cell


def _sheet(book: Any, sheet: Any, most_rows: int, most_columns: int) -> Sheet:
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        percents = _percent_styles(book)
        found = Sheet(sheet.title, [], since=book.epoch.date() if book.epoch == MAC_EPOCH else EPOCH)
        for number, cells in parser.parse():
            row = _row(number, cells, percents, most_columns)
            if row.is_empty:
                continue
            row.hidden = _is_true(parser.row_dimensions.get(str(number), {}).get("hidden"))
            found.rows.append(row)
            if len(found.rows) > most_rows:
                raise Unreadable("too_many_rows", most=most_rows)
        merged = parser.merged_cells.mergeCell if parser.merged_cells else []
        found.merged = [(one.min_row, one.min_col - 1, one.max_row, one.max_col - 1) for one in merged]
        return found


def _row(number: int, cells: list[dict[str, Any]], percents: frozenset[int], most_columns: int) -> Row:
    row = Row(number, [])
    for one in cells:
        place = one["column"] - 1
        if one["value"] is None and not one["stale"]:
            continue
        if place >= most_columns:
            raise Unreadable("too_many_columns", most=most_columns)
        row.cells.extend([EMPTY] * (place + 1 - len(row.cells)))
        row.cells[place] = Cell(one["value"], one["style_id"] in percents, one["stale"])
    return row


def _percent_styles(book: Any) -> frozenset[int]:
    formats = {164 + at: text for at, text in enumerate(book._number_formats)} | {9: "0%", 10: "0.00%"}
    return frozenset(
        at for at, style in enumerate(book._cell_styles) if _PERCENT.match(str(formats.get(style.numFmtId, "")))
    )


def _is_true(value: Any) -> bool:
    return str(value) in {"1", "true", "True"}


def _measure(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            swollen = unpacked > 10_000_000 and unpacked > HIGHEST_RATIO * len(data)
            if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or swollen:
                raise Unreadable("too_large_inside")
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable("not_a_workbook")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        _refuse_document_type(file.read(8192))
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable("not_a_workbook") from error


def _refuse_document_type(start: bytes) -> None:
    """Refuse a part that declares a document type: entities come from there, and no spreadsheet writes one."""
    parser = expat.ParserCreate()

    def refuse(*_declared: Any) -> None:
        raise Unreadable("not_a_workbook")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(start, False)
    except expat.ExpatError as error:
        raise Unreadable("not_a_workbook") from error
