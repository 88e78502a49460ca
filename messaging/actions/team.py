from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.actor import Actor
from kernel.errors import Refused
from messaging.actions.conversations import close, open_conversation
from messaging.actions.messages import post_message
from messaging.choices import About
from messaging.models import Conversation, Message
from messaging.policies import may_write_to_team


@transaction.atomic
def write_to_team(
    actor: Actor, *, client_id: UUID, text: str, document_id: UUID | None = None, now: datetime
) -> tuple[Message, bool]:
    """
    Say something to the team, in the one conversation of the actor's organization with it: the first message opens it.

    Return the message and whether it is new, as `post_message` does.

    :raises Refused: when the actor only reads, or is of the team itself
    :raises ValidationError: when it is empty or too long, or the document is not the actor's to show
    :raises Conflict: when that `client_id` named another message
    """
    if not may_write_to_team(actor):
        raise Refused("write_to_team")
    named = {actor.organization_id: True}
    row = open_conversation(About.OPERATOR, actor.organization_id, named=named, masked=False, now=now)
    return post_message(actor, conversation_id=row.pk, client_id=client_id, text=text, document_id=document_id, now=now)


def absorb(*, kept_id: UUID, absorbed_id: UUID, now: datetime) -> None:
    """Leave an organization that takes over another one open conversation with the team: that of the other is read, or is its own."""
    with_team = Conversation.objects.filter(about=About.OPERATOR)
    if with_team.filter(subject_id=kept_id).exists():
        close(About.OPERATOR, absorbed_id, now=now)
    else:
        with_team.filter(subject_id=absorbed_id).update(subject_id=kept_id)
