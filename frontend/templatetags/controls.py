"""Forms, languages, addresses, and reading of rows."""

from typing import Any

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from frontend import formats
from frontend.asking import CODE
from frontend.templatetags.words import has
from kernel.sentences import listed

register = template.Library()


@register.simple_tag
def control(field: BoundField, unit_id: str = "", **attributes: str) -> SafeString:
    """Render the control of a field, described by its hint, its error and its unit."""
    named: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in attributes.items() if value}
    described = " ".join(part for part in (field.aria_describedby, unit_id) if part)
    field.field.widget.attrs.pop("placeholder", None)  # a hint that vanishes when one types is no hint
    if described:
        named["aria-describedby"] = described
    return field.as_widget(attrs=named)


@register.simple_tag
def error_list(first: Any, others: Any) -> list[dict[str, str]]:
    """Return what is wrong with each field of these forms, with its label and id; errors of a whole form have none, questions are left out."""
    found: list[dict[str, str]] = []
    for form in [*([first] if first is not None else []), *others]:
        if not form.is_bound:
            continue
        whole = form.errors.as_data().get(NON_FIELD_ERRORS, [])
        asked = {text for error in whole if error.code == CODE for text in error.messages}
        found += [{"id": "", "label": "", "text": text} for text in form.non_field_errors() if text not in asked]
        found += [
            {"id": field.id_for_label or field.auto_id, "label": str(field.label), "text": " ".join(field.errors)}
            for field in form
            if field.errors
        ]
    return found


@register.filter
def ticked(field: BoundField) -> str:
    """Return the names of the boxes ticked, in the order of the list."""
    chosen = {str(value) for value in field.value() or []}
    options: Any = field.field
    names = [str(name) for value, name in options.choices if str(value) in chosen]
    return listed(names)


@register.filter
def known(value: Any) -> bool:
    """Return whether there is a value at all; zero is one."""
    return has(value)


@register.filter
def at(rows: Any, position: int) -> Any:
    """Return the row at a position."""
    return rows[position]


LANGUAGES = [
    {"code": "fr", "name": "Français", "short": "Fr", "direction": "ltr"},
    {"code": "ar", "name": "العربية", "short": "ع", "direction": "rtl"},
    {"code": "en", "name": "English", "short": "En", "direction": "ltr"},
]


@register.simple_tag
def language_choices() -> list[dict[str, Any]]:
    """Return the three languages, each by its own name, the active one marked."""
    return [{**entry, "current": entry["code"] == formats.language()} for entry in LANGUAGES]
