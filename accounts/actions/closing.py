"""An organization leaves for good: closed by its owner, taken back within the days of grace, then erased."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts import queries
from accounts.actions.audit import record
from accounts.actions.copies import discard
from accounts.choices import Act, Ending
from accounts.events import OrganizationClosed
from accounts.models import ApiKey, DataCopy, Invitation, Mandate, Organization, User
from kernel import events, personal
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.policy import require


@transaction.atomic
def close_organization(actor: Actor, *, now: datetime) -> Organization:
    """
    Keep everybody from acting for the actor's organization; its keys, invitations and help end for good.

    :raises Refused: when the actor is not its owner in a session
    """
    row = queries.organizations(actor).select_for_update().get()
    require(row, "close")
    end_what_it_gave(row.pk, now)
    row.suspended_at, row.suspended_for = now, Ending.CLOSED
    row.save(update_fields=["suspended_at", "suspended_for"])
    events.publish(OrganizationClosed(row.pk))
    record(actor, Act.ORGANIZATION_CLOSED, subject="organization", subject_id=row.pk, now=now)
    return row


def end_what_it_gave(organization_id: UUID, now: datetime) -> None:
    """End for good the keys, invitations and help of an organization."""
    ApiKey.objects.filter(organization_id=organization_id, revoked_at=None).update(revoked_at=now)
    waiting = Invitation.objects.filter(organization_id=organization_id, accepted_at=None, withdrawn_at=None)
    waiting.update(withdrawn_at=now)
    Mandate.objects.filter(organization_id=organization_id, withdrawn_at=None).update(withdrawn_at=now)


@transaction.atomic
def reopen_organization(
    user: User, *, organization_id: UUID, session: Mapping[str, Any], now: datetime
) -> Organization:
    """
    Take a closing back while there is time: the owner of it decides.

    :raises Organization.DoesNotExist: when the person closed no such organization, or too long ago
    :raises Refused: when the session did not prove the second factor that it asks for
    """
    mine = queries.closed_of(user.pk).select_for_update(of=("self",))
    row = mine.get(pk=organization_id, suspended_at__gt=now - timedelta(days=settings.KEEP_CLOSED_DAYS))
    if queries.lacks_second_factor(user, row, session):
        raise Refused("reopen")
    row.suspended_at, row.suspended_for = None, ""
    row.save(update_fields=["suspended_at", "suspended_for"])
    User.objects.filter(pk=user.pk).update(last_organization=row)
    record(Actor(user.pk, row.pk), Act.ORGANIZATION_REOPENED, subject="organization", subject_id=row.pk, now=now)
    return row


@transaction.atomic
def erase_organization(organization_id: UUID, *, now: datetime) -> None:
    """Erase all that an organization left, for the room that has seen to its files and requests."""
    absorbed = list(Organization.objects.filter(merged_into=organization_id).values_list("pk", flat=True))
    for one in (*absorbed, organization_id):
        discard(DataCopy.objects.filter(organization_id=one))
        personal.erase(personal.ORGANIZATION, {"id": one})
    who, act = Actor(organization_id=organization_id, via="job"), Act.ORGANIZATION_ERASED
    record(who, act, subject="organization", subject_id=organization_id, now=now)
