"""Results as pages show them: measured beside promised, for the same days, with where the figures come from."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend import formats
from frontend.templatetags.words import unit

UNITS = {"energy_kwh": ("kWh", 0), "saving_mad": ("MAD", 0), "avoided_t": ("tCO₂e", 1)}
BADGES = {"waiting": "turn", "measured": "verified"}


def links(sheets: Sequence[Any]) -> list[dict[str, str]]:
    """Return the results of a request for a list of turns."""
    return [
        {
            "text": title(one),
            "url": reverse("result", args=[one.id]),
            "by": one.state_label,
            "note": _verdict(one),
        }
        for one in sheets
    ]


def title(sheet: Any) -> str:
    after = ngettext("Result after %(count)s month", "Result after %(count)s months", sheet.months)
    return after % {"count": formats.number(sheet.months)}


def result(sheet: Any) -> dict[str, Any]:
    """Return one result as its reader may see it."""
    return {
        "title": title(sheet),
        "badge": {"kind": BADGES.get(sheet.state, "ended"), "text": sheet.state_label},
        "verdict": _verdict(sheet),
        "is_kept": sheet.is_kept,
        "columns": [
            {"label": _("Figure"), "num": False},
            {"label": _("Measured"), "num": True},
            {"label": _("Promised for as many days"), "num": True},
            {"label": _("Share"), "num": True},
        ],
        "rows": [_row(one, sheet) for one in sheet.figures],
        "source": _source(sheet),
        "is_hidden": sheet.side == "partner" and sheet.state == "measured" and not sheet.is_shared,
        "quote_url": reverse("quote", args=[sheet.quote_id]) if sheet.quote_id else "",
    }


def _row(one: Any, sheet: Any) -> dict[str, Any]:
    names = {"energy_kwh": _("Saved or produced"), "saving_mad": _("Saved on bills"), "avoided_t": _("Avoided")}
    code, places = UNITS[one.code]
    cells = [
        formats.with_unit(formats.number(value, places), unit(code)) if value is not None else "–"
        for value in (one.measured, one.promised)
    ]
    share = formats.with_unit(formats.number(one.share * 100, 0), "%") if one.share is not None else "–"
    computed = one.code == "avoided_t" and sheet.is_avoided_computed
    note = _("kWh at the factor of the grid") if computed else ""
    return {"head": names[one.code], "note": note, "cells": [*cells, share]}


def _verdict(sheet: Any) -> str:
    if sheet.is_kept is None:
        return ""
    if sheet.is_kept:
        return _("At least nine tenths of what was promised for these days")
    return _("Less than nine tenths of what was promised for these days")


def _source(sheet: Any) -> str:
    if not sheet.source:
        return ""
    words = {
        "first": formats.day(sheet.starts_on),
        "last": formats.day(sheet.ends_on),
        "source": sheet.source_label,
        "grade": sheet.confidence,
        "day": formats.day(sheet.answered_at),
    }
    said = _("From %(first)s to %(last)s. %(source)s; confidence: %(grade)s; told on %(day)s.") % words
    if sheet.days < 330:
        part = _("Less than a whole year: the season weighs on it.")
        return f"{said} {part}"
    return said
