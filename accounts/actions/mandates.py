"""A firm lets the operators in charge act for it, for some days; they begin and stop, and all of it is written down."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.audit import record
from accounts.choices import Act
from accounts.events import OperatorBegan
from accounts.models import Mandate, Organization
from kernel import events
from kernel.actor import Actor
from kernel.errors import Refused

LONGEST_DAYS = 30


@transaction.atomic
def give_mandate(actor: Actor, *, days: int, now: datetime) -> Mandate:
    """
    Let the operators in charge act for the actor's firm for some days; giving it again moves the end.

    :raises Refused: when the actor is not an owner in a session, or an operator itself
    :raises ValidationError: for a wrong number of days
    """
    if not queries.may_give_mandate(actor):
        raise Refused("give_mandate")
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": ValidationError(_("Between 1 and 30 days."), "days")})
    Organization.objects.select_for_update().filter(pk=actor.organization_id).first()
    Mandate.objects.filter(organization_id=actor.organization_id, withdrawn_at=None).update(withdrawn_at=now)
    mandate = Mandate.objects.create(
        organization_id=actor.organization_id, given_by_id=actor.user_id, given_at=now, until=now + timedelta(days=days)
    )
    record(actor, Act.MANDATE_GIVEN, subject="mandate", subject_id=mandate.pk, now=now, days=days)
    return mandate


@transaction.atomic
def withdraw_mandate(actor: Actor, *, now: datetime) -> None:
    """
    End it at once; ending it twice is the same as once.

    :raises Refused: when the actor is not an owner in a session, or an operator itself
    """
    if not queries.may_give_mandate(actor):
        raise Refused("withdraw_mandate")
    for mandate in Mandate.objects.filter(organization_id=actor.organization_id, withdrawn_at=None):
        if Mandate.objects.filter(pk=mandate.pk, withdrawn_at=None).update(withdrawn_at=now):
            record(actor, Act.MANDATE_WITHDRAWN, subject="mandate", subject_id=mandate.pk, now=now)


@transaction.atomic
def begin_acting(actor: Actor, *, organization_id: UUID, now: datetime) -> Mandate:
    """
    Begin to act for a firm that allows it; the firm is told.

    :raises Organization.DoesNotExist: when the actor may not see the firm
    :raises Refused: when the firm does not allow it, or the actor may not
    """
    queries.overseen(actor).get(pk=organization_id)
    mandate = queries.usable_mandates(actor, [organization_id]).get(organization_id)
    if mandate is None:
        raise Refused("act_for")
    events.publish(OperatorBegan(organization_id, mandate.pk))
    who = replace(actor, organization_id=organization_id, operator_id=actor.organization_id)
    record(who, Act.ACTING_BEGAN, subject="mandate", subject_id=mandate.pk, now=now)
    return mandate


@transaction.atomic
def end_acting(actor: Actor, *, now: datetime) -> None:
    """Write down that an operator stopped, when it was acting."""
    if actor.operator_id.int:
        record(actor, Act.ACTING_ENDED, subject="organization", subject_id=actor.organization_id, now=now)
