"""Quotes as pages show them: one alone, several side by side in the same units; nothing that was stated is corrected."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from frontend import formats
from frontend.templatetags.words import unit
from kernel.sentences import listed
from reference import queries as reference

BADGES = {"draft": "new", "sent": "turn", "accepted": "verified", "declined": "ended", "expired": "ended"}
BADGES["replaced"] = "ended"
PLACES = {"capex_mad": 2, "payback_years": 1, "avoided_t_year": 1, "yield_kwh_kwp": 0}


def badge(sheet: Any) -> dict[str, str]:
    return {"kind": BADGES[sheet.status], "text": sheet.status_label}


def title(sheet: Any) -> str:
    return _("Quote of %(partner)s, version %(version)s") % {
        "partner": sheet.lead.partner.label,
        "version": sheet.version,
    }


def link(sheet: Any) -> dict[str, str]:
    """Return one version for a list of turns."""
    day = sheet.sent_at or sheet.changed_at
    note = formats.money(sheet.capex_mad) if sheet.capex_mad is not None else ""
    text = _("Version %(version)s, %(day)s") % {"version": sheet.version, "day": formats.day(day)}
    return {"text": text, "url": reverse("quote", args=[sheet.id]), "by": sheet.status_label, "note": note}


def links(sheets: Sequence[Any]) -> list[dict[str, str]]:
    return [link(one) for one in sheets]


def page(sheet: Any) -> dict[str, Any]:
    """Return one quote as both sides read it."""
    return {
        "id": str(sheet.id),
        "title": title(sheet),
        "what": sheet.lead.subject,
        "is_demo": sheet.lead.is_demo,
        "badge": badge(sheet),
        "valid_until": sheet.valid_until,
        "differences": [_difference(one) for one in sheet.differences],
        "columns": [
            {"label": _("What"), "num": False},
            {"label": _("Quantity"), "num": True},
            {"label": _("Price for each (MAD)"), "num": True},
            {"label": _("Amount (MAD)"), "num": True},
        ],
        "lines": [_line(line) for line in sheet.lines],
        "foot": {"head": _("Sum of the lines"), "cells": ["", "", formats.number(sheet.rates.lines_mad, 2)]},
        "stated": _stated(sheet),
        "follows": _follows(sheet),
        "sources": [_reference(one) for one in sheet.references if _bears_on(one, sheet)],
        "finance": sheet.finance_labels,
        "guarantees": sheet.guarantees,
        "notes": sheet.notes,
        "reason": sheet.reason_label,
        "note": sheet.note,
        "can_decide": sheet.can_decide,
        "can_write": sheet.can_write,
        "is_draft": sheet.status == "draft",
    }


def _line(line: Any) -> dict[str, Any]:
    cells = [
        formats.with_unit(formats.number(line.quantity, most=3), line.unit),
        formats.number(line.unit_price_mad, 2),
        formats.number(line.amount_mad, 2),
    ]
    return {"head": line.label, "cells": cells}


def _stated(sheet: Any) -> list[dict[str, str]]:
    kwh = sheet.energy_label or _("Energy")
    rows = [
        (_("Price, without VAT"), sheet.capex_mad, 2, "MAD", ""),
        (_("Saving a year"), sheet.saving_mad_year, 0, "MAD", _("Upkeep taken off")),
        (kwh, sheet.energy_kwh_year, 0, "kWh", _("First whole year")),
        (_("Peak power"), sheet.power_kwp, 2, "kWp", ""),
        (_("Avoided a year"), sheet.avoided_t_year, 1, "tCO₂e", ""),
        (pgettext("quote", "Payback"), sheet.payback_years, 1, "years", ""),
    ]
    return [_fact(*row) for row in rows if row[1] is not None]


def _follows(sheet: Any) -> list[dict[str, str]]:
    rates = sheet.rates
    rows = [
        (_("Price for each kWp"), rates.mad_per_kwp, 0, "MAD/kWp", ""),
        (_("Price for each kWh of a year"), rates.mad_per_kwh, 2, "MAD/kWh", ""),
        (_("Yield"), rates.kwh_per_kwp, 0, "kWh/kWp", ""),
        (pgettext("quote", "Payback"), rates.payback_years, 1, "years", _("Price divided by the saving of a year")),
        (_("Avoided a year"), rates.avoided_t_year, 1, "tCO₂e", _("kWh at the factor of the grid")),
    ]
    return [_fact(*row) for row in rows if row[1] is not None]


def _fact(term: str, value: Decimal, places: int, code: str, note: str) -> dict[str, str]:
    return {"term": term, "value": formats.with_unit(formats.number(value, places), unit(code)), "note": note}


def _difference(one: Any) -> str:
    places = PLACES[one.code]
    words = {"stated": formats.number(one.stated, places), "computed": formats.number(one.computed, places)}
    sentences = {
        "capex_mad": _("The price stated is %(stated)s MAD; its lines add up to %(computed)s MAD."),
        "payback_years": _("The payback stated is %(stated)s years; the price divided by the saving is %(computed)s."),
        "avoided_t_year": _(
            "Stated as avoided: %(stated)s tCO₂e a year; its kWh at the factor of the grid come to %(computed)s."
        ),
        "yield_kwh_kwp": _(
            "The yield is %(stated)s kWh/kWp, above the highest known in the region, %(computed)s: to be explained."
        ),
    }
    return sentences[one.code] % words


def _bears_on(one: Any, sheet: Any) -> bool:
    rates = sheet.rates
    held = {"grid": rates.avoided_t_year, "yield": rates.kwh_per_kwp, "price": rates.mad_per_kwp}
    return held[one.code] is not None


def _reference(one: Any) -> dict[str, str]:
    terms = {
        "grid": _("Factor of the grid"),
        "yield": _("Highest yield of the region"),
        "price": _("Reference price"),
    }
    ends = [formats.number(end, most=5) for end in (one.low, one.typical, one.high) if end is not None]
    value = formats.with_unit(" – ".join([ends[0], ends[-1]] if len(ends) > 1 else ends), unit(one.unit))
    source = reference.source_name(one.source)
    told = [one.date, source, _("confidence: %(grade)s") % {"grade": one.confidence}]
    return {"term": terms[one.code], "value": value, "note": "; ".join(part for part in told if part)}


Show = Callable[[Any], Decimal | None]
LOWEST, HIGHEST = "lowest", "highest"


def comparison(sheets: Sequence[Any]) -> dict[str, Any]:
    """Return quotes side by side: a column each, a row for each criterion, and on a row which is lowest or highest."""
    columns = [
        {
            "name": one.lead.partner.label,
            "id": str(one.lead.partner.id),
            "url": reverse("quote", args=[one.id]),
            "note": _("received on %(day)s") % {"day": formats.day(one.sent_at, "short")},
            "badge": badge(one),
        }
        for one in sheets
    ]
    price = next((one for sheet in sheets for one in sheet.references if one.code == "price"), None)
    mark = ""
    if price is not None:
        mark = _("reference: %(low)s to %(high)s (%(date)s)") % {
            "low": formats.number(price.low),
            "high": formats.number(price.high),
            "date": price.date,
        }
    cost = [
        _row(sheets, _("Total price"), _("MAD, without VAT"), lambda one: one.capex_mad, 0, LOWEST),
        _row(sheets, _("Price for each kWp"), mark or _("MAD/kWp"), lambda one: one.rates.mad_per_kwp, 0, LOWEST),
        _row(sheets, _("Price for each kWh of a year"), _("MAD/kWh"), lambda one: one.rates.mad_per_kwh, 2, LOWEST),
    ]
    gain = [
        _row(sheets, _("Energy"), _("kWh a year, first year"), lambda one: one.energy_kwh_year, 0, HIGHEST),
        _row(sheets, _("Yield"), _("kWh/kWp a year"), lambda one: one.rates.kwh_per_kwp, 0, ""),
        _row(sheets, _("Saving"), _("MAD a year"), lambda one: one.saving_mad_year, 0, HIGHEST),
        _row(sheets, _("Avoided"), _("tCO₂e a year, as stated"), lambda one: one.avoided_t_year, 1, HIGHEST),
        _row(
            sheets,
            pgettext("quote", "Payback"),
            _("years, as computed"),
            lambda one: one.rates.payback_years,
            1,
            LOWEST,
        ),
    ]
    terms = [
        _words(sheets, _("Valid until"), lambda one: formats.day(one.valid_until, "short")),
        _words(sheets, _("Finance accepted"), lambda one: listed(one.finance_labels)),
        _words(sheets, _("Guarantees"), lambda one: one.guarantees),
        _words(sheets, _("To look at"), lambda one: " ".join(_difference(each) for each in one.differences)),
    ]
    groups = [(_("What it costs"), cost), (_("What it brings"), gain), (_("On what terms"), terms)]
    shown = [{"title": name, "rows": [row for row in rows if row]} for name, rows in groups]
    return {"columns": columns, "groups": shown, "sources": [_reference(price)] if price else []}


def _row(sheets: Sequence[Any], label: str, note: str, show: Show, places: int, best: str) -> dict[str, Any] | None:
    values = [show(one) for one in sheets]
    known = [value for value in values if value is not None]
    if not known:
        return None
    end = {LOWEST: min, HIGHEST: max}.get(best)
    winner = end(known) if end and len(known) > 1 and len(set(known)) > 1 else None
    words = {LOWEST: _("the lowest"), HIGHEST: _("the highest")}
    cells = [
        {
            "value": "" if value is None else formats.number(value, places),
            "note": _("not stated") if value is None else "",
            "best": words[best] if winner is not None and value == winner else "",
            "name": one.lead.partner.label,
        }
        for one, value in zip(sheets, values, strict=True)
    ]
    return {"label": label, "note": note, "cells": cells}


def _words(sheets: Sequence[Any], label: str, show: Callable[[Any], str]) -> dict[str, Any] | None:
    texts = [show(one) for one in sheets]
    if not any(texts):
        return None
    cells = [
        {"value": "", "note": text or "–", "best": "", "name": one.lead.partner.label}
        for one, text in zip(sheets, texts, strict=True)
    ]
    return {"label": label, "note": "", "cells": cells}
