from datetime import datetime
from typing import Any

from accounts import actions as accounts
from accounts.choices import Act, Kind
from kernel.actor import Actor
from messaging.choices import About


def note(actor: Actor, act: Act, conversation: Any, sequence: int, *, now: datetime) -> None:
    """Write down what an operator does in a conversation with the team, where the other side reads it; the last thing of an act."""
    if conversation.about == About.OPERATOR and actor.kind == Kind.OPERATOR:
        ids = {"subject": "conversation", "subject_id": conversation.pk, "concerns": conversation.subject_id}
        accounts.record(actor, act, **ids, now=now, message=sequence)
