from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts import queries as accounts
from kernel.actor import Actor
from kernel.policy import require
from messaging.choices import About, MessageKind
from messaging.engine.masking import mask
from messaging.models import Conversation, Message, Participant, ReadMark
from messaging.policies import CONVERSATION, MESSAGE, speaks_for_team, written_to_team
from messaging.queries.sides import others, writers_to_team


@dataclass(frozen=True, slots=True)
class Line:
    """A message as its reader may see it; `hidden` says that something in it is kept until contacts are given."""

    id: UUID
    conversation_id: UUID
    sequence: int
    kind: str
    mine: bool
    organization_id: UUID
    author: str
    client_id: UUID
    text: str
    hidden: bool
    facts: dict[str, Any]
    document_id: UUID | None
    posted_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    can_change: bool
    can_remove: bool


def conversations(actor: Actor) -> QuerySet[Conversation]:
    """Return the conversations that the actor's organization takes part in, the latest first, with `read` up to where it read."""
    rows = CONVERSATION.abilities(actor, CONVERSATION.scope(actor, "read", Conversation.objects.all()))
    mine = ReadMark.objects.filter(conversation=OuterRef("pk"), user_id=actor.user_id)
    return rows.annotate(
        read=Coalesce(Subquery(mine.values("sequence")[:1]), 0),
        muted=Coalesce(Subquery(mine.values("is_muted")[:1]), Value(value=False)),
    ).order_by("-last_at", "-pk")


def conversation(actor: Actor, conversation_id: UUID) -> Conversation:
    """
    Return a conversation, with what the actor may do to it.

    :raises Conversation.DoesNotExist: when the actor takes no part in it
    """
    return conversations(actor).get(pk=conversation_id)


def to_write_in(actor: Actor, conversation_id: UUID) -> Conversation:
    """
    Return a conversation with what the actor may do to it, and without how far it has read: that alone is asked often.

    :raises Conversation.DoesNotExist: when the actor takes no part in it
    """
    rows = CONVERSATION.scope(actor, "read", Conversation.objects.filter(pk=conversation_id))
    return CONVERSATION.abilities(actor, rows).get()


def meet(actor: Actor, conversation_id: UUID, *, writing: bool = False) -> None:
    """
    Let somebody be seen in a conversation by the other parties.

    :raises Conversation.DoesNotExist: when the actor takes no part in it
    :raises Refused: before both sides know each other, or when the actor would write and may not
    """
    row = to_write_in(actor, conversation_id)
    require(row, "meet")
    if writing:
        require(row, "post")


def waiting_for_team(actor: Actor) -> QuerySet[Conversation]:
    """Return the conversations in which the last word is not the team's, of those that this operator answers; the oldest first."""
    said = Message.objects.filter(conversation=OuterRef("pk"), kind=MessageKind.TEXT, removed_at=None)
    rows = Conversation.objects.filter(written_to_team(actor), closed_at=None)
    rows = rows.annotate(last_by=Subquery(said.order_by("-sequence").values("organization_id")[:1]))
    writer = Participant.objects.filter(conversation=OuterRef("pk"), organization_id=OuterRef("last_by"))
    return rows.filter(Exists(writer)).order_by("last_at", "pk")


def about(actor: Actor, kind: About, subject_ids: Iterable[UUID]) -> dict[UUID, Conversation]:
    """Return the conversations about these subjects that the actor takes part in, by subject."""
    found = conversations(actor).filter(about=kind, subject_id__in=set(subject_ids))
    return {row.subject_id: row for row in found}


def messages(actor: Actor, conversation_id: UUID) -> QuerySet[Message]:
    """Return the messages of a conversation that the actor takes part in, in order, with what it may do to each."""
    known = CONVERSATION.scope(actor, "read", Conversation.objects.filter(pk=conversation_id))
    rows = Message.objects.filter(conversation__in=known)
    return MESSAGE.abilities(actor, rows).select_related("conversation").order_by("sequence")


def written(actor: Actor, message_id: UUID) -> Message:
    """Return a message that the actor has just written, with what it may do to it."""
    rows = Message.objects.filter(user_id=actor.user_id, organization_id=actor.organization_id)
    return MESSAGE.abilities(actor, rows).select_related("conversation").get(pk=message_id)


