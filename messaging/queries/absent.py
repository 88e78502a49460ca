"""Who of the people of a conversation has not read what others wrote, for whoever tells the absent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts import queries as accounts
from messaging.choices import MessageKind
from messaging.models import Message, ReadMark
from messaging.queries.conversations import listening


@dataclass(frozen=True, slots=True)
class Reader:
    """A person that takes part in a conversation for an organization, and how far it has read."""

    user_id: UUID
    organization_id: UUID
    read: int


def readers(conversation_id: UUID, *, muted: bool = False) -> list[Reader]:
    """Return the people of a conversation, by default but for those who muted it."""
    marks = {one.user_id: one for one in ReadMark.objects.filter(conversation_id=conversation_id)}
    found = []
    for organization_id in listening(conversation_id):
        for person in accounts.members(organization_id):
            mark = marks.get(person.pk)
            if mark is None or muted or not mark.is_muted:
                found.append(Reader(person.pk, organization_id, mark.sequence if mark else 0))
    return found


def written_by_others(conversation_id: UUID, organization_id: UUID, *, after: int) -> tuple[datetime, int] | None:
    """Return when the first message of others after a place was written, and the place of the last; nothing without one."""
    rows = Message.objects.filter(
        conversation_id=conversation_id, sequence__gt=after, kind=MessageKind.TEXT, removed_at=None
    )
    found = rows.exclude(organization_id=organization_id).values_list("posted_at", "sequence")
    first, last = found.order_by("sequence").first(), found.order_by("-sequence").first()
    return (first[0], last[1]) if first and last else None
