"""Figures and days inside a sentence, as the language of the page writes them."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language

from kernel.locales import NUMBERS, of_days
from kernel.sentences import listed

MARKS = str.maketrans("", "", "\u200e\u200f\u061c")


def written(value: Any) -> str:
    """Return a number, a day, a list or a word as it stands in a sentence."""
    language = (get_language() or "fr")[:2]
    if isinstance(value, Decimal):
        text = format_decimal(value, locale=NUMBERS.get(language, "fr_MA"), decimal_quantization=False)
        return text.translate(MARKS)
    if isinstance(value, date):
        return format_date(value, "long", locale=of_days(language)).translate(MARKS)
    if isinstance(value, tuple | list):
        return listed(value)
    return str(value)
