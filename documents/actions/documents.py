"""A file comes in, is read by those who may, and goes."""

import logging
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from accounts.choices import Act
from documents import jobs, queries
from documents.actions.storing import discard, path_of, refused, take
from documents.choices import EXTENSIONS, QUOTA, SAME, PaperKind, Purpose, State
from documents.events import GivenFileRemoved
from documents.models import Document, Grant, ReadLog
from kernel import events
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.policy import require
from kernel.sentences import listed

log = logging.getLogger("qafila.documents")
SWEPT_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was examined and lies on the disk; until a row names it, the sweep may take it away."""

    purpose: Purpose
    name: str
    stored: str
    media_type: str
    size: int
    sha256: str


def receive(actor: Actor, *, purpose: str, name: str, file: IO[bytes]) -> Received:
    """
    Examine a file and put it on the disk, outside of any transaction.

    :raises Refused: if the actor may not write for its organization
    :raises ValidationError: naming what is wrong with the file
    """
    if not actor.writes:
        raise Refused("keep_document")
    of = Purpose(purpose)
    base, dot, extension = name.rpartition(".")
    extension = SAME.get(extension.lower(), extension.lower())
    if extension in {"heic", "heif"}:
        raise refused("heic")
    if not dot or extension not in EXTENSIONS[of]:
        raise refused("kind", kinds=listed(one.upper() for one in EXTENSIONS[of]))
    return Received(of, shown_name(base, extension), *take(file, extension))


@transaction.atomic
def keep(
    actor: Actor,
    received: Received,
    *,
    now: datetime,
    expires_on: date | None = None,
    kind: str = PaperKind.OTHER,
) -> Document:
    """
    Name a received file; the same file sent twice is one document, of the kind that was said last.

    :raises ValidationError: when the organization would hold more than its quota
    """
    held = Document.objects.filter(organization_id=actor.organization_id, removed_at=None).exclude(state=State.REFUSED)
    twin = held.filter(purpose=received.purpose, sha256=received.sha256).first()
    if twin is not None:
        discard(received.stored)
        if kind not in (twin.kind, PaperKind.OTHER):
            Document.objects.filter(pk=twin.pk).update(kind=kind)
        return twin
    if (held.aggregate(total=Sum("size"))["total"] or 0) + received.size > QUOTA:
        raise refused("quota")
    row = Document.objects.create(
        organization_id=actor.organization_id,
        purpose=received.purpose,
        kind=PaperKind(kind),
        name=received.name,
        stored=received.stored,
        media_type=received.media_type,
        size=received.size,
        sha256=received.sha256,
        state=State.PENDING if settings.CLAMAV_URL else State.CLEAN,
        uploaded_by_id=actor.user_id,
        uploaded_at=now,
        expires_on=expires_on,
    )
    if settings.CLAMAV_URL:
        jobs.scan.keyed(f"scan:{row.pk}").enqueue(str(row.pk))  # type: ignore[attr-defined]
    jobs.sweep_later(now)
    accounts.record(actor, Act.DOCUMENT_KEPT, subject="document", subject_id=row.pk, now=now, purpose=row.purpose)
    return row


def keep_file(
    actor: Actor,
    *,
    purpose: str,
    name: str,
    file: IO[bytes],
    now: datetime,
    expires_on: date | None = None,
    kind: str = PaperKind.OTHER,
) -> Document:
    """
    Receive a file and keep it.

    :raises Refused: if the actor may not write for its organization
    :raises ValidationError: naming what is wrong with the file
    """
    received = receive(actor, purpose=purpose, name=name, file=file)
    return queries.document(actor, keep(actor, received, now=now, expires_on=expires_on, kind=kind).pk)


@transaction.atomic
def open_document(actor: Actor, *, document_id: UUID, now: datetime) -> tuple[Document, IO[bytes]]:
    """
    Return a document and its bytes; a reader of another organization leaves a line in its log.

    :raises Document.DoesNotExist: when the actor may not see it
    :raises Refused: when it was refused and there is nothing to read
    :raises Conflict: when the disk lost its bytes
    """
    row = queries.document_to_open(actor, document_id)
    try:
        file = path_of(row.stored).open("rb")
    except FileNotFoundError as error:
        log.error("a kept document has no file", extra={"facts": {"document": row.pk}})
        words = _("This file is no longer on our disk. Whoever sent it has to send it again.")
        raise Conflict("file_gone", words) from error
    if row.organization_id != actor.organization_id or actor.operator_id.int:
        ReadLog.objects.create(document=row, user_id=actor.user_id, organization_id=actor.organization_id, at=now)
        accounts.record(
            actor, Act.DOCUMENT_READ, subject="document", subject_id=row.pk, now=now, of=row.organization_id
        )
    return row, file


@transaction.atomic
def remove(actor: Actor, *, document_id: UUID, now: datetime) -> None:
    """
    Take a document away for everybody, its bytes too; that it was there stays known.

    :raises Document.DoesNotExist: when the actor may not see it
    :raises Refused: when it is not its own to remove
    """
    row = queries.document(actor, document_id)
    require(row, "remove")
    drop(actor, row, now=now)


@transaction.atomic
def drop(actor: Actor, row: Document, *, now: datetime) -> None:
    """
    Take the bytes of a document away, for the room that holds it and has checked that this may be.

    Each access that was open ends, and who had it is told.
    """
    Document.objects.filter(pk=row.pk).update(removed_at=now)
    for grant in Grant.objects.filter(document=row, withdrawn_at=None, until__gt=now).order_by("pk"):
        if Grant.objects.filter(pk=grant.pk, withdrawn_at=None).update(withdrawn_at=now):
            events.publish(GivenFileRemoved(grant.pk, grant.receiver_id))
    accounts.record(actor, Act.DOCUMENT_REMOVED, subject="document", subject_id=row.pk, now=now)
    transaction.on_commit(lambda: discard(row.stored))


def discard_all(organization_id: UUID) -> None:
    """Take the files of an organization off the disk once this transaction, which erases its rows, is done."""
    stored = list(Document.objects.filter(organization_id=organization_id).values_list("stored", flat=True))
    for one in stored:
        transaction.on_commit(partial(discard, one))


def shown_name(base: str, extension: str) -> str:
    """Return a name to show: no folder, nothing that hides or turns letters round, ending as the file really does."""
    base = base.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        one
        for one in unicodedata.normalize("NFC", base)
        if unicodedata.category(one) not in {"Cc", "Cf", "Zl", "Zp", "Cs", "Co"}
    )
    return f"{plain.strip(' .')[:100] or 'document'}.{extension}"
