"""
Numbers and days as people type them, in French, Arabic and English.

Never a guess: a writing that the three languages read differently is `Ambiguous` and carries its readings, the language's
own first.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kernel.text import ascii_digits

_GROUP = {"fr": " ", "ar": ".", "en": ","}
_LONGEST = 30
_MOST_PARTS = 4
_TIMES = re.compile(r"[x×*]", re.IGNORECASE)
_SIGNS = str.maketrans("’ʼ`´−–", "''''--")
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?\d[\d .,'٬٫،]*|[+-]?[.,٫]\d+")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_IN_WORDS = re.compile(r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)? (?P<month>[^\W\d]+)\.?,? (?P<year>\d{4})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.IGNORECASE)
_MONTHS = (
    "janvier january يناير",
    "fevrier february فبراير",
    "mars march مارس",
    "avril april ابريل",
    "mai may ماي مايو",
    "juin june يونيو",
    "juillet july يوليوز يوليو",
    "aout august غشت اغسطس",
    "septembre september شتنبر سبتمبر",
    "octobre october اكتوبر",
    "novembre november نونبر نوفمبر",
    "decembre december دجنبر ديسمبر",
)
_SMALLEST = Decimal("1e-9")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")


class Unreadable(ValueError):
    """What was typed is no number, or no day."""


class Ambiguous(ValueError):
    """What was typed has several readings; the one of the writer's language comes first."""

    def __init__(self, *readings: Decimal | date) -> None:
        super().__init__(" / ".join(map(str, readings)))
        self.readings = readings


def parse_decimal(value: object, language: str) -> Decimal:
    """
    Return the number that was typed: any digits, any separators, spaces between thousands; `program` is the language of
    those who send a point for decimals and nothing between thousands.

    :raises Unreadable: when it is no number
    :raises Ambiguous: when 12.450 may be twelve and a half or twelve thousand
    """
    if isinstance(value, str):
        return _typed(value, language)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Unreadable(str(value))
    number = Decimal(str(value))
    if not number.is_finite() or 0 < abs(number) < _SMALLEST:
        raise Unreadable(str(value))  # what is too small to be kept is not taken for zero
    return number


def parse_product(value: object, language: str) -> Decimal:
    """
    Return a number typed as it is, or as a product of up to four: 12 × 450 (tonnes by kilometres).

    :raises Unreadable: when a part is no number
    :raises Ambiguous: when a part has several readings
    """
    parts = _TIMES.split(value) if isinstance(value, str) else [value]
    if len(parts) > _MOST_PARTS:
        raise Unreadable(str(value))
    readings = [Decimal(1)]
    for part in parts:
        try:
            found: tuple[Any, ...] = (parse_decimal(part, language),)
        except Ambiguous as several:
            found = several.readings
        readings = [one * other for one in readings for other in found]
    if len(readings) > 1:
        raise Ambiguous(*readings)
    return readings[0]


def parse_date(value: object, language: str) -> date:
    """
    Return the day that was typed: year first, day first with slashes, dots or hyphens, or its month in words.

    :raises Unreadable: when it is no day of the calendar
    :raises Ambiguous: for 04/13/2025, and in English for 03/04/2025
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = plain(str(value))
    if match := _ISO.fullmatch(text):
        return _day(*map(int, match.groups()))
    if match := _IN_WORDS.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        return _day(int(match["year"]), _month(match["month"]), int(match["day"]))
    if not (match := _DAY_FIRST.fullmatch(text)):
        raise Unreadable(text)
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0
    readings = [day for day in (_or_none(year, second, first), _or_none(year, first, second)) if day]
    if not readings:
        raise Unreadable(text)
    doubtful = second > 12 or (language == "en" and len(set(readings)) > 1)
    if doubtful:
        raise Ambiguous(*readings)
    return readings[0]


def _month(typed: str) -> int:
    """Return the month that a name, or its first three letters or more, stands for in any of the languages."""
    letters = unicodedata.normalize("NFD", typed.lower())
    name = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    found = [
        number
        for number, names in enumerate(_MONTHS, start=1)
        if any(one == name or (len(name) >= 3 and one.startswith(name)) for one in names.split())
    ]
    whole = [number for number in found if name in _MONTHS[number - 1].split()]
    if len(whole or found) != 1:
        raise Unreadable(typed)
    return (whole or found)[0]


def plain(text: str) -> str:
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return _SPACES.sub(" ", ascii_digits(visible).translate(_SIGNS)).strip()


def _typed(value: str, language: str) -> Decimal:
    text = plain(value)
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        raise Unreadable(text)
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text.lstrip("+"))
    whole, mark, decimals = _parts(digits)
    fraction, thousands = (
        _decimal(sign, whole, decimals),
        _decimal(sign, whole + decimals, ""),
    )
    if mark not in ("", "٫") and _may_be_thousands(whole, decimals):
        if mark == _GROUP.get(language):
            return thousands
        if mark == "." and language in ("en", "program"):
            return fraction
        raise Ambiguous(*((thousands, fraction) if mark == "." else (fraction, thousands)))
    if 0 < abs(fraction) < _SMALLEST:
        raise Unreadable(text)
    return fraction


def _parts(digits: str) -> tuple[str, str, str]:
    """Split at the decimal mark; a mark met twice, or before another one, parts thousands."""
    if "٫" in digits:
        mark = "٫"
    else:
        marks = [letter for letter in digits if letter in ".,،"]
        mark = marks[-1] if marks and marks.count(marks[-1]) == 1 else ""
    whole, _, decimals = digits.rpartition(mark) if mark else (digits, "", "")
    if not re.fullmatch(r"\d*", decimals):
        raise Unreadable(digits)
    return (
        _without_groups(whole),
        mark if whole == _without_groups(whole) else "",
        decimals,
    )


def _without_groups(whole: str) -> str:
    groups = re.split(r"[ .,'٬،]", whole)
    marks = set(re.findall(r"[ .,'٬،]", whole))
    regular = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    if not regular or len(marks) > 1:
        raise Unreadable(whole)
    return "".join(groups)


def _may_be_thousands(whole: str, decimals: str) -> bool:
    return len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"


def _decimal(sign: str, whole: str, decimals: str) -> Decimal:
    try:
        return Decimal(f"{sign}{whole or '0'}.{decimals or '0'}").normalize() + 0
    except InvalidOperation as error:
        raise Unreadable(whole) from error


def _day(year: int, month: int, day: int) -> date:
    found = _or_none(year, month, day)
    if found is None:
        raise Unreadable(f"{year}-{month}-{day}")
    return found


def _or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
