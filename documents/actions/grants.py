from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from accounts import queries as account_queries
from accounts.choices import Act
from documents import queries
from documents.events import GrantOpened, GrantWithdrawn
from documents.models import Grant
from kernel import events
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.policy import require

LONGEST_DAYS = 366


@transaction.atomic
def give(actor: Actor, *, document_id: UUID, receiver_id: UUID, days: int, now: datetime) -> Grant:
    """
    Let another organization read a document for some days; giving it again moves the end.

    :raises Document.DoesNotExist: when the actor may not see the document
    :raises Refused: when it is not its own to give
    :raises ValidationError: for an unknown receiver or a wrong number of days
    """
    row = queries.documents(actor).select_for_update(of=("self",)).get(pk=document_id)
    require(row, "grant")
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": ValidationError(_("Between 1 and 366 days."), "days")})
    if receiver_id == actor.organization_id or receiver_id not in account_queries.names([receiver_id]):
        raise ValidationError({"receiver": ValidationError(_("Choose who may read it."), "receiver")})
    Grant.objects.filter(document=row, receiver_id=receiver_id, withdrawn_at=None).update(withdrawn_at=now)
    grant = Grant.objects.create(
        document=row,
        giver_id=actor.organization_id,
        receiver_id=receiver_id,
        given_by_id=actor.user_id,
        starts_at=now,
        until=now + timedelta(days=days),
    )
    events.publish(GrantOpened(grant.pk, receiver_id))
    told = [str(row.pk), str(receiver_id)]
    accounts.record(actor, Act.GRANT_OPENED, subject="grant", subject_id=grant.pk, now=now, days=days, ids=told)
    return queries.grants(actor).get(pk=grant.pk)


@transaction.atomic
def withdraw(actor: Actor, *, grant_id: UUID, now: datetime) -> Grant:
    """
    End an access at once; ending it twice is the same as once.

    :raises Grant.DoesNotExist: when the actor may not see it
    :raises Refused: when it was given to the actor, not by it
    """
    grant = queries.grants(actor).get(pk=grant_id)
    require(grant, "withdraw")
    if Grant.objects.filter(pk=grant.pk, withdrawn_at=None).update(withdrawn_at=now):
        events.publish(GrantWithdrawn(grant.pk, grant.receiver_id))
        accounts.record(actor, Act.GRANT_WITHDRAWN, subject="grant", subject_id=grant.pk, now=now)
    return queries.grants(actor).get(pk=grant.pk)


@transaction.atomic
def close_file(actor: Actor, *, receiver_id: UUID, now: datetime) -> int:
    """
    End at once every access that the actor's organization gave to another; return how many there were.

    :raises Refused: when the actor only reads
    """
    if not actor.writes:
        raise Refused("withdraw")
    live = queries.grants(actor).filter(giver_id=actor.organization_id, receiver_id=receiver_id, withdrawn_at=None)
    ids = list(live.filter(until__gt=now).values_list("pk", flat=True))
    for grant_id in ids:
        withdraw(actor, grant_id=grant_id, now=now)
    return len(ids)


def withdraw_all(organization_id: UUID, *, now: datetime) -> None:
    """End every access that an organization gave or was given, for the room that closes it."""
    its_own = Q(giver_id=organization_id) | Q(receiver_id=organization_id)
    for grant in Grant.objects.filter(its_own, withdrawn_at=None).order_by("pk"):
        if Grant.objects.filter(pk=grant.pk, withdrawn_at=None).update(withdrawn_at=now):
            events.publish(GrantWithdrawn(grant.pk, grant.receiver_id))


def absorb(*, kept_id: UUID, absorbed_id: UUID, now: datetime) -> None:
    """End the accesses between two organizations that become one, and those that both were given to the same file."""
    live = Grant.objects.filter(withdrawn_at=None)
    both = [kept_id, absorbed_id]
    between = Q(giver_id__in=both, receiver_id__in=both)
    twice = Q(receiver_id=absorbed_id, document__in=live.filter(receiver_id=kept_id).values("document"))
    ending = list(live.filter(between | twice).values_list("pk", flat=True))
    Grant.objects.filter(pk__in=ending).update(withdrawn_at=now)
