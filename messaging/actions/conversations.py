"""What the rooms above do with a conversation: open it about a row of theirs, tell in it what happened, give contacts, close it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actor import Actor
from kernel.ids import uuid7
from messaging.actions.posting import append
from messaging.choices import About, MessageKind
from messaging.models import Conversation, Participant


@transaction.atomic
def open_conversation(
    about: About, subject_id: UUID, *, named: Mapping[UUID, bool], masked: bool = True, now: datetime
) -> Conversation:
    """Open the conversation about a subject between these organizations (whether each is named), once."""
    row, is_new = Conversation.objects.get_or_create(
        about=about, subject_id=subject_id, defaults={"created_at": now, "last_at": now, "is_masked": masked}
    )
    if is_new:
        Participant.objects.bulk_create(
            Participant(conversation=row, organization_id=organization_id, is_named=is_named, joined_at=now)
            for organization_id, is_named in named.items()
        )
    return row


@transaction.atomic
def tell(actor: Actor, about: About, subject_id: UUID, code: str, *, now: datetime, **facts: Any) -> None:
    """Write what happened to the subject into its conversation, in codes: each reader has it in its language."""
    row = Conversation.objects.filter(about=about, subject_id=subject_id, closed_at=None).first()
    if row is not None:
        told = {"code": code, **facts}
        append(actor, row.pk, client_id=uuid7(), kind=MessageKind.EVENT, facts=told, now=now)


def release(about: About, subject_id: UUID) -> None:
    """Show from now on what was typed to be reached by: both sides gave their contacts."""
    Conversation.objects.filter(about=about, subject_id=subject_id).update(is_masked=False)


def close(about: About, subject_id: UUID, *, now: datetime) -> None:
    """Keep a conversation as it is: it is read, and nothing is added."""
    Conversation.objects.filter(about=about, subject_id=subject_id, closed_at=None).update(closed_at=now)
