"""What own data of a good come to, as its page names it: three numbers side by side, per tonne and per buyer."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from babel import Locale
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from footprint.choices import COUNTRIES, EUROPEAN_UNION
from frontend import formats
from frontend.shown.cbam import range_of, spaced
from kernel.text import fold

ROUTES = {
    "A": _("Grey clinker"),
    "B": _("White clinker"),
    "C": _("Blast furnace, carbon steel"),
    "D": _("Direct reduction and electric arc, carbon steel"),
    "E": _("Scrap and electric arc, carbon steel"),
    "F": _("Blast furnace, low-alloy steel"),
    "G": _("Direct reduction and electric arc, low-alloy steel"),
    "H": _("Scrap and electric arc, low-alloy steel"),
    "J": _("Electric arc, high-alloy steel"),
    "K": _("Primary aluminium"),
    "L": _("Secondary aluminium"),
}


def routes(letters: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(letter, str(ROUTES[letter])) for letter in letters]


def origins() -> list[tuple[str, str]]:
    """Return the countries and the EU by code and name, in the order in which the reader's language has them."""
    names = Locale(formats.language()).territories
    found = [(code, str(names[code])) for code in (*COUNTRIES, EUROPEAN_UNION)]
    return sorted(found, key=lambda one: (fold(one[1]), one))


def page(product: Any) -> dict[str, Any]:
    """Return the context of the page of one good."""
    answer = product.answer
    good = answer["goods"][0]
    rows = [_row(gettext("Per tonne"), "", good["per_tonne"])]
    for buyer in good["buyers"]:
        note = formats.with_unit(formats.number(buyer["tonnes"], most=3), gettext("t a year"))
        words = f"{note}. {buyer['exemption_sentence']}"
        rows.append(_row(buyer["key"] or gettext("A buyer without a name"), words, buyer))
    total = answer["totals"] if len(good["buyers"]) > 1 else None
    return {
        "title": spaced(product.line.resolved),
        "good": good["code"].title,
        "good_language": good["code"].title_language,
        "columns": [
            {"label": gettext("Who pays"), "wide": True},
            {"label": gettext("On default values, EUR"), "num": True},
            {"label": gettext("On your own data, EUR"), "num": True},
            {"label": gettext("What measuring is worth, EUR"), "num": True},
        ],
        "rows": rows,
        "foot": _row(gettext("All buyers that pay"), "", total) if total else None,
        "missing": [
            {"text": row["sentence"], "note": row["of"] if row["of"] != product.line.resolved else ""}
            for row in good["missing"]
        ],
        "notes": _notes(answer, good),
        "year": answer["year"],
    }


def workbooks(places: Sequence[tuple[UUID, str, int]]) -> list[dict[str, Any]]:
    """Return the workbook of each installation and year to choose from, none when there is only one."""
    here = reverse("communication")
    return [
        {"site": site, "year": year, "url": f"{here}?{urlencode({'site': pk, 'year': year})}"}
        for pk, site, year in (places if len(places) > 1 else ())
    ]


def _row(head: str, note: str, numbers: Any) -> dict[str, Any]:
    eur = numbers["eur"]
    places = 2
    unknown = gettext("not known")
    return {
        "head": head,
        "note": note,
        "url": "",
        "cells": [
            unknown if eur["default_low"] is None else range_of(eur["default_low"], eur["default_high"], places),
            unknown if eur["own"] is None else formats.number(eur["own"], places),
            unknown if eur["worth_low"] is None else range_of(eur["worth_low"], eur["worth_high"], places),
        ],
    }


def _notes(answer: Any, good: Any) -> list[str]:
    """Return the emissions that the figures rest on, the price with its date, and what is provisional."""
    notes = []
    own = good["own"]
    if own is not None and own["see_tco2e_t"] is not None:
        facts = {
            "emissions": formats.number(own["see_tco2e_t"], most=4),
            "free": formats.number(own["free_tco2e_t"], most=4),
            "share": formats.percent(own["share_on_defaults_pct"] / 100),
        }
        notes.append(
            gettext(
                "Emissions %(emissions)s t CO₂e a tonne, of which %(share)s on default values; free %(free)s t a tonne."
            )
            % facts
        )
    notes.append(
        gettext("Certificate price %(price)s EUR a tonne, of %(day)s.")
        % {"price": formats.number(answer["price"]["eur_per_t"], 2), "day": formats.day(answer["price"]["as_of"])}
    )
    return [*notes, *(flag["sentence"] for flag in answer["flags"])]
