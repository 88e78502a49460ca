"""Bytes to sheets: what the file is comes from its content, never from its name."""

from kernel.sheets import delimited, workbook
from kernel.sheets.grid import Sheet, Unreadable

LARGEST_FILE = 8_000_000
MOST_ROWS = 10_500
MOST_COLUMNS = 120


def sheets(data: bytes, *, encoding: str = "") -> list[Sheet]:
    """
    Return the sheets of an XLSX or CSV file.

    :raises Unreadable: with a code that says why it is none
    """
    if not data.strip():
        raise Unreadable("empty_file")
    if len(data) > LARGEST_FILE:
        raise Unreadable("too_large")
    if data.startswith(b"PK"):
        return workbook.read(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_workbook")
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"{\\rtf", b"<")):
        raise Unreadable("not_a_table")
    return [delimited.read(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS, encoding=encoding)]
