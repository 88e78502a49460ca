"""A conversation is read by who takes part in it, and written by those of them who write for their organization."""

from django.db.models import Q

from accounts.choices import Duty, Kind
from accounts.queries import in_charge, operates
from kernel.actor import Actor
from kernel.policy import NOTHING, Policy
from messaging.choices import About
from messaging.models import Participant


def may_write_to_team(actor: Actor) -> bool:
    """Return whether this actor may write to the team for its organization: an operator is the team."""
    return actor.writes and actor.kind != Kind.OPERATOR


def speaks_for_team(actor: Actor) -> bool:
    """Return whether this actor answers what is written to the team."""
    return operates(actor, Duty.ANSWER)


def written_to_team(actor: Actor) -> Q:
    """Return the rule of the conversations with the team that this operator answers: of those it is in charge of."""
    if not speaks_for_team(actor):
        return NOTHING
    writers = Participant.objects.filter(in_charge(actor, Duty.ANSWER, through="organization__"), left_at=None)
    return Q(about=About.OPERATOR, pk__in=writers.values("conversation_id"))


def _takes_part(actor: Actor) -> Q:
    mine = Participant.objects.filter(organization_id=actor.organization_id, left_at=None)
    part = Q(pk__in=mine.values("conversation_id"))
    return part | written_to_team(actor) if speaks_for_team(actor) else part


def _writes(actor: Actor) -> Q:
    return _takes_part(actor) if actor.writes else NOTHING


def _meets(actor: Actor) -> Q:
    """Who was accepted, and so knows the other, may see that it is there."""
    return _takes_part(actor) & Q(is_masked=False, closed_at=None)


def _reports(actor: Actor) -> Q:
    """Who writes may report the other side to the team, which reads already what is written to it."""
    return _writes(actor) & Q(about=About.LEAD)


CONVERSATION = Policy({"read": _takes_part, "post": _writes, "meet": _meets, "report": _reports})


def _its_own_words(actor: Actor) -> Q:
    """Who wrote a message changes or removes it, as long as the conversation is open."""
    if not actor.writes:
        return NOTHING
    mine = Q(user_id=actor.user_id, organization_id=actor.organization_id, kind="text", removed_at=None)
    return mine & Q(conversation__closed_at=None)


MESSAGE = Policy({"change": _its_own_words, "remove": _its_own_words})
