"""The empty table that people fill: headings in their language, lists to choose from, a sheet that explains each column."""

import csv
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kernel.imports.fields import Example, Field, Spec

_LINES = 2_000


def csv_template(spec: Spec, language: str) -> bytes:
    """Return the heading line with the example, if there is one, as a spreadsheet of this language opens it by a double click."""
    text = StringIO()
    delimiter = "," if language == "en" else ";"
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([one.title(language) for one in spec.offered])
    if spec.example:
        filled = spec.example.row(language)
        writer.writerow([filled.get(one.name, "") for one in spec.offered])
    return text.getvalue().encode("utf-8-sig")


def xlsx_template(spec: Spec, language: str) -> bytes:
    """Return the workbook: the table with its example, a sheet of help, and the lists behind its drop-downs."""
    with override(language):
        book = Workbook()
        table: Any = book.active
        table.title = _("Rows")
        explained, lists = book.create_sheet(_("Help")), book.create_sheet("lists")
        lists.sheet_state = "hidden"
        for sheet in (table, explained):
            sheet.sheet_view.rightToLeft = language == "ar"
            sheet.freeze_panes = "A2"
        _explain(explained, spec, language)
        for place, field in enumerate(spec.offered, start=1):
            _column(table, lists, place, field, language)
        if spec.example:
            _list_more(book.create_sheet(index=2), spec.example, language)
            filled = spec.example.row(language)
            for place, field in enumerate(spec.offered, start=1):
                table.cell(2, place, filled.get(field.name))
        file = BytesIO()
        book.save(file)
        return file.getvalue()


def _list_more(sheet: Any, example: Example, language: str) -> None:
    title, heads, rows = example.sheet(language)
    sheet.title, sheet.freeze_panes = title, "A2"
    sheet.sheet_view.rightToLeft = language == "ar"
    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(list(row))
    for letter in "AB":
        sheet.column_dimensions[letter].width = 60


def _column(table: Any, lists: Any, place: int, field: Field, language: str) -> None:
    letter = get_column_letter(place)
    head = table.cell(1, place, field.title(language))
    head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    table.column_dimensions[letter].width = 22
    if field.kind in {"text", "digits"}:
        for row in range(2, 202):
            table.cell(row, place).number_format = "@"
    choices = _choices(field, language)
    if not choices:
        return
    for row, label in enumerate(choices, start=1):
        lists.cell(row, place, label)
    offered = DataValidation(type="list", formula1=f"lists!${letter}$1:${letter}${len(choices)}", allow_blank=True)
    offered.showErrorMessage = field.kind not in {"many", "records"}
    table.add_data_validation(offered)
    offered.add(f"{letter}2:{letter}{_LINES}")


def _choices(field: Field, language: str) -> list[str]:
    if field.kind == "yes_no":
        return [_("yes"), _("no")]
    listed = list(field.options(language).values()) if field.options else []
    return ["*", *listed] if field.every or field.each else listed


def _explain(sheet: Any, spec: Spec, language: str) -> None:
    kinds = {
        "text": _("Words"),
        "digits": _("Digits, as text so that first zeros stay"),
        "number": _("A number"),
        "percent": _("A share in percent, such as 25"),
        "count": _("A whole number"),
        "measured": _("A number, its unit behind it or in its own column"),
        "period": _("A month, two months or a year: 01/2025, janvier-février 2025, 2025"),
        "day": _("A day: 2026-11-25 or 25/11/2026"),
        "yes_no": _("yes or no; blank when not known"),
        "one": _("One of the choices"),
        "many": _("One or several of the choices, parted by semicolons"),
        "records": _("One or several, parted by semicolons, each written as in the example"),
    }
    sheet.append([_("Column"), _("What it holds"), _("Needed"), _("Example"), _("Choices (a code or a name)")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    everything = _("all")
    for field in spec.offered:
        labels = field.options(language) if field.options else {}
        choices = "; ".join(f"{code} = {label}" if code != label else code for code, label in labels.items())
        every = f"* = {everything}; " if field.every or field.each else ""
        needed = _("yes") if field.is_needed else ""
        sheet.append([field.title(language), kinds[field.kind], needed, field.example, (every + choices)[:30_000]])
    for letter, width in zip("ABCDE", (34, 34, 10, 24, 90), strict=True):
        sheet.column_dimensions[letter].width = width
        for cell in sheet[letter]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
