from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from documents.choices import State
from documents.models import Document, Grant, ReadLog
from documents.policies import DOCUMENT, GRANT, live_grants
from kernel.actor import Actor
from kernel.policy import require


def documents(actor: Actor) -> QuerySet[Document]:
    """Return the documents this actor may read at this moment, with what it may do to each."""
    return DOCUMENT.abilities(actor, DOCUMENT.scope(actor, "read", Document.objects.order_by("-pk")))


def own_documents(actor: Actor) -> QuerySet[Document]:
    return documents(actor).filter(organization_id=actor.organization_id)


def kinds_held(organization_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Return which kinds of documents these organizations have in their files, for the room that tells what is missing."""
    found: dict[UUID, set[str]] = {}
    rows = Document.objects.filter(organization_id__in=organization_ids, removed_at=None, state=State.CLEAN)
    for organization_id, kind in rows.values_list("organization_id", "kind").distinct():
        found.setdefault(organization_id, set()).add(kind)
    return found


def document(actor: Actor, document_id: UUID) -> Document:
    """
    Return one document.

    :raises Document.DoesNotExist: if the actor may not see it
    """
    return documents(actor).get(pk=document_id)


def document_to_open(actor: Actor, document_id: UUID) -> Document:
    """
    Return a document whose bytes this actor may have at this moment.

    :raises Document.DoesNotExist: if the actor may not see it
    :raises Refused: if it was refused and there is nothing to read
    """
    row = document(actor, document_id)
    require(row, "open")
    return row


def grants(actor: Actor) -> QuerySet[Grant]:
    """Return the accesses that the actor's organization gave or was given, newest first."""
    rows = Grant.objects.select_related("document", "receiver")
    return GRANT.abilities(actor, GRANT.scope(actor, "read", rows)).order_by("-pk")


def accesses(actor: Actor, document_ids: Collection[UUID]) -> QuerySet[Grant]:
    """Return the accesses that the actor's organization gave to these documents, newest first."""
    return grants(actor).filter(giver_id=actor.organization_id, document_id__in=document_ids)


def received(actor: Actor, now: datetime) -> QuerySet[Grant]:
    """Return the accesses that are open to the actor's organization at this moment, newest first."""
    live = grants(actor).filter(receiver_id=actor.organization_id, withdrawn_at=None, until__gt=now)
    return live.filter(document__in=documents(actor).values("pk"))


def open_grants(now: datetime) -> QuerySet[Grant]:
    """Return the accesses through which something can be read at an instant, for the room that asks who opened what to whom."""
    return live_grants(now).filter(document__removed_at=None, document__state=State.CLEAN)


def every_grant() -> QuerySet[Grant]:
    """Return every access that was ever given, for the room that asks whether one was."""
    return Grant.objects.all()


def grant_to_tell(grant_id: UUID) -> Grant:
    """Return an access, for the notice to its receiver."""
    return Grant.objects.get(pk=grant_id)


def names_in_the_trail(ids: Collection[UUID]) -> dict[str, tuple[UUID, str]]:
    """Return whose each document is and its name; the caller says who may know it."""
    rows = Document.objects.filter(pk__in=ids, removed_at=None)
    return {str(one.pk): (one.organization_id, one.name) for one in rows}


def grants_in_the_trail(ids: Collection[UUID]) -> dict[str, tuple[UUID, str]]:
    """Return who gave each access, and what to whom; the caller says who may know it."""
    rows = Grant.objects.filter(pk__in=ids).select_related("document", "receiver")
    return {str(one.pk): (one.giver_id, f"{one.document.name} → {one.receiver.name}") for one in rows}


def readings(actor: Actor, document_ids: Collection[UUID]) -> QuerySet[ReadLog]:
    """Return who of other organizations opened these documents of the actor's own, newest first."""
    own = own_documents(actor).filter(pk__in=document_ids)
    return ReadLog.objects.filter(document_id__in=own.values("pk")).order_by("-at")


def file_of(document_id: UUID) -> tuple[str, Path] | None:
    """Return the name and the place of a document's file, unless it is gone; the caller has checked that it may be read."""
    from documents.actions.storing import path_of

    row = Document.objects.filter(pk=document_id, removed_at=None).exclude(state=State.REFUSED).first()
    return (row.name, path_of(row.stored)) if row and path_of(row.stored).exists() else None


def served_as(row: Document) -> dict[str, str]:
    """Return the headers with which a document leaves: never a page of ours, never kept on the way."""
    return {
        "Content-Type": row.media_type,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "X-Accel-Buffering": "no",  # a proxy must not run ahead of the reader: the right may end before it has read all
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
