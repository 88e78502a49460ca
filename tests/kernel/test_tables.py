"""Lists as files: what a spreadsheet could run is disarmed, the rest keeps its type."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kernel.tables import Table, csv_file, safe, xlsx

HOSTILE = ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "a;=cmd", 'b,"=cmd', "x\n=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    assert safe(text).startswith("'")
    table = Table("Liste", ["texte"], [(text,)])
    assert list(csv.reader(csv_file(table).read().decode("utf-8-sig").splitlines(keepends=True)))[1][0][0] == "'"
    cell = load_workbook(xlsx(table, right_to_left=False)).active["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


@pytest.mark.parametrize(
    "text", ["Huile d'olive", "ألواح شمسية", "ISO 50001:2018", "06-12-34", "a - b: 12 %", "x=y", ""]
)
def test_plain_text_stays_as_it_is(text):
    assert safe(text) == text


def test_numbers_days_and_instants_keep_their_type():
    row = (Decimal("-12.50"), date(2026, 3, 1), datetime(2026, 6, 15, 12, 0, 0, 123, tzinfo=UTC), None, "نص")
    table = Table("قائمة", ["كمية", "يوم", "لحظة", "فراغ", "نص"], [row])
    read = list(csv.reader(csv_file(table).read().decode("utf-8-sig").splitlines()))
    assert read[1] == ["-12.5", "2026-03-01", "2026-06-15T13:00:00+01:00", "", "نص"]
    sheet = load_workbook(xlsx(table, right_to_left=True)).active
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A2"
    number, day, instant, empty, text = (cell.value for cell in sheet[2])
    assert (number, day.date(), empty, text) == (-12.5, date(2026, 3, 1), None, "نص")
    assert instant == datetime(2026, 6, 15, 13, 0)  # Moroccan time of that day


def test_where_decimals_have_a_comma_a_spreadsheet_opens_the_file_as_it_is():
    table = Table("Factures", ["quantité", "jour", "note"], [(Decimal("1234.5"), date(2025, 5, 1), "a;b, c")])
    written = csv_file(table, comma=True).read()
    assert written.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(written.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert read == [["quantité", "jour", "note"], ["1234,5", "2025-05-01", "a;b, c"]]
