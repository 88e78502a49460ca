from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import Act
from documents import actions as giving
from documents import queries as documents
from documents.actions.grants import LONGEST_DAYS
from documents.choices import State
from kernel import events
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.policy import require
from kernel.text import plain_lines
from messaging import queries
from messaging.actions.entries import note
from messaging.actions.posting import append
from messaging.choices import LONGEST_TEXT
from messaging.events import MessagePosted
from messaging.models import Message, Revision


def post_message(
    actor: Actor,
    *,
    conversation_id: UUID,
    client_id: UUID,
    text: str,
    document_id: UUID | None = None,
    now: datetime,
) -> tuple[Message, bool]:
    """
    Say something; return the message and whether it is new: sent again under the same `client_id`, it is the first one.

    It is kept once this returns outside of any transaction.

    :raises Conversation.DoesNotExist: when the actor takes no part in it
    :raises Refused: when the actor only reads
    :raises ValidationError: when it is empty or too long, or the document is not the actor's to show
    :raises Conflict: when the conversation is closed, or that `client_id` named another message
    """
    conversation: Any = queries.to_write_in(actor, conversation_id)
    require(conversation, "post")
    if conversation.closed_at is not None:
        raise _closed()
    text = _read(text, may_be_empty=document_id is not None)
    try:
        with transaction.atomic():
            if document_id is not None:
                _show(actor, conversation_id, document_id, now)
            place = append(actor, conversation_id, client_id=client_id, text=text, document_id=document_id, now=now)
            if place is not None:
                note(actor, Act.TEAM_ANSWERED, conversation, place[1], now=now)
    except IntegrityError:
        return _sent_before(actor, conversation_id, client_id, text), False
    if place is None:
        raise _closed()
    return queries.written(actor, place[0]), True


@transaction.atomic
def change_message(actor: Actor, *, message_id: UUID, conversation_id: UUID, text: str, now: datetime) -> Message:
    """
    Say it differently; what it said before is kept beside it.

    :raises Message.DoesNotExist: when the actor takes no part in its conversation
    :raises Refused: when it is not the actor's own, or the conversation is closed
    :raises ValidationError: when it is empty or too long
    """
    row = queries.messages(actor, conversation_id).select_for_update(of=("self",)).get(pk=message_id)
    require(row, "change")
    text = _read(text, may_be_empty=row.document_id is not None)
    if text != row.text:
        Revision.objects.create(message=row, text=row.text, at=now)
        row.text, row.edited_at = text, now
        row.save(update_fields=["text", "edited_at"])
        events.publish(MessagePosted(conversation_id, row.sequence, actor.organization_id))
        note(actor, Act.TEAM_ANSWER_CHANGED, row.conversation, row.sequence, now=now)
    return row


@transaction.atomic
def remove_message(actor: Actor, *, message_id: UUID, conversation_id: UUID, now: datetime) -> Message:
    """
    Take a message away; its place stays, so that nobody misses one. Twice is once.

    :raises Message.DoesNotExist: when the actor takes no part in its conversation
    :raises Refused: when it is not the actor's own, or the conversation is closed
    """
    row = queries.messages(actor, conversation_id).select_for_update(of=("self",)).get(pk=message_id)
    if row.removed_at is not None and row.user_id == actor.user_id:
        return row
    require(row, "remove")
    Revision.objects.create(message=row, text=row.text, at=now)
    row.text, row.document, row.removed_at = "", None, now
    row.save(update_fields=["text", "document", "removed_at"])
    events.publish(MessagePosted(conversation_id, row.sequence, actor.organization_id))
    note(actor, Act.TEAM_ANSWER_REMOVED, row.conversation, row.sequence, now=now)
    return row


def _read(text: str, *, may_be_empty: bool) -> str:
    if len(text) > LONGEST_TEXT:
        words = _("At most %(longest)s characters.")
        raise ValidationError({"text": ValidationError(words, "too_long", params={"longest": LONGEST_TEXT})})
    text = plain_lines(text)
    if not text and not may_be_empty:
        raise ValidationError({"text": ValidationError(_("Write your message."), "required")})
    return text


def _show(actor: Actor, conversation_id: UUID, document_id: UUID, now: datetime) -> None:
    """Let the others of a conversation open a file that is sent in it, as any file is given: until a day, or withdrawn."""
    own = documents.documents(actor).filter(pk=document_id, organization_id=actor.organization_id)
    if not own.filter(state=State.CLEAN).exists():
        raise ValidationError(
            {"document_id": ValidationError(_("Choose one of your files that is checked."), "document")}
        )
    for organization_id in queries.others(actor.organization_id, conversation_id):
        giving.give(actor, document_id=document_id, receiver_id=organization_id, days=LONGEST_DAYS, now=now)


def _sent_before(actor: Actor, conversation_id: UUID, client_id: UUID, text: str) -> Message:
    row = queries.messages(actor, conversation_id).filter(user_id=actor.user_id, client_id=client_id).first()
    if row is None or (row.text != text and row.edited_at is None and row.removed_at is None):
        raise Conflict("client_id_used", _("Another message was sent under this name."))
    return row


def _closed() -> Conflict:
    return Conflict("conversation_closed", _("This conversation is closed: nothing can be added to it."))
