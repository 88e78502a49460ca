"""Search in one's own conversations, through what the reader sees: what is hidden from it is not found either."""

from itertools import islice

from kernel.actor import Actor
from kernel.text import holds, words
from messaging.choices import MessageKind
from messaging.models import Conversation, Message
from messaging.policies import CONVERSATION
from messaging.queries.conversations import Line, lines

MOST_SEARCHED = 3_000
MOST_FOUND = 50
MOST_WORDS = 20


def found(actor: Actor, text: str) -> list[Line]:
    """
    Return the messages that hold every word of a text, or its beginning, the latest first: fifty at most.

    Accents, Arabic marks and capitals do not matter. The latest 3,000 messages of the reader's conversations are looked through.
    """
    wanted = words(text)[:MOST_WORDS]
    if not wanted:
        return []
    known = CONVERSATION.scope(actor, "read", Conversation.objects.all())
    rows = Message.objects.filter(conversation__in=known, kind=MessageKind.TEXT).exclude(text="")
    seen = lines(actor, rows.select_related("conversation").order_by("-pk")[:MOST_SEARCHED])
    return list(islice((one for one in seen if holds(one.text, wanted)), MOST_FOUND))
