"""Who of the people of a conversation has not read what others wrote, for whoever tells the absent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from accounts import queries as accounts
from messaging.choices import MessageKind
from messaging.models import Message, ReadMark
from messaging.queries.sides import sides


@dataclass(frozen=True, slots=True)
class Reader:
    """A person that takes part in a conversation for an organization, and how far it has read."""

    user_id: UUID
    organization_id: UUID
    read: int


def readers(conversation_id: UUID, *, muted: bool = False) -> list[Reader]:
    """Return the people of a conversation, by default but for those who muted it; who answers for the team answers for all of it."""
    marks = {one.user_id: one for one in ReadMark.objects.filter(conversation_id=conversation_id)}
    both = sides(conversation_id)
    people = [(person.pk, one, 0) for one in both.named for person in accounts.members(one)]
    if both.team:
        answered = _texts(conversation_id).exclude(organization_id__in=both.named).aggregate(last=Max("sequence"))
        people += [(user_id, operator_id, answered["last"] or 0) for user_id, operator_id in both.team]
    found = []
    for user_id, organization_id, least in people:
        mark = marks.get(user_id)
        if mark is None or muted or not mark.is_muted:
            found.append(Reader(user_id, organization_id, max(mark.sequence if mark else 0, least)))
    return found


def written_by_others(conversation_id: UUID, organization_id: UUID, *, after: int) -> tuple[datetime, int] | None:
    """Return when the first message of others after a place was written, and the place of the last; nothing without one."""
    of_others = sides(conversation_id).words_of_others(organization_id)
    found = _texts(conversation_id).filter(of_others, sequence__gt=after).values_list("posted_at", "sequence")
    first, last = found.order_by("sequence").first(), found.order_by("-sequence").first()
    return (first[0], last[1]) if first and last else None


def _texts(conversation_id: UUID) -> QuerySet[Message]:
    return Message.objects.filter(conversation_id=conversation_id, kind=MessageKind.TEXT, removed_at=None)
