from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kernel import events
from partners.actions import fields
from partners.choices import PartnerKind, Shelf
from partners.events import OfferChanged, OfferPublished
from partners.models import Offer
from partners.search import keep_findable
from reference.files import Catalogue, Scheme
from reference.queries import catalogue


@transaction.atomic
def sync_schemes(*, now: datetime) -> int:
    """
    Show the real finance products of the reference data as offers that nobody here answers; return how many changed.

    What a product does not say stays unknown. Amounts in euro are turned into dirham at the dated rate of the
    reference data, and the note says so.
    """
    known = {row.scheme_id: row for row in Offer.objects.exclude(scheme_id="")}
    changed = 0
    for scheme in catalogue().schemes.values():
        row = known.get(scheme.id) or Offer(scheme_id=scheme.id, kind=PartnerKind.FINANCIER)
        before = (row.terms, row.intake, row.ticket_min_mad, row.ticket_max_mad, row.name_fr)
        is_new = row.published_at is None
        fields.assign(row, _values(scheme, catalogue()))
        if not is_new and before == (row.terms, row.intake, row.ticket_min_mad, row.ticket_max_mad, row.name_fr):
            continue
        row.shelf, row.published_at, row.updated_at = Shelf.PUBLISHED, row.published_at or now, now
        keep_findable(row)
        events.publish((OfferPublished if is_new else OfferChanged)(row.pk, None))
        changed += 1
    return changed


def _values(scheme: Scheme, known: Catalogue) -> dict[str, Any]:
    measures = _measures(scheme, known)
    return {
        "name_fr": scheme.name,
        "instrument": scheme.kind,
        "intake": scheme.status,
        "as_of": scheme.as_of_day,
        "regions_served": sorted(known.regions) if (scheme.eligible_regions or "").startswith("all") else None,
        "sectors_served": _sectors(scheme, known),
        "measures": measures,
        "employees_max": scheme.employees_max,
        "revenue_min_mad": scheme.revenue_min_mad,
        "revenue_max_mad": scheme.revenue_max_mad,
        "own_funds_min_pct": scheme.own_funds_min_pct,
        "grant_pct": scheme.grant_pct_high if scheme.kind == "grant" else None,
        "ticket_min_mad": _in_mad(scheme.min_amount, scheme, known),
        "ticket_max_mad": _in_mad(scheme.max_amount, scheme, known),
        "note_ticket": scheme.amount_meaning,
        "ticket_basis": _basis(scheme),
    }


def _sectors(scheme: Scheme, known: Catalogue) -> list[str] | None:
    if "*" in scheme.eligible_sectors:
        return ["*"]
    listed = set(scheme.eligible_sectors)
    found = [one.id for one in known.sectors.values() if one.id in listed or one.group in listed]
    return found or None


def _measures(scheme: Scheme, known: Catalogue) -> list[str] | None:
    if not scheme.eligible_measures:
        return None
    listed = set(scheme.eligible_measures)
    if "*" in listed:
        return ["*"]
    found = [one.id for one in known.measures.values() if one.id in listed or one.category in listed]
    return found or None


def _in_mad(amount: Decimal | None, scheme: Scheme, known: Catalogue) -> Decimal | None:
    if amount is None or scheme.amount_currency == "MAD":
        return amount
    rate = known.prices["eur_mad"].value
    return None if rate is None else round(amount * rate, 2)


def _basis(scheme: Scheme) -> str:
    meaning = (scheme.amount_meaning or "").lower()
    if meaning.startswith("guarantee"):
        return "guarantee"
    if meaning.startswith(("loan", "largest loan")):
        return "loan"
    return "grant" if meaning.startswith(("grant", "subsidy")) else "project"
