"""Fictional examples for the gallery; the page says that they are."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from documents.choices import Purpose, State
from frontend import asking, charts, formats
from frontend.pages.lead_forms import acts
from kernel import clock
from kernel.ids import NIL
from marketplace.choices import Order
from partners.choices import CredentialKind, CredentialState

REGIONS = [(tile.code, tile.code) for tile in charts.TILES]


def _match() -> dict[str, Any]:
    return {
        "id": "specimen",
        "partner": {"id": "c1", "name": "Chams Solaire", "url": "", "is_verified": True, "verification_label": "", "is_demo": True},
        "summary": _("Rooftop solar, in Fez"),
        "why": _("Covers the whole need, and has equipped six firms of your sector. Payback is its weak point."),
        "score": 62, "low": 60, "high": 66, "start": 50,
        "facts": [{"icon": "map-pin", "text": _("Serves Fez-Meknes")}],
        "points": [
            {"label": _("Covers your need"), "fact": _("Roofs from 100 to 500 kWp"), "points": 11},
            {"label": _("Proof in your sector"), "fact": _("Six oil mills and canneries equipped"), "points": 7},
            {"label": _("Payback"), "fact": _("5.8 years, against a mark of 4"), "points": -6},
            {"label": _("Language"), "fact": _("Not known yet"), "points": 0, "low": -2, "high": 4},
        ],
        "rules": _verdicts(),
        "raise": [{"points": 4, "text": _("Send seven more bills: you have given 5 of 12")}],
        "reach": "",
        "narrows": [{"points": 3, "text": _("Its references are not known."), "note": _("The partner can tell.")}],
        "other": {"score": 76, "rows": _verdicts()[1:]},
    }  # fmt: skip


def _quotes() -> dict[str, Any]:
    names = ("Chams Solaire", "Atlas Watt")
    prices = [
        {"value": formats.number(price), "note": "", "best": best, "name": name}
        for name, price, best in zip(names, (1_494_000, 1_386_000), ("", _("the lowest")), strict=True)
    ]
    columns = [
        {
            "name": name,
            "id": name,
            "url": "#quote-table",
            "note": "",
            "badge": {"kind": "turn", "text": pgettext("quote", "to decide")},
        }
        for name in names
    ]
    rows = [{"label": _("Total price"), "note": _("MAD, without VAT"), "cells": prices}]
    return {"columns": columns, "groups": [{"title": _("What it costs"), "rows": rows}]}


def _verdicts() -> list[dict[str, str]]:
    return [
        {"state": "met", "text": _("Region served on site"), "note": ""},
        {"state": "missing", "text": _("Twelve months of bills"), "note": _("5 received")},
        {"state": "unknown", "text": _("Roof without asbestos"), "note": _("For you to answer; a photo is enough")},
    ]


class SpecimenForm(forms.Form):
    """Fields in their states: with an error, with a unit, with a choice."""

    energy = forms.DecimalField(
        label=gettext_lazy("Consumption of the year"), help_text=gettext_lazy("Sum of the bills."), max_value=1_000_000
    )
    amount = forms.DecimalField(label=gettext_lazy("Amount paid"), required=False)
    title = forms.CharField(label=gettext_lazy("Language"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I do not know"), required=False)
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Where they work"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: REGIONS,
        required=False,
    )
    served = forms.MultipleChoiceField(
        label=gettext_lazy("Where they work"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: REGIONS,
        required=False,
    )
    roof = forms.ChoiceField(
        label=gettext_lazy("Who owns the roof?"),
        widget=forms.RadioSelect,
        choices=lambda: [
            ("owner", gettext_lazy("The company")),
            ("landlord", gettext_lazy("A landlord")),
            ("unknown", gettext_lazy("I do not know")),
        ],
    )


def _partner() -> dict[str, Any]:
    return {
        "id": "c1",
        "url": "",
        "name": "Chams Solaire",
        "is_verified": True,
        "verification_label": "",
        "is_demo": True,
        "summary": _("Rooftop solar, in Fez"),
        "tags": [_("Rooftop solar")],
        "facts": [_("Serves Fez-Meknes")],
    }


def _lists(form: forms.Form) -> dict[str, Any]:
    turn = {"text": _("Twelve months of bills"), "url": "/", "by": _("whenever you like"), "note": _("5 received")}
    return {
        "quotes": _quotes(),
        "partner": _partner(),
        "turns": [turn],
        "trail": [
            {"name": _("Your bills"), "note": "", "state": "done"},
            {"name": _("Your footprint"), "note": "", "state": "now"},
            {"name": _("Partners"), "note": "", "state": ""},
        ],
        "proofs": [{"state": "met", "text": _("Region served on site"), "end": formats.day(date(2027, 6, 30)), "note": ""}],
        "why_not": [{"name": "Ouest Solaire", "state": "missing", "text": _("Region served on site"), "who": _("What the partner can do"), "fix": _("The partner could serve this region.")}],
        "lead": {
            "id": "l1", "url": "", "title": "Argane", "what": _("Rooftop solar"), "score": 76,
            "badge": {"kind": "new", "text": _("new")}, "state": _("Request sent"), "current": True,
        },
        "acts": acts(SimpleNamespace(id=NIL, side="partner", can_assign=True, assigned_to=None, can_ask=True, can_delay=True, can_agree_visit=True, can_conclude=True, asks_outcome=True, is_finance=True, can_ask_document=True, can_offer_terms=True), team=[(str(NIL), "Salma")]),
        "facts": [{"term": _("Grid electricity"), "value": "412 MWh", "note": ""}],
        "desk_row": {"text": "Chams Solaire", "url": "", "by": formats.day(date(2026, 11, 24)), "note": "", "acts": [{"url": "#", "label": _("Remind the partner")}]},
        "consent": [{"term": _("What you have"), "text": _("Sum of the bills.")}],
        "groups": [
            {
                "name": "kind", "legend": _("Kind of partner"),
                "options": [
                    {"value": "technology", "label": pgettext("offer", "Technology"), "count": 14, "checked": True},
                    {"value": "finance", "label": pgettext("offer", "Finance"), "count": 0, "checked": False},
                ],
            }
        ],
        "chips": [{"label": pgettext("offer", "Technology"), "url": "?"}],
        "orders": [{"value": one.value, "label": one.label, "current": one == Order.NEWEST} for one in Order],
        "partners": [_partner()],
        "regions": {tile.code: {"name": tile.number, "state": "full" if tile.number == "03" else "", "count": 1} for tile in charts.TILES},
        "texts": [
            {"code": "fr", "name": "Français", "direction": "ltr", "filled": 1, "count": 2, "missing": [_("Language")],
             "fields": [form["title"]], "open": True}
        ],
        "gains": [{"icon": "clock", "text": _("Three minutes")}],
    }  # fmt: skip


def _files() -> list[dict[str, Any]]:
    """Return a file that several read, one that nobody reads, one that the scanner refused."""
    access = {"id": str(NIL), "who": "Mizan Finance", "until": clock.now(), "can_withdraw": True}
    nobody: dict[str, Any] = {"accesses": [], "ended": [], "readings": [], "receivers": [], "can_remove": True}
    read = {"accesses": [access], "ended": [access], "readings": [{"who": "Mizan Finance", "at": clock.now()}]}
    states = (
        ("met", State.CLEAN, nobody | read),
        ("unknown", State.PENDING, nobody),
        ("missing", State.REFUSED, nobody),
    )
    return [
        {
            "id": str(UUID(int=at)),
            "name": "bilan-2025.pdf",
            "url": "",
            "purpose": Purpose.DOSSIER.label,
            "state": state,
            "state_label": code.label,
            "note": "",
            **more,
        }
        for at, (state, code, more) in enumerate(states)
    ]


def _credentials() -> list[dict[str, Any]]:
    return [
        {
            "id": str(NIL),
            "kind": CredentialKind.REGISTRATION.label,
            "number": "RC 45127",
            "issuer": "Tribunal de commerce de Fès",
            "valid": "",
            "state": state,
            "state_label": CredentialState(code).label,
            "file": "extrait-rc.pdf",
            "file_url": "",
            "pending": False,
            "can_take_back": code == CredentialState.WAITING,
        }
        for state, code in (("unknown", "waiting"), ("met", "accepted"), ("missing", "refused"))
    ]


def context() -> dict[str, Any]:
    """Return what the gallery page shows."""
    form = SpecimenForm({"energy": "41200000", "roof": "unknown"})
    form.is_valid()
    return {
        **_lists(form),
        "form": form,
        "forms": [form],
        "match": _match(),
        "verdicts": _verdicts(),
        "question": {
            "fact": "roof", "text": _("Who owns the roof?"), "why": _("Rooftop solar"), "kind": "yes_no", "unit": "", "options": [],
        },
        "how": {"how": _("For you to answer; a photo is enough"), "conditions": "", "source": "", "url": ""},
        "sources": [{"name": _("Sum of the bills."), "url": ""}],
        "asked": asking.Ask("asked_reading", _("It is right"), _("The question stays open"), [], "", "412"),
        "answers": [
            {"value": "41200", "label": formats.with_unit(formats.number(41200), _("kWh")), "note": _("A decimal mark is missing: 41.2 MWh")},
            {"value": "right", "label": _("It is right"), "note": ""},
            {"value": "unknown", "label": _("I do not know"), "note": _("The question stays open")},
        ],
        "months": [
            {"month": date(2025, month, 1), "state": state, "current": month == 4, "url": ""}
            for month, state in enumerate(["met", "met", "unknown", "missing", *["open"] * 8], start=1)
        ],
        "scopes": [
            {"scope": 1, "label": _("Scope 1, what you burn"), "kg": 107_000, "percent": 0.31, "note": _("Diesel, butane")},
            {"scope": 2, "label": _("Scope 2, electricity bought"), "kg": 238_000, "percent": 0.69, "note": _("Grid")},
        ],
        "bars": [
            {"label": _("Grid electricity"), "series": 2, "kg": 238_000, "low": 214_000, "high": 262_000, "note": ""},
            {"label": _("Diesel"), "series": 1, "kg": 107_000, "low": 100_000, "high": 114_000, "note": ""},
        ],
        "offers": [
            {"url": "", "kind": kind, "kind_label": label, "title": title, "summary": "", "is_new": False, "price": price, "terms": [],
             "partner": {"name": "Chams Solaire", "url": "", "is_demo": True}, "note": ""}
            for kind, label, title, price in [
                ("technology", pgettext("offer", "Technology"), _("Rooftop solar"),
                 {"value": formats.number(8300), "unit": "MAD/kWc", "low": 7400, "mid": 8300, "high": 9600, "bottom": 6000, "top": 15000, "range": ""}),
                ("finance", pgettext("offer", "Finance"), _("Green equipment loan"), None),
                ("certification", pgettext("offer", "Certification"), "ISO 14001", None),
                ("advice", pgettext("offer", "Advice"), _("Energy audit"), None),
            ]
        ],
        "steps": [
            {"text": _("Request sent"), "at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC)},
            {"text": _("Request opened"), "at": datetime(2026, 11, 25, 14, 31, tzinfo=UTC)},
        ],
        "credentials": _credentials(),
        "files": _files(),
        "periods": [(30, _("30 days"))],
        "notices": [
            {"icon": "inbox", "text": _("A request is waiting"), "url": "/", "at": datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "note": "", "unread": True},
        ],
        "table": {
            "columns": [{"label": _("Measure")}, {"label": _("Avoids, tCO₂e a year"), "num": True}],
            "rows": [{"head": _("Rooftop solar"), "note": "", "url": "", "cells": ["145"]}],
        },
        "tones": ["", "turn", "missing", "unknown", "kept"],
    }  # fmt: skip
