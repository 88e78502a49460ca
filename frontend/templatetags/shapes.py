"""Icons, verdicts and the positions of charts."""

from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from frontend import charts, formats, styles
from frontend.templatetags.words import has

register = template.Library()


@register.simple_tag
def icon(name: str, modifiers: str = "") -> SafeString:
    """Draw an icon of the sprite; it is hidden from readers, so a name stands beside it. Modifiers: small large way."""
    classes = " ".join(["icon", *(part if part == "muted" else f"icon--{part}" for part in modifiers.split())])
    sprite = static("icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>', classes, sprite, name
    )


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


@register.simple_tag
def band_marks(
    low: formats.Number, middle: formats.Number, high: formats.Number, bottom: Any = 0, top: Any = None
) -> charts.Band:
    """Place an honest underline."""
    return charts.band(low, middle, high, bottom=bottom or 0, top=top if has(top) else None)


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


@register.simple_tag
def scale_top(rows: Any, top: Any = None) -> Decimal:
    """Return the end of the scale that these bars share."""
    ends = [charts.read(row, "high") or charts.read(row, "kg") for row in rows]
    return formats.exact(top) if has(top) else max((formats.exact(end) for end in ends), default=Decimal(1))
