from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.actor import Actor
from kernel.errors import Refused
from messaging.actions.conversations import open_conversation
from messaging.actions.messages import post_message
from messaging.choices import About
from messaging.models import Message
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
    said = {"client_id": client_id, "text": text, "document_id": document_id}
    return post_message(actor, conversation_id=row.pk, **said, now=now)
