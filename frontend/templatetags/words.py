"""Numbers, dates and texts as a page writes them."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from frontend import formats
from kernel.sentences import listed

register = template.Library()
register.filter("listed", listed)


def has(value: Any) -> bool:
    """Return whether there is a value at all; zero is one."""
    return value is not None and value != ""


@register.filter
def num(value: Any) -> SafeString:
    """Isolate a written number, with tabular digits; nothing for nothing."""
    return format_html('<bdi class="num">{}</bdi>', value) if has(value) else mark_safe("")


@register.filter
def ltr(value: Any) -> SafeString:
    """Keep a code, phone, range or formula reading left to right as one unit."""
    return format_html('<bdi class="num" dir="ltr">{}</bdi>', value) if has(value) else mark_safe("")


RUN = re.compile(
    r"(?<![^\W\u0620-\u064a\u066e-\u06d3])(?<!\d[.,:/–-])(?<!\+)"  # in Arabic, "and" is written to its number
    r"(?:[A-Z]{2,}[A-Z0-9]*[ \u00a0-])?"  # the letters of a standard or an account
    r"\+?\d[\w]*(?:[ \u00a0\u202f]?[.,:/–-]?[ \u00a0\u202f]?\d[\w]*)*"
    r"(?:[ \u00a0]?%)?"
)


MARKUP = re.compile(r"(<[^>]*>|&#?\w+;)")


def _isolated(text: str) -> str:
    """Wrap each run of an escaped text, leaving its tags and entities alone."""
    parts = MARKUP.split(text)
    return "".join(part if at % 2 else RUN.sub(r'<bdi dir="ltr">\g<0></bdi>', part) for at, part in enumerate(parts))


@register.filter
def isolate(value: Any) -> SafeString:
    """Isolate the phones, codes, dates and ranges inside a text that a person wrote; the rest is escaped as usual."""
    text = conditional_escape(value)
    return mark_safe(text if "<bdi" in text else _isolated(text))  # noqa: S308 - escaped above


@register.filter
def prose(value: Any) -> str:
    """Set a sentence as its language asks: no-break spaces of French punctuation, numbers isolated in Arabic."""
    if formats.language() == "ar":
        return isolate(value)
    text = formats.french_spaces(str(value)) if formats.language() == "fr" else str(value)
    return mark_safe(text) if isinstance(value, SafeString) else text  # noqa: S308 - only spaces changed


@register.filter
def phone(value: str) -> SafeString:
    """Write a phone number in groups, left to right, as a link to dial."""
    digits = "".join(letter for letter in value if letter.isdigit() or letter == "+")
    return format_html('<a href="tel:{}"><bdi class="num" dir="ltr">{}</bdi></a>', digits, formats.phone(value))


@register.filter
def monogram(name: str) -> str:
    """Return the one or two letters that stand for a name: two initials in Latin, one in Arabic, whose letters join."""
    words = [word for word in re.findall(r"\w+", name) if len(word) > 2] or re.findall(r"\w+", name) or ["?"]
    first = words[0]
    if first[0] >= "\u0600":
        return first.removeprefix("ال")[:1]
    return (first[0] + words[1][0] if len(words) > 1 else first[:2]).upper()


TINTS = ["", "saffron", "argan", "brick", "slate"]


@register.filter
def tint(key: Any) -> str:
    """Return one of five tints, always the same for the same id."""
    return TINTS[sum(str(key).encode()) % len(TINTS)]


@register.filter
def number(value: formats.Number | None, places: int | None = None) -> str:
    """Write a number as the language does; `places` forces its decimals."""
    return formats.number(value, places) if value is not None else ""


@register.filter
def signed(value: formats.Number | None) -> str:
    """Write a number with its sign."""
    return formats.signed(value) if value is not None else ""


@register.filter
def percent(share: formats.Number | None, places: int = 0) -> str:
    """Write a share of one as a percentage."""
    return formats.percent(share, places) if share is not None else ""


@register.filter
def money(amount: formats.Number | None, code: str = "MAD") -> str:
    """Write a whole amount."""
    return formats.money(amount, code=code) if amount is not None else ""


@register.filter
def cents(amount: formats.Number | None, code: str = "MAD") -> str:
    """Write an amount with its cents, as on a bill."""
    return formats.money(amount, 2, code) if amount is not None else ""


@register.filter
def millions(amount: formats.Number | None, code: str = "MAD") -> str:
    """Write a large amount in millions."""
    return formats.millions(amount, code) if amount is not None else ""


@register.filter
def mass(kilograms: formats.Number | None) -> str:
    """Write kilograms of CO₂e with three significant figures and their unit."""
    return str(formats.mass(kilograms)) if kilograms is not None else ""


UNITS = {
    "kwh": lambda: gettext("kWh"),
    "mwh": lambda: gettext("MWh"),
    "kva": lambda: gettext("kVA"),
    "kwp": lambda: gettext("kWp"),
    "l": lambda: gettext("L"),
    "kg": lambda: gettext("kg"),
    "t": lambda: gettext("t"),
    "m2": lambda: gettext("m²"),
    "m3": lambda: gettext("m³"),
    "km": lambda: gettext("km"),
    "year": lambda: gettext("years"),
    "years": lambda: gettext("years"),
    "mad": lambda: gettext("MAD"),
    "kw": lambda: gettext("kW"),
    "h": lambda: pgettext("unit", "h"),
    "ha": lambda: gettext("ha"),
    "bar": lambda: gettext("bar"),
}


@register.filter
def unit(code: str) -> str:
    """Return what a unit is called beside a number; a unit without a name of ours is its code."""
    return "/".join(UNITS[part.lower()]() if part.lower() in UNITS else part for part in code.split("/"))


@register.simple_tag
def quantity(value: formats.Number, code: str, places: int | None = None) -> str:
    """Write a value with its unit."""
    return formats.with_unit(formats.number(value, places), unit(code))


@register.simple_tag
def between(low: Any, high: Any) -> SafeString:
    """Say an interval in words, never with ±. Numbers are written here; written text is taken as it is."""
    parts = [formats.number(end) if isinstance(end, int | float | Decimal) else end for end in (low, high)]
    return format_html(gettext("between {low} and {high}"), low=num(parts[0]), high=num(parts[1]))


@register.filter
def day(moment: date | datetime | None, style: str = "long") -> str:
    """Write a day: long short weekday full month month_year month_short."""
    return formats.day(moment, style) if moment is not None else ""


@register.filter
def hour(moment: datetime | time | None) -> str:
    """Write the hour in Morocco."""
    return formats.hour(moment) if moment is not None else ""


@register.filter
def iso(moment: date | datetime | None) -> str:
    """Write an instant or a day for the `datetime` attribute."""
    return moment.isoformat() if moment is not None else ""


@register.filter
def capital(value: str) -> str:
    """Raise the first letter only: a month opening a line."""
    return value[:1].upper() + value[1:]


BROWSERS = {"Firefox/": "Firefox", "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser/": "Samsung", "Chrome/": "Chrome"}
BROWSERS |= {"CriOS/": "Chrome", "Safari/": "Safari"}  # the later ones stand in the lines of the earlier ones too
MACHINES = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.filter
def browser(line: str) -> str:
    """Name the browser and the machine of a session as people do, or give what it calls itself."""
    found = [next((name for mark, name in known.items() if mark in line), "") for known in (BROWSERS, MACHINES)]
    return listed(name for name in found if name) or line[:60]
