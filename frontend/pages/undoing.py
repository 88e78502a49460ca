"""What was done last to a bill may be taken back for ten minutes: what it said before waits in the person's own session."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from footprint import actions, queries
from footprint.choices import QUESTIONS
from frontend.pages.actors import actor_of, exporter_required
from frontend.shown import bills as shown
from kernel import clock

KEY = "bill_undo"
NUMBERS = ("quantity", "amount_mad", "tax_mad", "supplier_factor")
DAYS = ("starts_on", "ends_on")
WORDS = (
    "activity_id",
    "unit",
    "document",
    "evidence",
    "source_key",
    "note",
    "proof_kept",
    "customer_pays",
    "supplier_document",
)


def facts_of(row: Any) -> dict[str, Any]:
    """Return what a bill says, as a session keeps it."""
    written = {name: None if getattr(row, name) is None else str(getattr(row, name)) for name in (*NUMBERS, *DAYS)}
    of = {"site": str(row.site_id), "bill": str(row.pk), "paper": str(row.paper_id or "")}
    return written | {name: getattr(row, name) for name in WORDS} | of


def remember(request: HttpRequest, facts: dict[str, Any], done: str) -> None:
    """Keep what a bill said before it was `changed` or `removed`."""
    request.session[KEY] = facts | {"done": done, "at": clock.now().isoformat()}


def offered(request: HttpRequest, site_id: UUID) -> str:
    """Return what may be taken back at a site, `changed` or `removed`, or nothing."""
    kept = _kept(request)
    return kept["done"] if kept and kept["site"] == str(site_id) else ""


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(KEY)
    is_fresh = kept and datetime.fromisoformat(kept["at"]) > clock.now() - actions.PUT_BACK_WITHIN
    return kept if is_fresh else None


@exporter_required
@require_POST
def undo_bill(request: HttpRequest) -> HttpResponse:
    """Put a bill back as it was before the last step; it goes through the door that every bill does."""
    actor, kept = actor_of(request), _kept(request)
    if kept is None:
        messages.error(request, gettext("There is nothing to take back any more."))
        return redirect("bills")
    values: dict[str, Any] = {name: kept.get(name) for name in WORDS}
    values |= {name: kept.get(name) and Decimal(kept[name]) for name in NUMBERS}
    values |= {name: date.fromisoformat(kept[name]) for name in DAYS}
    more: dict[str, Any] = {"values": values, "now": clock.now()}
    site_id = UUID(kept["site"])
    try:
        if kept["done"] == "removed":
            paper = UUID(kept["paper"]) if kept.get("paper") else None
            row = actions.put_back_bill(actor, site_id=site_id, paper_id=paper, **more)
        else:
            row = actions.change_bill(actor, bill_id=UUID(kept["bill"]), confirmed=QUESTIONS, **more)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("bills", site_id=site_id)
    del request.session[KEY]
    messages.success(request, gettext("As it was before."))
    return redirect(f"{reverse('bills', args=[site_id])}?kind={shown.kind_of(row)}&year={row.starts_on.year}")


@exporter_required
@require_POST
def remove_bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """Remove a bill; the page asked before, and offers to put it back."""
    actor = actor_of(request)
    row = queries.bill(actor, bill_id)
    facts = facts_of(row)
    try:
        actions.remove_bill(actor, bill_id=bill_id, now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        remember(request, facts, "removed")
    return redirect(f"{reverse('bills', args=[row.site_id])}?kind={shown.kind_of(row)}&year={row.starts_on.year}")
