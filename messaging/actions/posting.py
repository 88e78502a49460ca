"""
The one writer of messages: a place in the conversation and the row that fills it, in three statements.

The hot transaction is written by hand: Django's ORM takes four times as long as the disk needs to hold it.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kernel import events
from kernel.actor import Actor
from kernel.ids import uuid7
from messaging.choices import MessageKind
from messaging.events import MessagePosted

_NEXT = (
    "UPDATE messaging_conversation SET last_sequence = last_sequence + 1, last_at = %s"
    " WHERE id = %s AND closed_at IS NULL RETURNING last_sequence"
)
_INSERT = (
    "INSERT INTO messaging_message (id, conversation_id, sequence, kind, organization_id, user_id, client_id, text, facts,"
    " document_id, posted_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def append(
    actor: Actor,
    conversation_id: UUID,
    *,
    client_id: UUID,
    now: datetime,
    kind: MessageKind = MessageKind.TEXT,
    text: str = "",
    facts: dict[str, Any] | None = None,
    document_id: UUID | None = None,
) -> tuple[UUID, int] | None:
    """
    Give a message the next place of a conversation, in the caller's transaction; return its id and place.

    None when the conversation is closed or gone. The row of the conversation is held until the commit, so that the places
    of two senders follow one another and the one that rolls back leaves no gap.

    :raises IntegrityError: when this person has sent one under the same `client_id`
    """
    message_id = uuid7()
    native = connection.features.has_native_uuid_field
    adapt = (lambda value: value) if native else (lambda value: value.hex if value else None)
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [at, adapt(conversation_id)])
        found = cursor.fetchone()
        if found is None:
            return None
        (sequence,) = found
        cursor.execute(
            _INSERT,
            [
                adapt(message_id),
                adapt(conversation_id),
                sequence,
                kind.value,
                adapt(actor.organization_id),
                adapt(actor.user_id),
                adapt(client_id),
                text,
                json.dumps(facts or {}),
                adapt(document_id) if document_id else None,
                at,
            ],
        )
    events.publish(MessagePosted(conversation_id, sequence, actor.organization_id))
    return message_id, sequence
