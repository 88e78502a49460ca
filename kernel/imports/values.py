"""A cell to the value of its field: in any writing, refused by a code, or waiting for an answer."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kernel.canonical import decimal_text
from kernel.imports.doubts import part_measure, plain_number, reading_of
from kernel.imports.fields import ALL, Field
from kernel.numbers import Ambiguous, Unreadable, parse_decimal
from kernel.sheets.days import read_day, serial_day
from kernel.sheets.grid import EPOCH, Cell
from kernel.sheets.layout import key
from kernel.sheets.periods import read_period
from kernel.text import ascii_digits

YES = frozenset(map(key, ("oui", "yes", "true", "vrai", "نعم", "صحيح", "1", "o", "y")))
NO = frozenset(map(key, ("non", "no", "false", "faux", "لا", "خطأ", "0", "n")))
_LISTS = re.compile(r"[;|\n؛]")
_RECORDS = re.compile(r"[;\n؛]")
_COMMAS = re.compile(r"[;|\n؛,،]")


class Wrong(Exception):
    """The cell does not fit its field."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Waits(Exception):
    """The cell can be read once a question has its answer."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How the values of one column are read: what its own cells or an answer settled; empty is open."""

    order: str = ""
    mark: str = ""
    serial: str = ""
    share: str = ""
    since: date = EPOCH


def read(cell: Cell, field: Field, how: Settled) -> Any:
    """
    Return the value, None for an empty cell.

    :raises Wrong: when the field cannot hold it
    :raises Waits: when a question about it is open
    """
    if cell.stale:
        raise Wrong("stale_formula")
    if isinstance(cell.value, str) and re.fullmatch(r"#[A-Z/0]+[!?]?", cell.value.strip()):
        raise Wrong("formula_error", value=cell.text)
    if cell.is_empty:
        return None
    return _READERS[field.kind](cell, field, how)


def _text(cell: Cell, field: Field, _how: Settled) -> str:
    if isinstance(cell.value, datetime | date):
        return cell.value.isoformat()[:10]
    text = cell.text.replace("\0", "")
    if field.length and len(text) > field.length:
        raise Wrong("longer_than", longest=field.length)
    return text


def _digits(cell: Cell, field: Field, how: Settled) -> str:
    return ascii_digits(_text(cell, field, how))


def _number(cell: Cell, field: Field, how: Settled) -> str:
    if isinstance(cell.value, bool | date) or (cell.is_percent and field.kind != "percent"):
        raise Wrong("not_a_number", value=cell.text)
    if isinstance(cell.value, str) and "%" in cell.value and field.kind != "percent":
        raise Wrong("not_a_number", value=cell.text)
    text = plain_number(cell.text)
    try:
        found = parse_decimal(text if isinstance(cell.value, str) else cell.value, "")
    except Ambiguous as several:
        if not how.mark:
            raise Waits from several
        found = reading_of(several, text, how.mark)
    except Unreadable as error:
        raise Wrong("not_a_number", value=cell.text[:80]) from error
    if field.kind == "percent":
        found = _percent(found, cell, how)
    return decimal_text(found)


def _percent(found: Decimal, cell: Cell, how: Settled) -> Decimal:
    if cell.is_percent:
        return found * 100
    if "%" in cell.text or not 0 < found <= 1:
        return found
    if how.share == "open":
        raise Waits
    return found * 100 if how.share == "fraction" else found


def _measured(cell: Cell, field: Field, how: Settled) -> str:
    """Read a number and the unit behind it, which has to be one of the field's; a bare number stays bare."""
    if not isinstance(cell.value, str):
        return _number(cell, field, how)
    number, word = part_measure(cell.text)
    if word and key(word) not in field.codes:
        raise Wrong("not_a_unit", value=word[:40])
    found = _number(Cell(number), field, how)
    return f"{found} {field.codes[key(word)]}" if word else found


def _period(cell: Cell, _field: Field, _how: Settled) -> str:
    """Read a month, some months or a year, as its first and last day."""
    value = cell.text if isinstance(cell.value, float | int) and not isinstance(cell.value, bool) else cell.value
    try:
        first, last = read_period(value)
    except Unreadable as error:
        raise Wrong("not_a_period", value=cell.text[:80]) from error
    return f"{first.isoformat()[:10]}/{last.isoformat()}"


def _day(cell: Cell, _field: Field, how: Settled) -> str:
    if not isinstance(cell.value, date) and (counted := serial_day(cell.value, how.since)):
        if how.serial == "open":
            raise Waits
        if how.serial == "wrong":
            raise Wrong("not_a_day", value=cell.text)
        return counted.isoformat()
    if not isinstance(cell.value, str | date):
        raise Wrong("not_a_day", value=cell.text)
    if not how.order:
        raise Waits
    try:
        return read_day(cell.value, how.order).isoformat()
    except Ambiguous as other:
        raise Wrong("other_order", value=cell.text, reading=str(other.readings[0])) from other
    except Unreadable as error:
        raise Wrong("not_a_day", value=cell.text[:80]) from error


def _yes_no(cell: Cell, _field: Field, _how: Settled) -> bool:
    if isinstance(cell.value, bool):
        return cell.value
    word = key(cell.text)
    if word in YES or word in NO:
        return word in YES
    raise Wrong("not_yes_no", value=cell.text[:80])


def _one(cell: Cell, field: Field, _how: Settled) -> Any:
    found = field.codes.get(key(cell.text))
    if found is None and (several := field.several.get(key(cell.text))):
        return {"typed": cell.text[:80], "codes": list(several)}
    if found is None:
        raise Wrong("not_a_choice", value=cell.text[:80])
    return found


def _many(cell: Cell, field: Field, _how: Settled) -> list[str]:
    """Read a list: a name may hold a comma, so the whole is tried first, then parts."""
    if found := field.codes.get(key(cell.text)) or (cell.text == "*" and field.every and "*"):
        return [str(found)]
    if field.each and (cell.text.strip() == "*" or key(cell.text) in map(key, ALL[1:])):
        return sorted(set(field.codes.values()))
    listed: list[str] = []
    for part in filter(str.strip, _LISTS.split(cell.text)):
        whole = field.codes.get(key(part))
        parts = [part] if whole else [one for one in _COMMAS.split(part) if one.strip()]
        for one in parts:
            code = field.codes.get(key(one))
            if code is None:
                raise Wrong("not_a_choice", value=one.strip()[:80])
            listed.append(code)
    return list(dict.fromkeys(listed))


def _records(cell: Cell, field: Field, how: Settled) -> list[Any]:
    found = []
    for part in filter(None, map(str.strip, _RECORDS.split(_text(cell, field, how)))):
        try:
            found.append(field.read(part, field) if field.read else part)
        except ValueError as error:
            raise Wrong("not_as_example", value=part[:80], example=field.example) from error
    return found


_READERS = {
    "text": _text,
    "digits": _digits,
    "number": _number,
    "percent": _number,
    "count": _number,
    "measured": _measured,
    "day": _day,
    "period": _period,
    "yes_no": _yes_no,
    "one": _one,
    "many": _many,
    "records": _records,
}
