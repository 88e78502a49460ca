"""Numbers and days as a page of paper writes them, in the reader's language; its fonts have one kind of narrow space."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language

from kernel.clock import MOROCCO
from kernel.locales import NUMBERS, of_days

NO_BREAK = "\u00a0"


def language() -> str:
    found = (get_language() or "fr")[:2]
    return found if found in NUMBERS else "fr"


def number(value: Decimal, places: int, *, exact: bool = True) -> str:
    """Write a number as Morocco does, with exactly so many decimals or at most."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    decimals = ("0" if exact else "#") * places
    pattern = "#,##0" + (f".{decimals}" if decimals else "")
    text = format_decimal(rounded, format=pattern, locale=NUMBERS[language()], decimal_quantization=False)
    return text.replace("\u202f", NO_BREAK).replace("\u200f", "").replace("\u200e", "")


def day(moment: date | datetime) -> str:
    """Write a day of Morocco; French counts the first of a month, and no other."""
    shown = moment.astimezone(MOROCCO).date() if isinstance(moment, datetime) else moment
    first = language() == "fr" and shown.day == 1
    return format_date(shown, "d'er' MMMM y" if first else "d MMMM y", locale=of_days(language()))
