"""A person of the team confirms the past projects that a partner names."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import actions as accounts
from accounts.choices import Act
from kernel import events
from kernel.actor import Actor
from kernel.policy import require
from partners import queries
from partners.actions import fields
from partners.choices import Shelf
from partners.events import OfferChanged
from partners.models import Offer
from partners.search import keep_findable


@transaction.atomic
def confirm_references(actor: Actor, *, offer_id: UUID, confirmed: Collection[tuple[str, int]], now: datetime) -> Offer:
    """
    Say which past projects of an offer, by sector and year, were checked; the others of it are not.

    :raises Offer.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor does not verify partners there
    """
    row = queries.offers(actor).select_for_update(of=("self",)).get(pk=offer_id)
    require(row, "confirm")
    named = row.terms.get("references") or []
    before, references = fields.confirmed_of(row), fields.as_confirmed(named, confirmed)
    row.terms = {**row.terms, "references": references} if named else row.terms
    after = fields.confirmed_of(row)
    if after == before:
        return row
    row.updated_at = now
    keep_findable(row, "terms", "updated_at")
    if row.shelf == Shelf.PUBLISHED:
        events.publish(OfferChanged(row.pk, row.organization_id))
    projects = [f"{sector} {year}" for sector, year in sorted(after)]
    act = Act.REFERENCES_CONFIRMED
    accounts.record(
        actor, act, subject="offer", subject_id=row.pk, concerns=row.organization_id, now=now, projects=projects
    )
    return row
