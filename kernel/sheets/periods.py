"""A month, some months, a quarter or a year, as the column of a bill names them."""

import re
from calendar import monthrange
from datetime import date

from kernel.numbers import Unreadable
from kernel.sheets.days import month_of, plain

_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ]((?:19|20)\d\d)")
_SHORT_YEAR = re.compile(r"(\d{1,2})[-/.](\d\d)")
_QUARTER = re.compile(
    r"(?:[tq] ?([1-4])|([1-4]) ?(?:er|e|eme|st|nd|rd|th)? (?:trimestre|quarter))[ \-/.]*((?:19|20)\d\d|\d\d)"
)
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[-/. ](\d{1,2})")
_IN_WORDS = re.compile(r"([^\W\d]+)\.?(?: ?(?:[-/–]|et|a|to|and|و|الى) ?([^\W\d]+)\.?)?[ \-/.]*((?:19|20)\d\d|\d\d)")


def read_period(value: object) -> tuple[date, date]:
    """
    Return the first and the last day of what is named; a day of Excel names its month when it is the first.

    :raises Unreadable: when it is neither a month, nor a run of months of one year, nor a year; 03/12 may be a day
    """
    if isinstance(value, date):
        if value.day != 1:
            raise Unreadable(str(value))
        return _months(value.year, value.month, value.month, str(value))
    text = plain(str(value)).removesuffix(".0")
    if _YEAR.fullmatch(text):
        return _months(int(text), 1, 12, text)
    if match := _MONTH_FIRST.fullmatch(text):
        return _months(int(match[2]), int(match[1]), int(match[1]), text)
    if (match := _SHORT_YEAR.fullmatch(text)) and int(match[2]) > 12:
        return _months(_year(match[2]), int(match[1]), int(match[1]), text)
    if match := _QUARTER.fullmatch(text):
        last = 3 * int(match[1] or match[2])
        return _months(_year(match[3]), last - 2, last, text)
    if match := _YEAR_FIRST.fullmatch(text):
        return _months(int(match[1]), int(match[2]), int(match[2]), text)
    if not (match := _IN_WORDS.fullmatch(text)):
        raise Unreadable(text)
    first = month_of(match[1])
    return _months(_year(match[3]), first, month_of(match[2]) if match[2] else first, text)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _months(year: int, first: int, last: int, text: str) -> tuple[date, date]:
    if not 1 <= first <= last <= 12:
        raise Unreadable(text)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
