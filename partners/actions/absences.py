"""A partner says when it is away, and whether it has room for more requests."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel import events
from kernel.actor import Actor
from kernel.clock import moroccan_day
from kernel.errors import Refused
from kernel.policy import require
from partners import queries
from partners.actions.profiles import hold_profile
from partners.events import RoomChanged
from partners.models import Absence, PartnerProfile
from partners.policies import may_publish_offers

LONGEST = timedelta(days=90)
MOST_ABSENCES = 20


@transaction.atomic
def add_absence(actor: Actor, *, starts_on: date, ends_on: date, now: datetime) -> Absence:
    """
    Say that the partner is away, first and last day included. The same days twice are once.

    :raises Refused: if the actor's organization is no partner, or the actor may not write for it
    :raises ValidationError: when the days are past, the wrong way round, too many or too far apart
    """
    if not may_publish_offers(actor):
        raise Refused("add_absence")
    hold_profile(actor, now=now)
    problem = None
    if ends_on < starts_on:
        problem = ValidationError(_("The last day comes before the first."), code="wrong_order")
    elif ends_on < moroccan_day(now):
        problem = ValidationError(_("This day is past."), code="past")
    elif ends_on - starts_on > LONGEST:
        problem = ValidationError(_("At most 90 days at a time: beyond that, pause your offers."), code="too_long")
    elif queries.absences(actor).filter(ends_on__gte=moroccan_day(now)).count() >= MOST_ABSENCES:
        problem = ValidationError(_("Twenty absences are noted already."), code="too_many")
    if problem:
        raise ValidationError({"ends_on": problem})
    days: dict[str, Any] = {"organization_id": actor.organization_id, "starts_on": starts_on, "ends_on": ends_on}
    row, is_new = Absence.objects.get_or_create(**days)
    if is_new:
        events.publish(RoomChanged(row.organization_id))
    return row


@transaction.atomic
def remove_absence(actor: Actor, *, absence_id: UUID) -> None:
    """
    Take an absence back. What was promised for a request already sent stays as it was.

    :raises Absence.DoesNotExist: if it is not the actor's own
    :raises Refused: if the actor only reads
    """
    row = queries.absences(actor).get(pk=absence_id)
    require(row, "edit")
    row.delete()
    events.publish(RoomChanged(row.organization_id))


@transaction.atomic
def set_full(actor: Actor, *, full: bool, now: datetime) -> None:
    """
    Say that the partner has no room for more requests, or has again. Twice is the same as once.

    :raises Refused: if the actor's organization is no partner, or the actor may not write for it
    """
    if not may_publish_offers(actor):
        raise Refused("set_full")
    hold_profile(actor, now=now)
    if PartnerProfile.objects.filter(organization_id=actor.organization_id).exclude(is_full=full).update(is_full=full):
        events.publish(RoomChanged(actor.organization_id))
