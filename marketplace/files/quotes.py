"""A quote as a PDF: the figures that both sides read on its page, in the reader's language, and what follows from them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from kernel.typesetting import typeset
from kernel.typesetting.figures import day, language, number
from marketplace.queries import QuoteSheet
from reference import queries as reference

TEMPLATE = Path(__file__).with_name("quote.typ")


def quote_pdf(sheet: QuoteSheet) -> bytes:
    """
    Return a version of a quote as its reader may see it, on paper.

    :raises NotTypeset: when it cannot be made, or not in time
    """
    return typeset(TEMPLATE, page(sheet))


def quote_name(sheet: QuoteSheet) -> str:
    """Return the name of its file: the partner, the version, the language."""
    partner = "".join(one if one.isalnum() else "-" for one in sheet.lead.partner.label).strip("-")
    kind = pgettext("name of a file", "quote")
    return f"{kind}-{partner}-v{sheet.version}-{language()}.pdf"


def page(sheet: QuoteSheet) -> dict[str, Any]:
    """Return the words and figures of the page, each written out in the reader's language."""
    partner = sheet.lead.partner.label
    parts = [
        (_("Finance accepted"), list(sheet.finance_labels)),
        (_("Guarantees"), _own_direction(sheet.guarantees)),
        (_("Notes"), _own_direction(sheet.notes)),
    ]
    return {
        "lang": language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "house": "Qafila · قافلة",
        "title": _("Quote, version %(version)s") % {"version": sheet.version},
        "partner": partner,
        "what": sheet.lead.subject,
        "demo": _("A fictional example, for demonstration.") if sheet.lead.is_demo else "",
        "head": [
            [_("Partner"), partner],
            [_("For"), sheet.lead.company.label],
            [_("State"), _capital(sheet.status_label)],
            [_("Sent on"), day(sheet.sent_at) if sheet.sent_at else _("not sent yet")],
            [_("Valid until"), day(sheet.valid_until) if sheet.valid_until else "–"],
            [_("Amounts"), _("MAD, without VAT")],
        ],
        "words": {
            "differences": _("Figures that do not agree"),
            "lines": _("What is sold"),
            "columns": [_("What"), _("Quantity"), _("Price for each (MAD)"), _("Amount (MAD)")],
            "sum": _("Sum of the lines"),
            "stated": _("As the partner states it"),
            "follows": _("What follows from it"),
            "sources": _("What it is held against"),
        },
        "lines": [
            [
                line.label,
                f"{number(line.quantity, 3, exact=False)} {line.unit}".strip(),
                number(line.unit_price_mad, 2),
                number(line.amount_mad, 2),
            ]
            for line in sheet.lines
        ],
        "sum": number(sheet.rates.lines_mad, 2),
        "stated": _stated(sheet),
        "follows": _follows(sheet),
        "differences": [_difference(one) for one in sheet.differences],
        "parts": [[title, paragraphs] for title, paragraphs in parts if any(paragraphs)],
        "sources": [_source(one) for one in sheet.references if _bears_on(one, sheet)],
        "foot": _("Figures of a year are those of the first whole one. Qafila checks them and corrects none."),
    }


def _own_direction(text: str) -> list[str]:
    """Return the lines of a text, each in the direction of its own first letter."""
    return [f"\u2068{line}\u2069" if line else "" for line in text.splitlines()]


def _stated(sheet: QuoteSheet) -> list[list[str]]:
    rows = [
        (_("Price, without VAT"), sheet.capex_mad, 2, _("MAD"), ""),
        (_("Saving a year"), sheet.saving_mad_year, 0, _("MAD"), _("Upkeep taken off")),
        (sheet.energy_label or _("Energy"), sheet.energy_kwh_year, 0, _("kWh"), _("First whole year")),
        (_("Peak power"), sheet.power_kwp, 2, _("kWp"), ""),
        (_("Avoided a year"), sheet.avoided_t_year, 1, _("tCO₂e"), ""),
        (pgettext("quote", "Payback"), sheet.payback_years, 1, _("years"), ""),
    ]
    return [_fact(*row) for row in rows]


def _follows(sheet: QuoteSheet) -> list[list[str]]:
    rates = sheet.rates
    mad, kwp, kwh = _("MAD"), _("kWp"), _("kWh")
    per_kwp, per_kwh = f"{mad}/{kwp}", f"{mad}/{kwh}"
    rows = [
        (_("Price for each kWp"), rates.mad_per_kwp, 0, per_kwp, ""),
        (_("Price for each kWh of a year"), rates.mad_per_kwh, 2, per_kwh, ""),
        (_("Yield"), rates.kwh_per_kwp, 0, f"{kwh}/{kwp}", ""),
        (pgettext("quote", "Payback"), rates.payback_years, 1, _("years"), _("Price divided by the saving of a year")),
        (_("Avoided a year"), rates.avoided_t_year, 1, _("tCO₂e"), _("kWh at the factor of the grid")),
    ]
    return [_fact(*row) for row in rows if row[1] is not None]


def _fact(term: str, value: Decimal | None, places: int, unit: str, note: str) -> list[str]:
    return [term, _("not stated") if value is None else f"{number(value, places)}\u00a0{unit}", note]


def _difference(one: Any) -> str:
    places = {"capex_mad": 2, "payback_years": 1, "avoided_t_year": 1, "yield_kwh_kwp": 0}[one.code]
    words = {"stated": number(one.stated, places), "computed": number(one.computed, places)}
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


def _bears_on(one: Any, sheet: QuoteSheet) -> bool:
    rates = sheet.rates
    held = {"grid": rates.avoided_t_year, "yield": rates.kwh_per_kwp, "price": rates.mad_per_kwp}
    return held[one.code] is not None


def _source(one: Any) -> str:
    terms = {
        "grid": _("Factor of the grid"),
        "yield": _("Highest yield of the region"),
        "price": _("Reference price"),
    }
    ends = [number(end, 5, exact=False) for end in (one.low, one.typical, one.high) if end is not None]
    value = " – ".join([ends[0], ends[-1]] if len(ends) > 1 else ends)
    said = [
        one.date,
        f"\u2068{reference.source_name(one.source)}\u2069",
        _("confidence: %(grade)s") % {"grade": one.confidence},
    ]
    return f"{terms[one.code]} · \u2066{value} {one.unit}\u2069 · {'; '.join(part for part in said if part)}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
