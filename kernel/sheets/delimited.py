"""CSV as programs of three languages write it: any encoding, any delimiter, each row under its line number."""

import csv
import re
from collections import Counter
from io import StringIO

from kernel.sheets.grid import Cell, Row, Sheet, Unreadable

_DELIMITERS = ";,\t|"
_LONGEST_CELL = 10_000
_FRENCH = set("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»’‘“”–—…€°²³·© ½µ×")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODINGS = {"windows-1252": "cp1252", "windows-1256": "cp1256"}


def read(data: bytes, *, most_rows: int, most_columns: int, encoding: str = "") -> Sheet:
    """
    Return the file as one sheet, its encoding named.

    :raises Unreadable: when it is no text, too large, or of an encoding that has to be said (`encoding`)
    """
    text, known = decode(data, encoding)
    first = text.split("\n", 1)[0].strip()
    said = re.fullmatch(r"sep=(.)", first, re.IGNORECASE)
    delimiter = said[1] if said else _delimiter(text)
    rows: list[Row] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        before = 0
        for values in reader:
            number, before = before + 1, reader.line_num
            if (said and number == 1) or not any(value.strip() for value in values):
                continue
            if len(values) > most_columns and any(value.strip() for value in values[most_columns:]):
                raise Unreadable("too_many_columns", most=most_columns)
            if len(rows) >= most_rows:
                raise Unreadable("too_many_rows", most=most_rows)
            rows.append(Row(number, [Cell(value) for value in values[:most_columns]]))
    except csv.Error as error:
        raise Unreadable("not_a_table") from error
    return Sheet("", rows, encoding=known)


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """
    Return the text and its encoding: marked, or UTF-8, or old Windows when its letters leave no doubt.

    :raises Unreadable: `which_encoding` when the letters may be French or Arabic ones
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _text(data, name), name.removesuffix("-sig")
    nulls = data[:2000].count(0)
    if nulls > len(data[:2000]) / 4:
        name = "utf-16-le" if data[1:2000:2].count(0) > data[0:2000:2].count(0) else "utf-16-be"
        return _text(data, name), name
    if nulls:
        raise Unreadable("not_text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _old_windows(data, encoding)


def _old_windows(data: bytes, encoding: str) -> tuple[str, str]:
    if encoding in ENCODINGS:
        return data.decode(ENCODINGS[encoding], errors="replace"), encoding
    french = data.decode("cp1252", errors="replace")
    if {letter for letter in french if ord(letter) > 127} <= _FRENCH:
        return french, "windows-1252"
    raise Unreadable("which_encoding")


def samples(data: bytes) -> dict[str, str]:
    """Return how the first line with letters beyond ASCII reads in each old encoding."""
    line = next((one for one in data.splitlines() if any(byte > 127 for byte in one)), b"")
    return {name: line.decode(codec, errors="replace").strip()[:80] for name, codec in ENCODINGS.items()}


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable("not_text") from error


def _delimiter(text: str) -> str:
    """Return the delimiter that parts the most lines into the same number of cells, more than one."""
    start = "\n".join(text.splitlines()[:60])
    best, most = ";", (0, 0)
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(StringIO(start), delimiter=delimiter) if row)
        except csv.Error:
            continue
        alike = [(count, width) for width, count in widths.items() if width > 1]
        if alike and max(alike) > most:
            best, most = delimiter, max(alike)
    return best
