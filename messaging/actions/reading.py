from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel import events
from kernel.actor import Actor
from messaging import queries
from messaging.events import ConversationRead
from messaging.models import ReadMark


@transaction.atomic
def mark_read(actor: Actor, *, conversation_id: UUID, sequence: int, now: datetime) -> ReadMark:
    """
    Note how far the actor has read; an earlier place changes nothing.

    :raises Conversation.DoesNotExist: when the actor takes no part in it
    """
    row = queries.conversation(actor, conversation_id)
    sequence = max(0, min(sequence, row.last_sequence))
    mark, is_new = ReadMark.objects.select_for_update().get_or_create(
        conversation=row, user_id=actor.user_id, defaults={"sequence": sequence, "read_at": now}
    )
    if is_new or mark.sequence < sequence:
        mark.sequence, mark.read_at = max(mark.sequence, sequence), now
        mark.save(update_fields=["sequence", "read_at"])
        events.publish(ConversationRead(conversation_id, mark.sequence, actor.organization_id))
    return mark


@transaction.atomic
def mute(actor: Actor, *, conversation_id: UUID, muted: bool, now: datetime) -> ReadMark:
    """
    Be told of this conversation no more, or again.

    :raises Conversation.DoesNotExist: when the actor takes no part in it
    """
    row = queries.conversation(actor, conversation_id)
    mark, _is_new = ReadMark.objects.update_or_create(
        conversation=row,
        user_id=actor.user_id,
        defaults={"is_muted": muted},
        create_defaults={"is_muted": muted, "read_at": now},
    )
    return mark
