"""A partner's offers as the list and the editor name them."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from kernel.canonical import decimal_text
from kernel.text import fold
from partners import queries as partners
from partners.choices import Shelf
from reference import queries as reference

WRITTEN = {"fr": "Français", "ar": "العربية", "en": "English"}
TEXTS = {
    "fr": (_("Title, in French"), _("Description, in French")),
    "ar": (_("Title, in Arabic"), _("Description, in Arabic")),
    "en": (_("Title, in English"), _("Description, in English")),
}
EVERY = "*"
YES_NO = [("yes", _("Yes")), ("no", _("No")), ("", _("Not said"))]
FACTS = {"yes": True, "no": False}
THREE_VALUED = ("requires_roof_ownership", "remote")
LONG = ("sectors", "standards_accredited")
_FINANCE = ("instrument", "grant_pct", "own_funds_min_pct")
_CERTIFICATION = ("standards_accredited", "accreditation_valid_until")
_SITE = ("min_roof_m2", "min_annual_kwh", "requires_roof_ownership", "price_low_mad", "price_high_mad", "price_unit")
NOT_FOR = {
    "provider": (*_FINANCE, *_CERTIFICATION),
    "financier": (*_CERTIFICATION, *_SITE),
    "certifier": (*_FINANCE, *_SITE),
}
GROUPS = (
    (_("Status"), ("intake", "as_of", "closes_on", "instrument")),
    (
        _("Size and price"),
        ("ticket_min_mad", "ticket_max_mad", "price_low_mad", "price_high_mad", "price_unit", "grant_pct"),
    ),
    (_("Your room"), ("available_in_days", "capacity_month", "remote", "languages")),
    (
        _("What a firm must have"),
        (
            "employees_max",
            "revenue_min_mad",
            "own_funds_min_pct",
            "min_roof_m2",
            "min_annual_kwh",
            "requires_roof_ownership",
        ),
    ),
    (_("Accreditation"), ("standards_accredited", "accreditation_valid_until")),
    (_("Sectors"), ("sectors",)),
)
SHELF_WORDS = {
    Shelf.DRAFT: _("Draft: nobody else sees it."),
    Shelf.PUBLISHED: _("Published: found and matched."),
    Shelf.PAUSED: _("Paused. No new request; talks under way go on."),
    Shelf.ARCHIVED: _("Put away."),
}


def _names(kind: str) -> list[tuple[str, str]]:
    return sorted(reference.names(kind).items(), key=lambda one: fold(one[1]))


def measure_choices() -> list[tuple[str, str]]:
    return [(EVERY, gettext("Every measure")), *_names("measure")]


def region_choices() -> list[tuple[str, str]]:
    return [(code, reference.name("region", code)) for code in sorted(reference.catalogue().regions)]


def sector_choices() -> list[tuple[str, str]]:
    return _names("sector")


def standard_choices() -> list[tuple[str, str]]:
    return _names("standard")


def instrument_choices() -> list[tuple[str, str]]:
    return [("", gettext("Choose")), *_names("instrument")]


def language_choices() -> list[tuple[str, str]]:
    return list(WRITTEN.items())


def values_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return a form's content under the names of the exchange format; what is empty is unknown."""
    values = {name: value for name, value in cleaned.items() if name not in {"regions", "sectors"}}
    values["regions_served"] = cleaned.get("regions") or None
    values["sectors_served"] = cleaned.get("sectors") or [EVERY]
    measures = cleaned.get("measures") or None
    values["measures"] = [EVERY] if measures and EVERY in measures else measures
    for name, value in values.items():
        if isinstance(value, Decimal):
            values[name] = decimal_text(value)
        if value in ("", []):
            values[name] = None
    values |= {name: FACTS.get(cleaned[name]) for name in THREE_VALUED if name in cleaned}
    return values


