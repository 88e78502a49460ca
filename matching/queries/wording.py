"""Codes and figures of a result as a person reads them, in the language asked for."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from footprint.choices import Voltage
from kernel import sentences
from kernel.locales import NUMBERS, of_days
from reference.queries import catalogue, name

UNITS = {"m2": "m²", "jobs/MMAD": ""}
MOST_LISTED = 4


def value(fact: str, written: Any, unit: str, language: str) -> str:
    """Return a required or actual value of a rule as words."""
    if written is None:
        return ""
    if isinstance(written, bool):
        return str(_("yes") if written else _("no"))
    if isinstance(written, list):
        if fact == "revenue_mad" and len(written) == 2:
            return _limits(written, unit, language)
        return listed((code_name(one, language) for one in written), len(written))
    text = str(written)
    if day := _day(text):
        return format_date(day, "long", locale=of_days(language))
    try:
        number = Decimal(text)
    except InvalidOperation:
        return code_name(text, language)
    shown = format_decimal(round(number, 2) if abs(number) < 100 else round(number), locale=NUMBERS[language])
    if unit == "years":
        return str(_("%(number)s years") % {"number": shown})
    unit = UNITS.get(unit, unit)
    return f"{shown}\u00a0{unit}" if unit else shown


def percent(share: Any, language: str) -> str:
    """Return a share of one as a whole per cent."""
    if share is None:
        return ""
    sign = "\u00a0%" if language == "fr" else "%"
    return f"{format_decimal(round(Decimal(str(share)) * 100), locale=NUMBERS[language])}{sign}"


def number(written: Any, language: str) -> str:
    return value("", written, "", language)


def listed(names: Iterable[str], total: int) -> str:
    """Return a few names, and how many more there are."""
    shown = [one for one, _ in zip(names, range(MOST_LISTED), strict=False)]
    more = total - len(shown)
    text = sentences.listed(shown)
    return _("%(some)s and %(more)s more") % {"some": text, "more": more} if more > 0 else text


def code_name(code: str, language: str) -> str:
    """Return the name of whatever reference code this is; the code itself when it is none."""
    known = catalogue()
    if code in Voltage.values:
        return str(Voltage(code).label)
    for kind, rows in (
        ("region", known.regions),
        ("sector", known.sectors),
        ("measure", known.measures),
        ("standard", known.standards),
    ):
        if code in rows:
            return name(kind, code, language)
    for kind in ("end_use", "measure_category", "carrier"):
        try:
            return name(kind, code, language)
        except KeyError:
            continue
    return str(_("all")) if code == "*" else code


def _limits(written: list[Any], unit: str, language: str) -> str:
    low, high = (None if one is None else value("", one, unit, language) for one in written)
    if low and high:
        return str(_("between %(low)s and %(high)s") % {"low": low, "high": high})
    return str(_("at least %(low)s") % {"low": low}) if low else str(_("at most %(high)s") % {"high": high})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[4] == "-" else None
    except ValueError:
        return None
