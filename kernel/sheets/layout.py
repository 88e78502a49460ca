"""Where the table is on a sheet: titles above, a header of one line or two, then rows, some of them no data."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kernel.sheets.grid import EMPTY, EPOCH, Row, Sheet, letter
from kernel.text import fold

Names = Mapping[str, str]
_TOTAL = re.compile(r"(?:sous |sub ?|grand )?(?:total|totaux|totals|somme|sum)\b|(?:ال)?(?:مجموع|اجمالي)\b")
_NO_MORE = re.compile(
    _TOTAL.pattern
    + r"(?: (?:general|generaux|annuel|annuelle|annee|year|عام|العام|فرعي|الفرعي|كلي|الكلي|سنوي|السنوي|\d{4}))*"
)
_FIGURES = re.compile(r"[\d\s.,/%-]*")
_HEADER_WITHIN = 30
_NOT_WORDS = re.compile(r"[^\w%²]+")


def key(name: str) -> str:
    """Return a column name without case, accents, marks and what stands in brackets."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]|\*", " ", name)
    return _NOT_WORDS.sub(" ", fold(plain if plain.strip() else name).replace("_", " ")).strip()


@dataclass(slots=True)
class Column:
    """A column: its letter, its name as the person wrote it, the field that it names."""

    place: int
    name: str
    field: str = ""

    @property
    def letter(self) -> str:
        return letter(self.place)


@dataclass(slots=True)
class Table:
    """What was found: the line of the header, its columns, the rows below and those that look like no data."""

    sheet: str
    header: int
    columns: list[Column]
    rows: list[Row]
    totals: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    repeats: list[int] = field(default_factory=list)
    merged: list[int] = field(default_factory=list)
    recognized: int = 0
    since: date = EPOCH


def find_table(sheet: Sheet, names: Names, *, header: int = 0) -> Table | None:
    """
    Return the table below the line that names most columns (or below the line asked for).

    `names` gives the field of a column by its `key`; a header may stand in two lines, the upper one merged over several.
    """
    best: Table | None = None
    for at, row in enumerate(sheet.rows[: _HEADER_WITHIN if not header else None]):
        if header and row.number != header:
            continue
        for lines in (1, 2):
            columns = _columns(sheet, sheet.rows[at : at + lines], names)
            recognized = len({one.field for one in columns if one.field})
            more = best is None or recognized > best.recognized
            if columns and more and (lines == 1 or _is_lower_line(sheet, row, at)):
                best = Table(
                    sheet.name, row.number, columns, sheet.rows[at + lines :], recognized=recognized, since=sheet.since
                )
    if best is None:
        return None
    _fill_merged(best, sheet)
    _mark(best)
    return best


def columns_of(sheet: Sheet, line: int, *, lines: int = 1) -> list[Column]:
    """Return the columns that a header at this line names, whatever they mean."""
    at = next(at for at, row in enumerate(sheet.rows) if row.number == line)
    return _columns(sheet, sheet.rows[at : at + lines], {})


def _is_lower_line(sheet: Sheet, row: Row, at: int) -> bool:
    """Return whether the next line goes on with this header: merged cells of it reach over, or down into, that line."""
    spans = [one for one in sheet.merged if one[0] <= row.number <= one[2]]
    below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else None
    return below is not None and below.number == row.number + 1 and bool(spans) and _is_words(below)


def _is_words(row: Row) -> bool:
    return all(isinstance(cell.value, str) and not re.search(r"\d{3}", cell.value) for _, cell in row.filled())


def _columns(sheet: Sheet, lines: list[Row], names: Names) -> list[Column]:
    width = max((len(row.cells) for row in sheet.rows[:2000]), default=0)
    columns = []
    for place in range(width):
        parts = [_header_text(sheet, row, place) for row in lines]
        parts = [part for at, part in enumerate(parts) if part and part not in parts[:at]]
        if not parts:
            continue
        whole = " / ".join(parts)
        found = names.get(key(whole)) or (names.get(key(parts[-1])) if len(parts) > 1 else None)
        columns.append(Column(place, whole, found or ""))
    return columns


def _header_text(sheet: Sheet, row: Row, place: int) -> str:
    own = row.at(place).text
    if own:
        return " ".join(own.split())[:120]
    for first_row, first, last_row, last in sheet.merged:
        if first_row <= row.number <= last_row and first <= place <= last:
            start = next((one for one in sheet.rows if one.number == first_row), None)
            return " ".join(start.at(first).text.split())[:120] if start else ""
    return ""


def _fill_merged(table: Table, sheet: Sheet) -> None:
    """Note the rows that a merged cell of the data reaches down to: whether its value holds for them is asked."""
    numbers = {row.number for row in table.rows}
    reached = {
        number
        for first_row, _first, last_row, _last in sheet.merged
        if first_row in numbers and last_row > first_row
        for number in range(first_row + 1, min(last_row, first_row + 20_000) + 1)
    }
    table.merged = sorted(reached & numbers)


def fill_down(table: Table, sheet: Sheet) -> None:
    """Give the value of each merged cell to every row that it reaches."""
    rows = {row.number: row for row in table.rows}
    for first_row, first, last_row, last in sheet.merged:
        if first_row not in rows:
            continue
        value = rows[first_row].at(first)
        for number in range(first_row + 1, last_row + 1):
            if number in rows:
                cells = rows[number].cells
                cells.extend([EMPTY] * (first + 1 - len(cells)))
                cells[first : min(last, first) + 1] = [value]


def _mark(table: Table) -> None:
    heads = {one.place: key(one.name.split(" / ")[-1]) for one in table.columns}
    for row in table.rows:
        filled = list(row.filled())
        texts = [(place, key(cell.text)) for place, cell in filled if isinstance(cell.value, str)]
        alike = sum(heads.get(place) == text for place, text in texts)
        if alike >= 2 and alike >= len(filled) * 0.6:
            table.repeats.append(row.number)
        elif _is_total([text for _, text in texts]):
            table.totals.append(row.number)
        elif row.hidden:
            table.hidden.append(row.number)
    table.rows = [row for row in table.rows if row.number not in set(table.repeats)]


def _is_total(texts: list[str]) -> bool:
    """Return whether a row begins with the word: alone with its numbers and unit, or beside other words too if it says no more."""
    words = [text for text in texts if not _FIGURES.fullmatch(text)]
    return bool(words) and bool(_TOTAL.match(words[0])) and (len(words) <= 2 or bool(_NO_MORE.fullmatch(words[0])))


def best_table(sheets: list[Sheet], names: Names) -> list[tuple[Sheet, Table]]:
    """Return the sheets that hold a table with rows, the one with the most known columns first."""
    found = [(sheet, table) for sheet in sheets if (table := find_table(sheet, names)) and table.rows]
    return sorted(found, key=lambda pair: -pair[1].recognized)


def twice(columns: list[Column]) -> dict[str, list[Column]]:
    """Return the fields that several columns name."""
    counts = Counter(one.field for one in columns if one.field)
    return {name: [one for one in columns if one.field == name] for name, count in counts.items() if count > 1}
