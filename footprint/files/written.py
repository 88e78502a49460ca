"""Emissions and shares as paper writes them: three significant figures, half up, in words never with plus or minus."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from footprint.engine import display
from kernel.typesetting.figures import NO_BREAK, language, number

HALF = Decimal("0.5")
MINUS = "\u2212"


def mass(kg: Decimal) -> str:
    """Write an emission, in tonnes from one tonne on; nothing is zero tonnes."""
    shown = display.mass(kg)
    if not kg:
        return "0" + NO_BREAK + _("tCO₂e")
    unit = _("tCO₂e") if shown.unit == "t" else _("kgCO₂e")
    return f"{plain(shown.value)}{NO_BREAK}{unit}"


def signed_mass(kg: Decimal) -> str:
    """Write a change with its sign, held together inside a line that runs the other way."""
    return isolated(("+" if kg > 0 else "") + mass(kg))


def isolated(text: str) -> str:
    return f"\u2068{text}\u2069" if language() == "ar" else text


def plain(value: Decimal) -> str:
    """Write a rounded value with the decimals that it has."""
    exponent = value.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return (MINUS if value < 0 else "") + number(abs(value), places, exact=False)


def three(value: Decimal) -> str:
    return plain(display.three_figures(value))


def spread(figure: Any) -> str:
    """Say an interval in words, on the unit of its middle."""
    if figure.low_kg is None or figure.high_kg is None:
        return ""
    tonnes = display.mass(figure.kg).unit == "t"
    low, high = (three(one / 1000 if tonnes else one) for one in (figure.low_kg, figure.high_kg))
    unit = _("tCO₂e") if tonnes else _("kgCO₂e")
    return _("between %(low)s and %(high)s") % {"low": low, "high": f"{high}{NO_BREAK}{unit}"}


def share(value: Decimal) -> str:
    """Write a part of a whole; what is small is never nothing."""
    if value and abs(value) < HALF:
        return _("under %(share)s") % {"share": percent(Decimal(1))}
    return percent(value)


def percent(value: Decimal, places: int = 0) -> str:
    """Write a percentage; French sets a no-break space before the sign."""
    return number(value, places) + (NO_BREAK if language() == "fr" else "") + "%"
