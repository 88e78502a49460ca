"""Figures and days inside a sentence, as the language of the page writes them."""

from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language

from footprint.choices.doubts import BESIDE_ITS_OWN, QUESTIONS
from footprint.choices.methods import METHOD_QUESTIONS
from footprint.engine.display import three_figures
from footprint.engine.numbers import CONTEXT
from footprint.engine.problems import Question
from kernel.locales import NUMBERS, of_days
from kernel.sentences import listed

MARKS = str.maketrans("", "", "\u200e\u200f\u061c")


def written(value: Any) -> str:
    """Return a number, a day, a list or a word as it stands in a sentence."""
    language = (get_language() or "fr")[:2]
    if isinstance(value, Decimal):
        with localcontext(CONTEXT):  # a refused number may have more digits than the usual context holds
            value = value.normalize() if value.is_finite() else value
            if value.is_finite() and abs(value.adjusted()) >= CONTEXT.prec:
                return str(value)
            text = format_decimal(value, locale=NUMBERS.get(language, "fr_MA"), decimal_quantization=False)
        return text.translate(MARKS)
    if isinstance(value, date):
        text = format_date(value, "long", locale=of_days(language)).translate(MARKS)
        return f"1er{text[1:]}" if language == "fr" and value.day == 1 else text
    if isinstance(value, tuple | list):
        return listed(value)
    return str(value)


def told(doubt: Question) -> tuple[Any, dict[str, str]]:
    """Return the sentence of a doubt of the engine, beside the other bills of a site where it has some, and its facts."""
    params = {name: written(value) for name, value in doubt.params.items()}
    if "times" in doubt.params:
        params["times"] = written(three_figures(doubt.params["times"]))
    params["reading"] = " ".join(written(part) for part in doubt.readings[0]) if doubt.readings else ""
    beside = BESIDE_ITS_OWN.get(doubt.code) if doubt.params.get("beside") == "own" else None
    return beside or {**QUESTIONS, **METHOD_QUESTIONS}[doubt.code], params
