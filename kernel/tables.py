"""
A list as a file for people and programs: CSV (RFC 4180 in UTF-8 with its mark) or XLSX, row by row.

Texts that a spreadsheet could take for a formula get a leading quote, wherever the sign stands; numbers and days are
typed, so they never need one.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from kernel import clock
from kernel.canonical import decimal_text

_FORMULA = re.compile(r"(^|[,;|\t\r\n\"'])\s*[=+\-@＝＋－＠]|^[\t\r\n]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
Value = str | Decimal | int | date | datetime | bool | None


@dataclass(frozen=True)
class Table:
    """A list with its heads; rows may be a generator, read once."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]


def safe(text: str) -> str:
    """Return text that no spreadsheet runs, without characters that XML cannot hold."""
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if _FORMULA.search(text) else text


def csv_file(table: Table, *, comma: bool = False) -> IO[bytes]:
    """
    Return the file: decimals with a point, days and instants in ISO 8601, these to the second with the offset of Morocco.

    Where decimals have a comma, so they have here, and semicolons part the cells: this is what a spreadsheet there opens.
    """
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";" if comma else ",")
    writer.writerows([written(value, comma=comma) for value in values] for values in chain([table.heads], table.rows))
    text.detach()
    file.seek(0)
    return file


def written(value: Value, *, comma: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, Decimal):
        return decimal_text(value).replace(".", ",") if comma else decimal_text(value)
    if isinstance(value, datetime):
        return value.astimezone(clock.MOROCCO).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def xlsx(table: Table, *more: Table, right_to_left: bool) -> IO[bytes]:
    """
    Return the workbook in a temporary file, one sheet a table, the first row of each fixed.

    Instants are Moroccan time, as a sheet has no zone.
    """
    book = Workbook(write_only=True)
    for one in (table, *more):
        _sheet(book, one, right_to_left=right_to_left)
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _sheet(book: Workbook, table: Table, *, right_to_left: bool) -> None:
    sheet: Any = book.create_sheet(safe(table.name)[:31])
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    for place, head in enumerate(table.heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(14, min(40, len(head) + 4))
    sheet.append([_head(sheet, head) for head in table.heads])
    for values in table.rows:
        sheet.append([_cell(sheet, value) for value in values])


def _head(sheet: Any, head: str) -> WriteOnlyCell:
    cell = _cell(sheet, head)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, safe(value))
        cell.data_type = "s"
        return cell
    if isinstance(value, datetime):
        return WriteOnlyCell(sheet, value.astimezone(clock.MOROCCO).replace(tzinfo=None, microsecond=0))
    return WriteOnlyCell(sheet, value)
