"""A message with its near context, for whoever was told of it and has checked that it may read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from messaging.choices import MessageKind
from messaging.engine.masking import mask
from messaging.models import Message


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One message of a few; what was typed to be reached by stays hidden while contacts are not given."""

    sequence: int
    organization_id: UUID
    text: str
    posted_at: datetime
    was_removed: bool


def excerpt(conversation_id: UUID, sequence: int, *, around: int) -> list[Excerpt]:
    """Return a message and so many places before and after it; of one that was removed since, what it said last."""
    rows = Message.objects.filter(
        conversation_id=conversation_id,
        kind=MessageKind.TEXT,
        sequence__range=(sequence - around, sequence + around),
    )
    return [_excerpt(row, is_it=row.sequence == sequence) for row in rows.select_related("conversation")]


def _excerpt(row: Message, *, is_it: bool) -> Excerpt:
    text = row.text
    if is_it and row.removed_at is not None:
        last = row.revisions.order_by("-pk").first()
        text = last.text if last else ""
    shown = mask(text, ()) if row.conversation.is_masked else text
    return Excerpt(row.sequence, row.organization_id, shown, row.posted_at, row.removed_at is not None)  # type: ignore[attr-defined]
