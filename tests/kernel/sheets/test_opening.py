"""Files as people have them: their encoding, delimiter, header and the rows that are no data."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from kernel.numbers import Ambiguous, Unreadable
from kernel.sheets import grid
from kernel.sheets.days import order_of, read_day, serial_day
from kernel.sheets.layout import find_table, key
from kernel.sheets.opening import sheets

DATA = Path(__file__).parents[2] / "data"
TEXT = "Référence;Prix à partir de (MAD)\nA-1;12,5\n"


def cells(data, **options):
    (sheet,) = sheets(data, **options)
    return [[cell.value for cell in row.cells] for row in sheet.rows], sheet.encoding


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "windows-1252"),
    ],
)
def test_every_encoding_of_a_french_file_reads_alike(encoding, named):
    assert cells(TEXT.encode(encoding)) == ([["Référence", "Prix à partir de (MAD)"], ["A-1", "12,5"]], named)


def test_an_old_arabic_file_is_asked_about_and_never_read_as_french_letters():
    data = "المرجع;الاسم\nأ;لوحات شمسية\n".encode("cp1256")
    with pytest.raises(grid.Unreadable, match="which_encoding"):
        sheets(data)
    assert cells(data, encoding="windows-1256")[0][1] == ["أ", "لوحات شمسية"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_every_line_alike(delimiter):
    text = f"a{delimiter}b{delimiter}c\n1{delimiter}x y{delimiter}3\n"
    assert cells(text.encode())[0] == [["a", "b", "c"], ["1", "x y", "3"]]


def test_decimal_commas_do_not_part_cells_and_excels_own_line_is_obeyed():
    assert cells(b"a;b\n1,5;2,5\n3,5;4,5\n")[0][1] == ["1,5", "2,5"]
    assert cells(b"sep=|\na|b;c\n1|2;3\n")[0][0] == ["a", "b;c"]


def test_line_numbers_are_those_of_the_file_through_blank_lines_and_cells_of_several_lines():
    (sheet,) = sheets(b'a;b\n\n1;"x\ny"\n2;z\n')
    assert [row.number for row in sheet.rows] == [1, 3, 5]


def workbook(build):
    book, file = Workbook(), BytesIO()
    build(book)
    book.save(file)
    return file.getvalue()


def test_a_workbook_gives_typed_cells_percents_hidden_rows_and_no_hidden_sheet():
    def build(book):
        sheet = book.active
        sheet.append(["Référence", "Subvention", "Date", "Actif", "Calcul"])
        sheet.append(["A", 0.25, datetime(2026, 5, 3), True, "=1+1"])
        sheet.append(["B", 0.5, None, None, None])
        sheet["B2"].number_format = "0.0%"
        sheet.row_dimensions[3].hidden = True
        book.create_sheet("secret").sheet_state = "hidden"

    (sheet,) = sheets(workbook(build))
    second, third = sheet.rows[1:]
    assert second.at(1) == grid.Cell(0.25, is_percent=True)
    assert second.at(2).value == datetime(2026, 5, 3)
    assert second.at(3).value is True
    assert second.at(4).stale
    assert (second.hidden, third.hidden) == (False, True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 x", "not_a_table"),
        (b"<html><table>", "not_a_table"),
        (b"\xd0\xcf\x11\xe0 old", "old_workbook"),
        (b"PK\x03\x04broken", "not_a_workbook"),
        (b"a;b\n\x00;1\n", "not_text"),
        (b"a;b\n" + b"1;2\n" * 11_000, "too_many_rows"),
        (b";".join([b"a"] * 200), "too_many_columns"),
        (b"a" * 8_000_001, "too_large"),
    ],
)
def test_what_is_no_table_says_why(data, code):
    with pytest.raises(grid.Unreadable, match=f"^{code}$"):
        sheets(data)


def test_an_archive_is_measured_before_it_is_unpacked_and_declares_no_document_type():
    def packed(name, content):
        file = BytesIO()
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr(name, content)
        return file.getvalue()

    with pytest.raises(grid.Unreadable, match="too_large_inside"):
        sheets(packed("xl/worksheets/sheet1.xml", b" " * 60_000_000))
    with pytest.raises(grid.Unreadable, match="not_a_workbook"):
        sheets(packed("xl/sharedStrings.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'))


NAMES = {
    key(name): name
    for name in [
        "Mois",
        "Énergie active (kWh) / Creuses",
        "Énergie active (kWh) / Pleines",
        "Énergie active (kWh) / Pointe",
        "Puissance appelée (kVA)",
    ]
}


def test_a_header_of_two_merged_lines_names_each_column_and_hidden_rows_and_totals_are_told_apart():
    (sheet,) = sheets((DATA / "RW21_merged_header.xlsx").read_bytes())
    table = find_table(sheet, NAMES)
    assert table.header == 3
    assert [one.name for one in table.columns] == [
        "Mois",
        "Énergie active (kWh) / Creuses",
        "Énergie active (kWh) / Pleines",
        "Énergie active (kWh) / Pointe",
        "Puissance appelée (kVA)",
        "Montant HT (MAD)",
    ]
    assert (table.hidden, table.totals) == ([7], [9])
    kept = [row for row in table.rows if row.number not in {7, 9}]
    assert sum(row.at(place).value for row in kept for place in (1, 2, 3)) == 195200
    assert len(kept) == 3
    assert table.rows[-1].at(1).stale


def read(text, order):
    try:
        return read_day(text, order)
    except Unreadable:
        return "no day"
    except Ambiguous as other:
        return other.readings


def test_one_order_holds_for_a_whole_file():
    (sheet,) = sheets((DATA / "RW20_dates_mixed.csv").read_bytes())
    starts = [row.at(0).value for row in sheet.rows[1:]]
    assert order_of(starts, "fr") == order_of(starts, "ar") == "dmy"
    assert order_of(starts, "en") == ""
    assert [read(one, "dmy") for one in starts] == [
        date(2025, 4, 3),
        date(2025, 4, 13),
        (date(2025, 4, 13),),
        date(2025, 8, 1),
        "no day",
        date(2025, 9, 1),
    ]


@pytest.mark.parametrize(
    ("texts", "language", "order"),
    [
        (["03/04/2025"], "fr", "dmy"),
        (["03/04/2025"], "en", ""),
        (["03/04/2025", "25/04/2025"], "en", "dmy"),
        (["03/04/2025", "04/25/2025"], "en", "mdy"),
        (["03/04/2025", "04/25/2025"], "fr", ""),
        (["04/25/2025"], "fr", "mdy"),
        (["2025-04-03"], "en", "dmy"),
    ],
)
def test_the_order_is_shown_by_the_column_or_asked(texts, language, order):
    assert order_of(texts, language) == order


def test_days_in_words_in_arabic_digits_and_as_serial_numbers():
    assert read_day("15 غشت 2026", "dmy") == read_day("١٥/٠٨/٢٠٢٦", "dmy") == date(2026, 8, 15)
    assert read_day("Aug 15, 2026", "dmy") == read_day("15 août 2026", "mdy") == date(2026, 8, 15)
    assert serial_day(45658) == serial_day("45658") == date(2025, 1, 1)
    assert serial_day(12) is serial_day("450000") is serial_day(True) is None