def lines(actor: Actor, rows: Iterable[Any]) -> list[Line]:
    """Return messages as this reader may see them: what others typed to be reached by is hidden until it is given."""
    rows = list(rows)
    people = accounts.names_of_people(row.user_id for row in rows)
    hiding = {row.conversation for row in rows if row.conversation.is_masked}
    names = _names_to_hide(actor, hiding)
    talks = {row.conversation_id: row.conversation for row in rows}
    writers = writers_to_team(talks.values()) if speaks_for_team(actor) else {}
    return [_line(actor, row, people, names, writers.get(row.conversation_id)) for row in rows]


def _line(
    actor: Actor, row: Any, people: dict[UUID, str], names: dict[UUID, list[str]], writers: set[UUID] | None
) -> Line:
    """Return a message; `writers` are those who wrote to the team, when the reader answers for it: all others are its side."""
    mine = row.organization_id == actor.organization_id or (writers is not None and row.organization_id not in writers)
    shown = row.text
    if row.conversation.is_masked and not mine and row.kind == MessageKind.TEXT:
        shown = mask(row.text, names.get(row.organization_id, ()))
    speaks_as_one = row.conversation.about == About.OPERATOR and writers is None
    is_named = mine or not (row.conversation.is_masked or speaks_as_one)
    return Line(
        id=row.pk,
        conversation_id=row.conversation_id,
        sequence=row.sequence,
        kind=row.kind,
        mine=mine,
        organization_id=row.organization_id,
        author=people.get(row.user_id, "") if is_named else "",
        client_id=row.client_id,
        text=shown,
        hidden=shown != row.text,
        facts=row.facts,
        document_id=row.document_id,
        posted_at=row.posted_at,
        edited_at=row.edited_at,
        removed_at=row.removed_at,
        can_change=getattr(row, "can_change", False),
        can_remove=getattr(row, "can_remove", False),
    )


def _names_to_hide(actor: Actor, hiding: Iterable[Conversation]) -> dict[UUID, list[str]]:
    """Return, of the others in masked conversations, the names of their people, and their own where it is not given."""
    others = Participant.objects.filter(conversation__in=list(hiding)).exclude(organization_id=actor.organization_id)
    shown = dict(others.values_list("organization_id", "is_named"))
    if not shown:
        return {}
    firms, team = accounts.names(shown), accounts.names_of_members(shown)
    return {
        organization_id: [*team.get(organization_id, ()), *([] if is_named else [firms[organization_id]])]
        for organization_id, is_named in shown.items()
    }


def unread(actor: Actor) -> int:
    """Return how many messages of others the actor has not read, muted conversations left out."""
    mine = ReadMark.objects.filter(conversation=OuterRef("pk"), user_id=actor.user_id)
    rows = CONVERSATION.scope(actor, "read", Conversation.objects.all())
    rows = rows.annotate(
        read=Coalesce(Subquery(mine.values("sequence")[:1]), 0),
        muted=Coalesce(Subquery(mine.values("is_muted")[:1]), Value(value=False)),
    )
    others = ~Q(messages__organization_id=actor.organization_id) & Q(messages__sequence__gt=F("read"))
    waiting = rows.filter(last_sequence__gt=F("read"), muted=False).annotate(fresh=Count("messages", filter=others))
    return waiting.aggregate(total=Sum("fresh"))["total"] or 0


def marks(actor: Actor, conversation_id: UUID) -> dict[UUID, int]:
    """Return how far each other organization has read a conversation that the actor takes part in."""
    known = CONVERSATION.scope(actor, "read", Conversation.objects.filter(pk=conversation_id))
    heard = others(actor.organization_id, conversation_id)
    rows = ReadMark.objects.filter(conversation__in=known, user__memberships__organization__in=heard)
    found: dict[UUID, int] = {}
    for organization_id, sequence in rows.values_list("user__memberships__organization_id", "sequence"):
        if organization_id in heard:
            found[organization_id] = max(sequence, found.get(organization_id, 0))
    return found
