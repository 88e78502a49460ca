"""
Days of a column: its cells agree on one order of day and month, or the person is asked which.

Words for months are read in French, English and Arabic (of Morocco and of the East).
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from kernel.numbers import Ambiguous, Unreadable
from kernel.sheets.grid import EPOCH
from kernel.text import ascii_digits, fold

_MONTHS = {
    1: "janvier janv jan january يناير",
    2: "fevrier fevr fev feb february فبراير",
    3: "mars mar march مارس",
    4: "avril avr apr april ابريل",
    5: "mai may ماي مايو",
    6: "juin jun june يونيو",
    7: "juillet juil jul july يوليوز يوليو",
    8: "aout aug august غشت اغسطس",
    9: "septembre sept sep september شتنبر سبتمبر",
    10: "octobre oct october اكتوبر",
    11: "novembre nov november نونبر نوفمبر",
    12: "decembre dec december دجنبر ديسمبر",
}
_MONTH = {word: month for month, words in _MONTHS.items() for word in words.split()}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ][\d:.]+z?)?")
_NUMBERS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d\d(?::\d\d)?)?")
_WORDS = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?[-/. ]+([^\W\d]+)\.?[-/., ]+(\d{4}|\d{2})")
_WORDS_FIRST = re.compile(r"([^\W\d]+)\.?[-/. ]+(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})")
ORDERS = ("dmy", "mdy")


def order_of(texts: Iterable[str], language: str) -> str:
    """
    Return the one order that the texts of a column show or that its reader's language has, else nothing: then ask.

    A month above twelve shows the other order. French and Arabic write the day first; English is asked.
    """
    day_first = month_first = undecided = False
    for text in texts:
        if match := _NUMBERS.fullmatch(plain(text)):
            first, second = int(match[1]), int(match[3])
            day_first = day_first or (first > 12 >= second)
            month_first = month_first or (second > 12 >= first)
            undecided = undecided or (first <= 12 and second <= 12 and first != second)
    if day_first and not month_first:
        return "dmy"
    if month_first and not day_first:
        return "" if language != "en" and undecided else "mdy"
    if month_first:
        return "" if language == "en" else "dmy"
    return "" if undecided and language == "en" else "dmy"


def read_day(value: object, order: str) -> date:
    """
    Return the day in this order.

    :raises Unreadable: when it is no day of the calendar
    :raises Ambiguous: when it cannot be of this order but is a day in the other
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = plain(str(value))
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _WORDS.fullmatch(text):
        return _day(_year(match[3]), month_of(match[2]), int(match[1]), text)
    if match := _WORDS_FIRST.fullmatch(text):
        return _day(int(match[3]), month_of(match[1]), int(match[2]), text)
    if not (match := _NUMBERS.fullmatch(text)):
        raise Unreadable(text)
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    if order == "mdy":
        first, second = second, first
    try:
        return _day(year, second, first, text)
    except Unreadable:
        if second > 12 >= first:
            raise Ambiguous(_day(year, first, second, text)) from None
        raise


def serial_day(value: object, since: date = EPOCH) -> date | None:
    """Return the day that a bare number counts to in a spreadsheet, between 1980 and 2099, or nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = ascii_digits(str(value)).strip().removesuffix(".0")
    if not (text.isascii() and text.isdigit() and len(text) == 5):
        return None
    found = since + timedelta(days=int(text))
    return found if 1980 <= found.year < 2100 else None


def month_of(word: str) -> int:
    """Return the month that a word names, zero for none."""
    return _MONTH.get(word, 0)


def plain(text: str) -> str:
    """Return a written day without case, accents, marks of direction and foreign digits."""
    visible = "".join(one for one in text if one not in "\u200e\u200f\u202a\u202b\u202c\u061c")
    return " ".join(fold(ascii_digits(visible)).split())


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unreadable(text) from error
