"""What a partner types of a quote becomes values; what a quote needs before it is sent."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from footprint.actions import typed
from kernel.actor import Actor
from kernel.text import plain_lines
from marketplace.choices import LONGEST_TERMS, LONGEST_VALID_DAYS, MOST_LINES, EnergyOf, Payment
from marketplace.models import Quote

_MONEY = typed.number(highest=Decimal(10) ** 11, places=2)


def _long(value: Any, _language: str) -> str:
    text = plain_lines(str(value))
    if len(text) > LONGEST_TERMS:
        raise ValidationError(_("At most %(longest)s characters."), code="too_long", params={"longest": LONGEST_TERMS})
    return text


READERS: dict[str, typed.Reader] = {
    "capex_mad": _MONEY,
    "saving_mad_year": _MONEY,
    "energy_of": typed.one_of(lambda: EnergyOf.values),
    "energy_kwh_year": typed.number(highest=Decimal(10) ** 10, places=2),
    "power_kwp": typed.number(highest=Decimal(10) ** 6, places=3),
    "avoided_t_year": typed.number(highest=Decimal(10) ** 7, places=3),
    "payback_years": typed.number(highest=Decimal(100), places=2),
    "valid_until": typed.day,
    "finance": typed.some_of(lambda: Payment.values),
    "guarantees": _long,
    "notes": _long,
}
NAMES = tuple(READERS)
_EMPTY: dict[str, Any] = {"energy_of": "", "guarantees": "", "notes": "", "finance": []}
LINE: dict[str, typed.Reader] = {
    "label": typed.text(200),
    "quantity": typed.number(highest=Decimal(10) ** 8, places=3),
    "unit": typed.text(20),
    "unit_price_mad": _MONEY,
}


def read(
    actor: Actor, values: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """
    Return the figures and the lines; what was left out is empty.

    :raises ValidationError: naming each field that is wrong, of a line as `lines.0.quantity`
    :raises Question: when all are readable but one has several readings
    """
    language = typed.language_of(actor)
    problems: dict[str, Any] = {}
    found: dict[str, Any] = {}
    kept = []
    try:
        found = typed.read(values, READERS, language=language)
    except ValidationError as error:
        problems |= error.error_dict
    for at, line in enumerate(lines):
        try:
            kept.append(_line(line, language))
        except ValidationError as error:
            problems |= {f"lines.{at}.{name}": told for name, told in error.error_dict.items()}
    if len(lines) > MOST_LINES:
        problems["lines"] = [
            ValidationError(_("At most %(longest)s entries."), code="too_many", params={"longest": MOST_LINES})
        ]
    if problems:
        raise ValidationError(problems)
    return {name: found.get(name) or _EMPTY.get(name, found.get(name)) for name in NAMES}, kept


def _line(line: Mapping[str, Any], language: str) -> dict[str, Any]:
    found = typed.read(line, LINE, language=language)
    typed.need(found, "label", "quantity", "unit_price_mad")
    return {name: found.get(name) if name != "unit" else found.get(name) or "" for name in LINE}


def last_day(quote: Quote, today: date) -> date:
    """
    Return until when a quote is valid, once it says what the other side needs to decide.

    :raises ValidationError: naming each figure that is missing or cannot be
    """
    problems: dict[str, Any] = {}
    for name in ("capex_mad", "valid_until"):
        if getattr(quote, name) is None:
            problems[name] = ValidationError(_("This is needed."), code="required")
    if not quote.lines.exists():
        problems["lines"] = ValidationError(_("Write at least one line with its price."), code="required")
    if quote.energy_kwh_year is not None and not quote.energy_of:
        problems["energy_of"] = ValidationError(_("Say what these kWh are."), code="required")
    if quote.valid_until and not today <= quote.valid_until <= today + timedelta(days=LONGEST_VALID_DAYS):
        problems["valid_until"] = ValidationError(_("Choose a day from today on, within a year."), code="out_of_range")
    if problems:
        raise ValidationError(problems)
    assert quote.valid_until is not None, "checked above"
    return quote.valid_until
