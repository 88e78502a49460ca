"""What a file leaves open: one question for a column, for the file, or for rows that look like no data."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kernel.imports.fields import Spec
from kernel.numbers import Ambiguous, Unreadable, parse_decimal
from kernel.sheets.days import order_of, serial_day
from kernel.sheets.grid import Cell
from kernel.sheets.layout import Column, Table
from kernel.text import ascii_digits

Answers = Mapping[str, str]
NUMBERS = frozenset({"number", "percent", "count", "measured"})
_DECIMAL = re.compile(r"\d([.,٫])(?:\d{1,2}|\d{4,})$")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})+|\d([.,])\d{3}[.,]\d")
_MEASURED = re.compile(r"([-+−]?[\d\s.,'’٬٫،]*\d)\s*([^\W\d].*)")
_ACCOUNTED = re.compile(r"\(\s*(\d.*\d|\d)\s*\)|(\d.*\d|\d)\s*[-−]|[-−]\s+(\d.*)")
_UNITS = re.compile(r"\s*(?:%|٪|mad|dhs?|dirhams?|درهم|kwh|m²|m2)\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Doubt:
    """A question with its choices; `about` says what it is about, for its words. With a `default` it holds nothing up."""

    id: str
    code: str
    choices: list[str]
    about: dict[str, Any] = field(default_factory=dict)
    default: str = ""

    def written(self) -> dict[str, Any]:
        found = {"id": self.id, "code": self.code, "choices": self.choices, "about": self.about}
        return found | {"default": self.default} if self.default else found


def part_measure(text: str) -> tuple[str, str]:
    """Return a written number and the unit behind it, if there is one."""
    plain = ascii_digits(text).strip()
    match = _MEASURED.fullmatch(plain)
    return (match[1], match[2].strip()) if match else (plain, "")


def plain_number(text: str) -> str:
    """Return a written number without its unit, its minus before it: accounts write (2 150) and 2150-."""
    bare = _UNITS.sub("", ascii_digits(text)).strip()
    if match := _ACCOUNTED.fullmatch(bare):
        return "-" + next(filter(None, match.groups()))
    return bare


def of_columns(columns: list[Column], table: Table, spec: Spec) -> Iterator[Doubt]:
    """Ask about columns of no known name that hold something, and about a field that two columns name."""
    free = [one.name for one in spec.fields if one.name not in {column.field for column in columns}]
    named = {column.place: column for column in columns}
    width = max((len(row.cells) for row in table.rows), default=0)
    for place in range(width):
        column = named.get(place) or Column(place, "")
        if column.field:
            continue
        example = next((row.at(place).text for row in table.rows if not row.at(place).is_empty), "")
        if example:
            about = {"column": column.name or column.letter, "letter": column.letter, "example": example[:80]}
            yield Doubt(f"column:{column.letter}", "unknown_column", ["leave_out", *free], about)
    by_field: dict[str, list[Column]] = {}
    for column in columns:
        if column.field:
            by_field.setdefault(column.field, []).append(column)
    for name, twins in by_field.items():
        if len(twins) > 1:
            letters = [one.letter for one in twins]
            yield Doubt(f"twice:{name}", "column_twice", letters, {"column": twins[0].name, "letters": letters})


def of_rows(table: Table, spec: Spec) -> Iterator[Doubt]:
    """Ask once about all rows that look like totals, once about hidden ones, once about cells merged over rows."""
    names = {row.number: next((cell.text for _, cell in row.filled()), "")[:40] for row in table.rows}
    for code, rows, choices in (
        ("totals", table.totals, ["leave_out", "keep"]),
        ("hidden", table.hidden, ["leave_out", "keep"]),
        ("merged", table.merged, ["same", "empty"]),
    ):
        if rows:
            named = [f"{number} ({names[number]})" if names.get(number) else number for number in rows[:20]]
            default = "leave_out" if code in spec.presumes else ""
            yield Doubt(code, code, choices, {"rows": named, "count": len(rows)}, default)


def of_values(columns: list[Column], table: Table, spec: Spec, language: str) -> Iterator[Doubt]:
    """Ask what the values of the file do not settle among themselves."""
    cells = {one.place: [row.at(one.place) for row in table.rows] for one in columns}
    kinds = {one.place: spec.by_name[one.field].kind for one in columns if one.field}
    days = [one for one in columns if kinds.get(one.place) == "day"]
    texts = [cell.text for one in days for cell in cells[one.place] if isinstance(cell.value, str)]
    order, of_two_orders = order_of(texts, language), next((text for text in texts if not order_of([text], "en")), "")
    if order and of_two_orders and not order_of(texts, "en") and "order" in spec.presumes:
        yield Doubt("order", "day_order", ["dmy", "mdy"], {"column": days[0].name, "example": of_two_orders}, order)
    if not order:
        example = next(text for text in texts if re.search(r"\d+[-/. ]\d+[-/. ]\d+", ascii_digits(text)))
        yield Doubt("order", "day_order", ["dmy", "mdy"], {"column": days[0].name, "example": example})
    for one in days:
        serials = [
            cell.text
            for cell in cells[one.place]
            if not isinstance(cell.value, date) and serial_day(cell.value, table.since)
        ]
        if serials:
            about = {"column": one.name, "example": serials[0], "day": str(serial_day(serials[0], table.since))}
            yield Doubt(f"serial:{one.letter}", "serial_days", ["days", "wrong"], about)
    numbers = [
        bare(cell, kind) for at, kind in kinds.items() if kind in NUMBERS for cell in cells[at] if _is_text(cell)
    ]
    if not decimal_mark(numbers) and (open_one := next(filter(_is_ambiguous, numbers), None)):
        yield Doubt("marks", "decimal_mark", [",", "."], {"example": open_one})
    for one in columns:
        if kinds.get(one.place) == "percent" and _are_shares(cells[one.place]):
            example = next(cell.text for cell in cells[one.place] if not cell.is_empty and cell.text != "0")
            yield Doubt(
                f"share:{one.letter}", "share", ["percent", "fraction"], {"column": one.name, "example": example}
            )


def bare(cell: Cell, kind: str) -> str:
    """Return the number of a cell without its unit."""
    return part_measure(cell.text)[0] if kind == "measured" else cell.text


def decimal_mark(texts: list[str]) -> str:
    """Return the decimal mark that the numbers of the file agree on, else nothing."""
    marks = set()
    for text in texts:
        plain = plain_number(text)
        if match := _DECIMAL.search(plain):
            marks.add("." if match[1] == "." else ",")
        if match := _GROUPED.search(plain):
            marks.add("," if (match[1] or match[2]) == "." else ".")
    return marks.pop() if len(marks) == 1 else ""


def reading_of(several: Ambiguous, text: str, mark: str) -> Decimal:
    """Return the reading of a number under a decimal mark."""
    readings = sorted((Decimal(str(one)) for one in several.readings), key=abs)
    written = next((one for one in text if one in ".,،"), ".")
    return readings[0] if (written == ".") == (mark == ".") else readings[1]


def _is_text(cell: Cell) -> bool:
    return isinstance(cell.value, str) and not cell.is_empty


def _is_ambiguous(text: str) -> bool:
    try:
        parse_decimal(plain_number(text), "")
    except Ambiguous:
        return True
    except Unreadable:
        return False
    return False


def _are_shares(cells: list[Cell]) -> bool:
    """Return whether a column of shares holds bare numbers up to one alone: 0.25 may be a quarter of a percent or of all."""
    found = []
    for cell in cells:
        if cell.is_empty or cell.is_percent or "%" in cell.text:
            continue
        try:
            found.append(parse_decimal(plain_number(cell.text), "en"))
        except (Unreadable, Ambiguous):
            return False
    return any(0 < one < 1 for one in found) and all(0 <= one <= 1 for one in found)
