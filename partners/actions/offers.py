from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel import events
from kernel.actor import Actor
from kernel.errors import Refused
from partners import jobs, queries
from partners.actions import fields
from partners.actions.profiles import hold_profile
from partners.choices import Shelf
from partners.events import OfferChanged, OfferPublished, OfferWithdrawn
from partners.models import Offer
from partners.policies import may_publish_offers
from partners.search import keep_findable

NEEDED = ("regions_served", "sectors_served", "measures")


@transaction.atomic
def create_offer(actor: Actor, *, values: Mapping[str, Any], now: datetime) -> Offer:
    """
    Draft an offer of the actor's organization.

    :raises Refused: if the actor's organization is no partner, or the actor may not write for it
    :raises ValidationError: naming every field that is wrong
    """
    if not may_publish_offers(actor):
        raise Refused("create_offer")
    row = Offer(organization_id=actor.organization_id, kind=actor.kind)
    fields.assign(row, values)
    _save(row, now)
    hold_profile(actor, now=now)
    return row


@transaction.atomic
def change_offer(actor: Actor, *, offer_id: UUID, values: Mapping[str, Any], now: datetime) -> Offer:
    """
    Change an offer; fields left out stay, empty ones become unknown.

    :raises Offer.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor may see it but not change it
    :raises ValidationError: naming every field that is wrong, or missing while the offer is published
    """
    row = _for(actor, "edit", offer_id)
    fields.assign(row, values)
    if row.shelf == Shelf.PUBLISHED:
        _require_terms(row)
    _save(row, now)
    if row.shelf == Shelf.PUBLISHED:
        events.publish(OfferChanged(row.pk, row.organization_id))
        jobs.watch(row, now=now)
    return row


@transaction.atomic
def publish_offer(actor: Actor, *, offer_id: UUID, now: datetime) -> Offer:
    """
    Put an offer on the shelf; publishing twice is the same as once.

    :raises Offer.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor may see it but not publish it
    :raises ValidationError: naming what is missing before anyone can be matched
    """
    row = _for(actor, "publish", offer_id)
    if row.shelf == Shelf.PUBLISHED:
        return row
    _require_terms(row)
    row.shelf, row.published_at, row.withdrawn_at = Shelf.PUBLISHED, row.published_at or now, None
    _touch(row, now, "published_at", "withdrawn_at")
    events.publish(OfferPublished(row.pk, row.organization_id))
    jobs.watch(row, now=now)
    return row


@transaction.atomic
def keep_offer(
    actor: Actor, *, offer_id: UUID | None, values: Mapping[str, Any], shelf: str = "", now: datetime
) -> Offer:
    """
    Write an offer, new or not, and move it to a shelf: both or neither, so that a refusal leaves no draft behind.

    :raises Offer.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor may see it but not change or move it
    :raises ValidationError: naming every field that is wrong or missing
    """
    if offer_id is None:
        row = create_offer(actor, values=values, now=now)
    else:
        row = change_offer(actor, offer_id=offer_id, values=values, now=now)
    moves = {Shelf.PUBLISHED: publish_offer, Shelf.PAUSED: pause_offer, Shelf.ARCHIVED: archive_offer}
    return moves[Shelf(shelf)](actor, offer_id=row.pk, now=now) if shelf in moves else row


def pause_offer(actor: Actor, *, offer_id: UUID, now: datetime) -> Offer:
    """Take no new request for a while; talks under way go on."""
    return _leave_shelf(actor, "pause", offer_id, Shelf.PAUSED, now)


def archive_offer(actor: Actor, *, offer_id: UUID, now: datetime) -> Offer:
    """Put an offer away; its requests stay readable."""
    return _leave_shelf(actor, "archive", offer_id, Shelf.ARCHIVED, now)


@transaction.atomic
def _leave_shelf(actor: Actor, action: str, offer_id: UUID, shelf: Shelf, now: datetime) -> Offer:
    row = _for(actor, action, offer_id)
    if row.shelf == shelf:
        return row
    was_public = row.shelf == Shelf.PUBLISHED
    row.shelf = shelf
    row.withdrawn_at = now if was_public else row.withdrawn_at
    _touch(row, now, "withdrawn_at")
    if was_public:
        events.publish(OfferWithdrawn(row.pk, row.organization_id))
    return row


def is_complete(row: Offer) -> bool:
    """Return whether an offer says what it takes to be matched."""
    return all(row.terms.get(name) for name in NEEDED)


def _for(actor: Actor, action: str, offer_id: UUID) -> Offer:
    """Hold the row until the transaction ends, so that one of two who change it at once sees what the other did."""
    row = queries.offers(actor).select_for_update(of=("self",)).get(pk=offer_id)
    if not getattr(row, f"can_{action}"):
        raise Refused(action)
    return row


def _require_terms(row: Offer) -> None:
    """Hold a public offer to what matching needs: an empty list would serve nobody."""
    if not is_complete(row):
        needed = ValidationError(_("This is needed before the offer can be matched."), code="required")
        raise ValidationError({name: [needed] for name in NEEDED if not row.terms.get(name)})


def _save(row: Offer, now: datetime) -> None:
    row.updated_at = now
    try:
        with transaction.atomic():
            keep_findable(row)
    except IntegrityError as error:
        taken = ValidationError(_("Another of your offers has this key."), code="taken")
        raise ValidationError({"source_key": [taken]}) from error


def _touch(row: Offer, now: datetime, *names: str) -> None:
    row.updated_at = now
    keep_findable(row, "shelf", "updated_at", *names)
