"""Requests that were signed, and what their firms measured, through the real actions."""

from datetime import date, timedelta
from typing import Any

from kernel import clock
from marketplace import actions
from marketplace.models import Lead, Result
from tests.factories.marketplace import Deal
from tests.factories.quotes import make_quote


def make_signed(deal: Deal | None = None, **figures: Any) -> tuple[Deal, Lead]:
    """Return a request whose quote was accepted today."""
    deal, quote = make_quote(deal, **figures)
    actions.accept_quote(deal.sme, quote_id=quote.pk, now=clock.now())
    return deal, Lead.objects.get(pk=quote.lead_id)


def make_result(deal: Deal | None = None, *, months: int = 12, **figures: Any) -> tuple[Deal, Result]:
    """Return a result that was asked for and waits."""
    deal, lead = make_signed(deal, **figures)
    actions.ask_result(lead.pk, months=months, now=clock.now())
    return deal, Result.objects.get(lead=lead, months=months)


def measured(today: date | None = None, **changed: Any) -> dict[str, Any]:
    """Return what a firm types for a whole year that keeps nine tenths of the quote of the factories, some of it changed."""
    last = today or clock.moroccan_day(clock.now())
    return {
        "state": "measured",
        "starts_on": (last - timedelta(days=364)).isoformat(),
        "ends_on": last.isoformat(),
        "energy_kwh": "300000",
        "saving_mad": "230000",
        "source": "meter",
        **changed,
    }
