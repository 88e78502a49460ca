"""
Tags and filters of the pages. They are built in: no template loads them.

Formatting filters (`number`, `money`, `mass`, `percent`, `day`…) return plain text, fit for an attribute too. In the text of
a page a number goes through `num` (its own isolated run, tabular digits) or `ltr` (codes, phones, ranges, formulas: read
left to right as one unit, in Arabic as well).
"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from frontend import charts, formats, styles

register = template.Library()


def _known(value: Any) -> bool:
    return value is not None and value != ""


# Shapes ---------------------------------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str, modifiers: str = "") -> SafeString:
    """Draw an icon of the sprite; it is hidden from readers, so a name stands beside it. Modifiers: small large way."""
    classes = " ".join(["icon", *(part if part == "muted" else f"icon--{part}" for part in modifiers.split())])
    sprite = static("icons.svg")
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>', classes, sprite, name)


VERDICT_WORDS = {
    "met": lambda: pgettext("verdict", "Met"),
    "missing": lambda: pgettext("verdict", "Missing"),
    "unknown": lambda: pgettext("verdict", "To confirm"),
    "open": lambda: pgettext("verdict", "To add"),
}


@register.simple_tag
def shape(state: str, said: bool = True) -> SafeString:
    """Draw met, missing, unknown or open, with its word for those who do not see it (`said=False` when a word is near)."""
    svg = format_html(
        '<svg class="verdict verdict--{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        state, static("icons.svg"), state,
    )  # fmt: skip
    if not said:
        return svg
    return format_html('{}<span class="visually-hidden">{}{} </span>', svg, VERDICT_WORDS[state](), _colon())


def _colon() -> str:
    return formats.NO_BREAK + ":" if formats.language() == "fr" else ":"


@register.simple_tag
def sprite_url(name: str) -> str:
    """Return the address of one symbol of the sprite."""
    return f"{static('icons.svg')}#i-{name}"


@register.simple_tag
def stylesheet_url() -> str:
    """Return the address of the one stylesheet."""
    return reverse("stylesheet", args=[styles.stylesheet().digest])


# Text -----------------------------------------------------------------------------------------------------------------
@register.filter
def num(value: Any) -> SafeString:
    """Isolate a written number, with tabular digits; nothing for nothing."""
    return format_html('<bdi class="num">{}</bdi>', value) if _known(value) else mark_safe("")  # noqa: S308 - empty


@register.filter
def ltr(value: Any) -> SafeString:
    """Keep a code, phone, range or formula reading left to right as one unit."""
    return format_html('<bdi class="num" dir="ltr">{}</bdi>', value) if _known(value) else mark_safe("")  # noqa: S308 - empty


RUN = re.compile(
    r"(?<![\w+])"
    r"(?:[A-Z]{2,}[A-Z0-9]*[ \u00a0-])?"  # the letters of a standard or an account
    r"\+?\d[\w]*(?:[ \u00a0\u202f]?[.,:/–-]?[ \u00a0\u202f]?\d[\w]*)*"
    r"(?:[ \u00a0]?%)?"
)


@register.filter
def isolate(value: str) -> SafeString:
    """Isolate the phones, codes, dates and ranges inside a text that a person wrote; the rest is escaped as usual."""
    parts, at = [], 0
    for match in RUN.finditer(value):
        parts += [escape(value[at : match.start()]), format_html('<bdi dir="ltr">{}</bdi>', match[0])]
        at = match.end()
    return mark_safe("".join([*parts, escape(value[at:])]))  # noqa: S308 - every part is escaped above


@register.filter
def french(value: str) -> str:
    """Make the spaces of French punctuation no-break when the page is in French."""
    text = formats.french_spaces(str(value)) if formats.language() == "fr" else value
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


# Figures --------------------------------------------------------------------------------------------------------------
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


@register.simple_tag
def mass_of(kilograms: formats.Number, low: formats.Number | None = None, high: formats.Number | None = None) -> formats.Mass:
    """Return value, unit, low and high of a mass, all on the unit that its middle takes."""
    return formats.mass(kilograms, low, high)


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
}


@register.filter
def unit(code: str) -> str:
    """Return what a unit is called beside a number; a unit without a name of ours is its code."""
    name = UNITS.get(str(code).lower())
    return name() if name else code


@register.simple_tag
def quantity(value: formats.Number, code: str, places: int | None = None) -> str:
    """Write a value with its unit."""
    return formats.with_unit(formats.number(value, places), unit(code))


@register.simple_tag
def between(low: Any, high: Any) -> SafeString:
    """Say an interval in words, never with ±. Numbers are written here; written text is taken as it is."""
    parts = [formats.number(end) if isinstance(end, int | float | Decimal) else end for end in (low, high)]
    return format_html(gettext("between {low} and {high}"), low=num(parts[0]), high=num(parts[1]))


# Dates ----------------------------------------------------------------------------------------------------------------
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


# Charts ---------------------------------------------------------------------------------------------------------------
@register.simple_tag
def band_marks(
    low: formats.Number, middle: formats.Number, high: formats.Number, bottom: Any = 0, top: Any = None
) -> charts.Band:
    """Place an honest underline."""
    return charts.band(low, middle, high, bottom=bottom or 0, top=top if _known(top) else None)


@register.filter
def share_of(part: formats.Number, whole: formats.Number) -> str:
    """Return a percentage for an SVG attribute."""
    return charts.width(part, whole)


@register.filter
def point_bars(rows: Any) -> list[charts.PointBar]:
    """Place the points of a score."""
    return charts.point_bars(list(rows))


@register.simple_tag
def points_sum(start: int, rows: Any, total: int) -> str:
    """Write the sum of a score as text."""
    return charts.points_sum(start, [charts.read(row, "points") for row in rows], total)


@register.filter
def slices(rows: Any) -> list[charts.Slice]:
    """Lay the scopes end to end."""
    return charts.slices(list(rows))


@register.simple_tag
def region_tiles() -> list[charts.Tile]:
    """Return the twelve octagons of the map."""
    return charts.TILES


@register.filter
def times(count: int) -> range:
    """Return a range, to draw as many lozenges."""
    return range(int(count))


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """Return an entry of a mapping, or nothing."""
    return mapping.get(key, "") if mapping else ""


# Addresses ------------------------------------------------------------------------------------------------------------
@register.simple_tag
def query_without(parameters: QueryDict, name: str, value: Any = None) -> str:
    """Return the query string without one value of a parameter (or without all of them), and back on the first page."""
    left = parameters.copy()
    kept = [] if value is None else [entry for entry in left.getlist(name) if entry != str(value)]
    left.setlist(name, kept)
    for cursor in ("after", "before", "page"):
        left.pop(cursor, None)
    return "?" + left.urlencode()


# Forms ----------------------------------------------------------------------------------------------------------------
@register.simple_tag
def control(field: BoundField, unit_id: str = "", **attributes: str) -> SafeString:
    """Render the control of a field, described by its hint, its error and its unit."""
    named = {name.replace("_", "-"): value for name, value in attributes.items() if value}
    described = " ".join(part for part in (field.aria_describedby, unit_id) if part)
    if described:
        named["aria-describedby"] = described
    return field.as_widget(attrs=named)


@register.filter
def known(value: Any) -> bool:
    """Return whether there is a value at all; zero is one."""
    return _known(value)


@register.simple_tag
def error_list(first: Any, others: Any) -> list[dict[str, str]]:
    """Return every error of these forms with the label and id of its field; errors of a whole form have none."""
    found: list[dict[str, str]] = []
    for form in [*([first] if first is not None else []), *others]:
        if not form.is_bound:
            continue
        found += [{"id": "", "label": "", "text": text} for text in form.non_field_errors()]
        found += [
            {"id": field.id_for_label or field.auto_id, "label": str(field.label), "text": text}
            for field in form
            for text in field.errors
        ]
    return found


@register.filter
def at(rows: Any, position: int) -> Any:
    """Return the row at a position."""
    return rows[position]


@register.simple_tag
def scale_top(rows: Any, top: Any = None) -> Decimal:
    """Return the end of the scale that these bars share."""
    ends = [charts.read(row, "high") or charts.read(row, "kg") for row in rows]
    return formats.exact(top) if _known(top) else max((formats.exact(end) for end in ends), default=Decimal(1))


LANGUAGES = [
    {"code": "fr", "name": "Français", "short": "Fr", "direction": "ltr"},
    {"code": "ar", "name": "العربية", "short": "ع", "direction": "rtl"},
    {"code": "en", "name": "English", "short": "En", "direction": "ltr"},
]


@register.simple_tag
def language_choices() -> list[dict[str, Any]]:
    """Return the three languages, each by its own name, the active one marked."""
    return [{**entry, "current": entry["code"] == formats.language()} for entry in LANGUAGES]