def initial(row: Any) -> dict[str, Any]:
    if row is None:
        return {"intake": "open"}
    sectors = row.terms.get("sectors_served") or []
    return {
        **row.terms,
        **{f"{part}_{one}": getattr(row, f"{part}_{one}") for part in ("name", "description") for one in WRITTEN},
        "intake": row.intake,
        "as_of": row.as_of,
        "closes_on": row.closes_on,
        "ticket_min_mad": row.ticket_min_mad,
        "ticket_max_mad": row.ticket_max_mad,
        **{name: {True: "yes", False: "no"}.get(row.terms.get(name), "") for name in THREE_VALUED},
        "measures": partners.measures_of(row),
        "regions": row.terms.get("regions_served") or [],
        "sectors": [] if EVERY in sectors else sectors,
    }


def list_page(rows: Any, *, may_write: bool) -> dict[str, Any]:
    return {
        "columns": [{"label": gettext("Offer")}, {"label": gettext("Shelf")}, {"label": gettext("Changed")}],
        "rows": [
            {
                "head": partners.in_language(row, "name"),
                "note": "",
                "url": reverse("offer_editor", args=[row.pk]),
                "cells": [str(Shelf(row.shelf).label), formats.day(row.updated_at, "short")],
            }
            for row in rows
        ],
        "new_url": reverse("new_offer") if may_write else "",
        "import_url": reverse("imports", args=["offers"]) if may_write else "",
    }


def editor_page(row: Any, form: Any) -> dict[str, Any]:
    groups = [(title, [form[name] for name in names if name in form.fields]) for title, names in GROUPS]
    offer = None
    if row is not None:
        offer = {
            "title": partners.in_language(row, "name"),
            "state_words": str(SHELF_WORDS[Shelf(row.shelf)]),
            "preview_url": reverse("offer", args=[row.pk]) if row.shelf == Shelf.PUBLISHED else "",
        }
    return {
        "offer": offer,
        "form": form,
        "languages": [_language(code, name, form, row) for code, name in WRITTEN.items()],
        "long": LONG,
        "terms": [{"title": title, "fields": fields} for title, fields in groups if fields],
        "ready": _ready(row),
        "list_url": reverse("offers"),
        "actions": _actions(row),
    }


def _language(code: str, name: str, form: Any, row: Any) -> dict[str, Any]:
    fields = [form[f"name_{code}"], form[f"description_{code}"]]
    filled = [bool(field.value()) for field in fields]
    return {
        "code": code,
        "name": name,
        "direction": "rtl" if code == "ar" else "ltr",
        "filled": sum(filled),
        "count": len(fields),
        "missing": [str(field.label) for field, full in zip(fields, filled, strict=True) if not full],
        "fields": fields,
        "open": code == formats.language() or any(field.errors for field in fields) or (row is None and code == "fr"),
    }


def _ready(row: Any) -> list[dict[str, str]]:
    """Return what publishing asks, met or missing."""
    if row is None:
        return []
    needed = {
        "regions_served": gettext("The regions served"),
        "sectors_served": gettext("The sectors served"),
        "measures": gettext("What the offer does"),
    }
    return [
        {"state": "met" if row.terms.get(name) else "missing", "text": text, "note": ""}
        for name, text in needed.items()
    ]


def _actions(row: Any) -> list[dict[str, str]]:
    """Return the buttons of the editor, as far as this member may press them."""
    published = row is not None and row.shelf == Shelf.PUBLISHED
    publish = gettext("Publish the changes") if published else gettext("Publish")
    keep = gettext("Keep as a draft") if row is None or row.shelf == Shelf.DRAFT else gettext("Keep")
    buttons = [
        ("publish", publish, "main", row is None or row.can_publish),
        ("keep", keep, "", row is None or (row.can_edit and not published)),
        ("pause", gettext("Pause"), "", published and row.can_pause),
        ("archive", gettext("Put away"), "quiet", row is not None and row.can_archive and row.shelf != Shelf.ARCHIVED),
    ]
    return [{"value": value, "label": label, "kind": kind} for value, label, kind, shown in buttons if shown]
