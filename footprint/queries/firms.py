"""Firms that an institution invited, for it; and one invitation, for whoever holds its link."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Count, QuerySet

from footprint.choices import FirmState
from footprint.models import PreparedFirm
from footprint.policies import FIRM
from kernel.actor import Actor
from kernel.imports.jobs import imports
from kernel.models import Import

_SALT = "footprint.firm"
LASTS = timedelta(days=90)


def firms(actor: Actor) -> QuerySet[PreparedFirm]:
    """Return the firms that the actor's institution invited, the newest first."""
    return FIRM.abilities(actor, FIRM.scope(actor, "read", PreparedFirm.objects.all()))


def firms_files(actor: Actor) -> QuerySet[Import]:
    """Return the files of firms that the actor's institution sent, newest first."""
    rows = imports(actor, "firms")
    return rows if actor.kind == "institution" else rows.none()


def firms_to_answer(actor: Actor) -> QuerySet[PreparedFirm]:
    """Return the firms that have not answered, the one whose time ends first at the head."""
    return firms(actor).filter(state=FirmState.INVITED).order_by("created_at", "pk")


def firms_by_state(actor: Actor) -> dict[str, int]:
    """Return how many firms that the actor's institution invited stand where."""
    rows = FIRM.scope(actor, "read", PreparedFirm.objects.order_by())
    return dict(rows.values_list("state").annotate(Count("pk")))


def firms_files_to_settle(actor: Actor) -> QuerySet[Import]:
    """Return the files of firms that wait for a word of the actor's institution."""
    return firms_files(actor).filter(state__in=[Import.State.ASKED, Import.State.READY])


def firms_to_write_to(organization_id: UUID) -> Iterator[PreparedFirm]:
    """Yield the firms whose letter has not gone, for the queue."""
    waiting = PreparedFirm.objects.filter(
        organization_id=organization_id, state=FirmState.INVITED, invited_at=None, organization__suspended_at=None
    )
    return waiting.select_related("organization").order_by("pk").iterator(200)


def firm_token(firm: PreparedFirm) -> str:
    """Return what the link of the letter holds: signed, so that nothing secret is kept."""
    return signing.dumps(str(firm.pk), salt=_SALT)


def firm_of(token: str, now: datetime) -> PreparedFirm:
    """
    Return the invitation that a link names, as long as it waits for an answer.

    :raises PreparedFirm.DoesNotExist: when it was answered or taken back, is too old, or never was
    """
    try:
        key = UUID(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError) as wrong:
        raise PreparedFirm.DoesNotExist from wrong
    usable = PreparedFirm.objects.filter(
        state=FirmState.INVITED, created_at__gt=now - LASTS, organization__suspended_at=None
    )
    return usable.select_related("organization").get(pk=key)
