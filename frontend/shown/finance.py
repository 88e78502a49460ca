"""Requests to financiers as pages show them: how ready each is, in words, and the file that the firm has opened."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from frontend import formats
from frontend.shown.figures import between, sources
from frontend.shown.needs import table
from frontend.templatetags.words import unit
from marketplace.choices import Readiness, TicketBand, status_label
from marketplace.queries import FILTERS
from matching import queries as matching
from reference import queries as reference

LEGENDS = {
    "readiness": _("Readiness"),
    "status": _("State"),
    "region": _("Region"),
    "sector": _("Sector"),
    "measure": pgettext_lazy("noun", "Measure"),
    "ticket": _("Amount"),
}


def asked(typed: QueryDict) -> dict[str, list[str]]:
    """Return the filters that an address names; what is no level of readiness is left out."""
    found = {name: typed.getlist(name) for name in ("readiness", *FILTERS)}
    found["readiness"] = [value for value in found["readiness"] if value in Readiness.values]
    return {name: values for name, values in found.items() if values}


def filters(found: Mapping[str, Collection[str]], asked: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the filters of a queue as <c-facets> takes them: the values that are there."""
    values = {"readiness": Readiness.values, **{name: sorted(found[name]) for name in FILTERS}}
    groups = [
        {
            "name": name,
            "legend": legend,
            "options": [
                {"value": one, "label": label(name, one), "count": None, "checked": one in asked.get(name, ())}
                for one in values[name]
            ],
        }
        for name, legend in LEGENDS.items()
    ]
    return {"groups": groups, "applied": sum(map(len, asked.values())), "action": reverse("inbox")}


def label(name: str, value: str) -> str:
    """Return a value of a filter in words."""
    if name == "readiness":
        return str(Readiness(value).label)
    if name == "status":
        return status_label(value, is_finance=True)
    if name == "ticket":
        return str(TicketBand(value).label)
    if name == "measure":
        return matching.need_name(value) or gettext("The whole site")
    return reference.name(name, value) if value else gettext("Not given")


def ready_line(ready: Any) -> str:
    """Return a level with how many things are there."""
    return gettext("%(level)s, %(met)s of %(of)s") % {
        "level": ready.level_label,
        "met": formats.number(ready.met),
        "of": formats.number(ready.of),
    }


def for_financier(sheet: Any) -> dict[str, Any]:
    """Return what a financier reads of a request: what is there, what is missing, its own rules with their verdict."""
    return {
        "ready": ready_line(sheet.readiness),
        "items": [_item(one) for one in sheet.readiness.items],
        "rules": [{"state": one.state, "text": one.text, "note": one.note} for one in sheet.reasons.rules],
        "as_of": sheet.reasons.as_of,
        "asked": _asked(sheet),
        "file_url": reverse("firm_file", args=[sheet.id]) if sheet.readiness.is_open else "",
    }


def for_firm(sheet: Any) -> dict[str, Any]:
    """Return what the firm reads of its request to a financier: what it lacks with its next step, and who may read what."""
    return {
        "items": [_item(one) | {"note": one.next_step} for one in sheet.readiness.items if one.code != "file"],
        "asked": _asked(sheet),
        "is_open": sheet.readiness.is_open,
        "may_give": sheet.can_open_file,
        "gives_quotes": sheet.gives_quotes,
        "quotes_url": reverse("give_quotes", args=[sheet.id]),
        "close_url": reverse("close_file", args=[sheet.id]),
    }


def _item(one: Any) -> dict[str, str]:
    return {"state": "met" if one.is_met else "missing", "text": one.label, "note": ""}


def _asked(sheet: Any) -> list[dict[str, str]]:
    return [{"text": one.label, "end": formats.day(one.asked_at, "short")} for one in sheet.asked_documents]


def firm_file(found: Any) -> dict[str, Any]:
    """Return the file of a firm as its page takes it."""
    sheet, result = found.lead, found.footprint
    return {
        "lead": {"title": sheet.company.label, "what": sheet.subject, "is_demo": sheet.is_demo},
        "lead_url": reverse("lead", args=[sheet.id]),
        "documents": [
            {
                "url": reverse("document", args=[one.document_id]),
                "name": one.document.name,
                "kind": one.document.get_kind_display(),
                "until": one.until,
            }
            for one in found.accesses
        ],
        "measures": table(None, list(found.measures)),
        "quotes": _quotes(found.quotes),
        "footprint": _footprint(result) if result else None,
    }


def _quotes(quotes: Collection[Any]) -> dict[str, Any]:
    columns = [
        {"label": pgettext("of an offer", "Partner"), "num": False},
        {"label": gettext("Price, MAD without VAT"), "num": True},
        {"label": gettext("MAD a year"), "num": True},
        {"label": gettext("kWh a year"), "num": True},
        {"label": gettext("tCO₂e a year"), "num": True},
        {"label": gettext("Payback, years"), "num": True},
    ]
    rows = [
        {
            "head": one.partner,
            "note": _quote_note(one),
            "url": "",
            "cells": [
                "" if value is None else formats.number(value, most=1)
                for value in (
                    *(one.capex_mad, one.saving_mad_year, one.energy_kwh_year),
                    *(one.avoided_t_year, one.payback_years),
                )
            ],
        }
        for one in quotes
    ]
    return {"columns": columns, "rows": rows}


def _quote_note(one: Any) -> str:
    told = gettext("version %(version)s of %(day)s, as its partner states it") % {
        "version": one.version,
        "day": formats.day(one.sent_at, "short"),
    }
    return f"{one.need_name} · {told}" if one.need_name else told


def _footprint(result: Any) -> dict[str, Any]:
    mass = formats.mass(result.total.kg)
    facts = [
        {
            "term": gettext("Scope %(number)s") % {"number": one.code},
            "value": formats.with_unit(formats.mass(one.kg).value, formats.mass(one.kg).unit),
            "note": "",
        }
        for one in result.scopes
    ]
    note = gettext("Grade %(grade)s; %(percent)s %% of it rests on invoices.") % {
        "grade": result.grade or "–",
        "percent": formats.number(result.on_invoices_pct),
    }
    energy = formats.with_unit(formats.number(result.toe), unit("toe"))
    facts.append({"term": gettext("Final energy"), "value": energy, "note": ""})
    if not result.is_a_year:
        facts.append({"term": gettext("Bills"), "value": gettext("Some months only: a minimum"), "note": ""})
    return {
        "label": gettext("Footprint of %(year)s") % {"year": result.year},
        "value": mass.value,
        "unit": mass.unit,
        "range": between(result.total.low_kg, result.total.kg, result.total.high_kg),
        "note": note,
        "facts": facts,
        "source": gettext("Computed on %(day)s from the bills of the firm") % {"day": formats.day(result.computed_at)},
        "sources": sources(result),
    }
