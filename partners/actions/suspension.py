"""An organization leaves the market for now, or comes back: directory, matches and open requests follow at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import actions as accounts
from kernel import events
from kernel.actor import Actor
from partners.events import OfferPublished, OfferWithdrawn, OrganizationSuspended
from partners.models import Offer, PartnerProfile
from partners.queries.offers import on_the_shelf
from search import actions as search


@transaction.atomic
def suspend(actor: Actor, *, organization_id: UUID, reason: str, now: datetime) -> None:
    """
    Take what an organization shows off the market and tell whoever waits for its answer; suspending twice is once.

    :raises Organization.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor may see it but not suspend it
    :raises ValidationError: without a reason
    """
    shown = list(on_the_shelf().filter(organization_id=organization_id))
    if accounts.suspend(actor, organization_id=organization_id, reason=reason, now=now):
        _follow(organization_id, shown, OfferWithdrawn)
        events.publish(OrganizationSuspended(organization_id))


@transaction.atomic
def lift_suspension(actor: Actor, *, organization_id: UUID, now: datetime) -> None:
    """
    Put back what an organization had on the shelf; lifting twice is once.

    :raises Organization.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor may see it but not lift it
    """
    if accounts.lift_suspension(actor, organization_id=organization_id, now=now):
        _follow(organization_id, list(on_the_shelf().filter(organization_id=organization_id)), OfferPublished)


@transaction.atomic
def close(actor: Actor, *, now: datetime) -> None:
    """
    Close the actor's organization and take what it shows off the market.

    :raises Refused: when the actor is not its owner in a session
    """
    shown = list(on_the_shelf().filter(organization_id=actor.organization_id))
    accounts.close_organization(actor, now=now)
    _follow(actor.organization_id, shown, OfferWithdrawn)


@transaction.atomic
def reopen(user: Any, *, organization_id: UUID, session: Mapping[str, Any], now: datetime) -> None:
    """
    Take a closing back and put what was on the shelf there again.

    :raises Organization.DoesNotExist: when the person closed no such organization, or too long ago
    :raises Refused: when the session did not prove the second factor that it asks for
    """
    accounts.reopen_organization(user, organization_id=organization_id, session=session, now=now)
    _follow(organization_id, list(on_the_shelf().filter(organization_id=organization_id)), OfferPublished)


def _follow(organization_id: UUID, offers: list[Offer], event: type[OfferWithdrawn | OfferPublished]) -> None:
    """Bring index and matches in step."""
    search.changed("offer", *(row.pk for row in offers))
    search.changed(
        "partner", *PartnerProfile.objects.filter(organization_id=organization_id).values_list("pk", flat=True)
    )
    for row in offers:
        events.publish(event(row.pk, organization_id))
