"""A copy of one's data: asked for, made by the queue, fetched by the person who asked and by nobody else, soon gone."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import jobs, queries
from accounts.actions.audit import record
from accounts.choices import Act, CopyOf, CopyState
from accounts.models import DataCopy
from kernel.actor import Actor
from kernel.errors import Refused

SAME_FOR = timedelta(hours=1)


@transaction.atomic
def ask_for_copy(actor: Actor, *, of: str, session: Mapping[str, Any], now: datetime) -> DataCopy:
    """
    Have a copy made of the person's own data, or of all data of its organization; asked again within the hour it is one.

    :raises Refused: when the person does not own the organization, or has not proved a second factor it needs
    """
    of_all = of == CopyOf.ORGANIZATION
    if not queries.may_take_copies(actor, session) or (of_all and not queries.manages(actor)):
        raise Refused("copy")
    same_kind = Q(organization_id=actor.organization_id) if of_all else Q(organization=None)
    same = queries.copies(actor, session).filter(same_kind, asked_at__gt=now - SAME_FOR)
    if (known := same.first()) is not None:
        return known
    row = DataCopy.objects.create(
        user_id=actor.user_id,
        organization_id=actor.organization_id if of_all else None,
        stored=secrets.token_hex(16),
        asked_at=now,
        expires_at=now + timedelta(days=settings.KEEP_COPIES_DAYS),
    )
    jobs.make_copy.keyed(f"copy:{row.pk}").enqueue(str(row.pk))  # type: ignore[attr-defined]
    record(actor, Act.COPY_ASKED, subject="copy", subject_id=row.pk, now=now, of=of)
    return row


@transaction.atomic
def open_copy(actor: Actor, *, copy_id: UUID, session: Mapping[str, Any], now: datetime) -> tuple[DataCopy, IO[bytes]]:
    """
    Return a copy that is ready, and its bytes.

    :raises DataCopy.DoesNotExist: when it is not the actor's, not ready, or gone
    """
    row = queries.copies(actor, session).get(pk=copy_id, state=CopyState.READY, expires_at__gt=now)
    try:
        file = queries.place_of(row).open("rb")
    except FileNotFoundError as gone:
        raise DataCopy.DoesNotExist from gone
    record(actor, Act.COPY_TAKEN, subject="copy", subject_id=row.pk, now=now)
    return row, file


def forget_copies(*, before: datetime) -> int:
    """Forget the copies that have ended, their files first; return how many."""
    ended = DataCopy.objects.filter(expires_at__lt=before)
    count = ended.count()
    with transaction.atomic():
        discard(ended)
        ended.delete()
    return count


def discard(rows: QuerySet[DataCopy]) -> None:
    """Take the files of copies off the disk once this transaction is done."""
    places: list[Path] = [queries.place_of(row) for row in rows]

    def unlink() -> None:
        for place in places:
            place.unlink(missing_ok=True)

    transaction.on_commit(unlink)
