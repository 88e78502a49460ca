"""Quotes, written through the real actions; the figures are those worked by hand in the engine's tests."""

from datetime import timedelta
from typing import Any

from kernel import clock
from marketplace import actions
from marketplace.models import Lead, Quote
from tests.factories.marketplace import Deal, make_lead

LINES = [
    {"label": "Modules 500 Wc", "quantity": "360", "unit": "u", "unit_price_mad": "2650"},
    {"label": "Pose et raccordement", "quantity": "1", "unit": "forfait", "unit_price_mad": "540000"},
]


def figures(**changed: Any) -> dict[str, Any]:
    """Return the figures of a solar quote of 180 kWp that agree with each other, some of them changed."""
    return {
        "capex_mad": "1494000",
        "saving_mad_year": "240000",
        "energy_of": "produced",
        "energy_kwh_year": "318000",
        "power_kwp": "180",
        "avoided_t_year": "183.7",
        "payback_years": "6.2",
        "valid_until": (clock.moroccan_day(clock.now()) + timedelta(days=30)).isoformat(),
        "finance": ["loan", "leasing"],
        "guarantees": "Modules : 25 ans",
        "notes": "",
        **changed,
    }


def make_taken_on(deal: Deal | None = None, **values: Any) -> tuple[Deal, Lead]:
    """Return a lead that its partner has taken on."""
    deal, lead = make_lead(deal, **values)
    return deal, actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())


def make_quote(
    deal: Deal | None = None, lead: Lead | None = None, *, send: bool = True, **changed: Any
) -> tuple[Deal, Quote]:
    """Return a quote for a lead that was taken on, sent unless it is to stay a draft."""
    if deal is None or lead is None:
        deal, lead = make_taken_on(deal)
    quote = actions.draft_quote(
        deal.partner, lead_id=lead.pk, values=figures(**changed), lines=LINES, send=send, now=clock.now()
    )
    return deal, quote
