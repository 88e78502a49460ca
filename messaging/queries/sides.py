"""Who takes part in a conversation: by name, and the operators who answer what is written to the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accounts import queries as accounts
from accounts.choices import Duty
from messaging.choices import About
from messaging.models import Conversation, Participant


@dataclass(frozen=True, slots=True)
class Sides:
    """The organizations that take part by name, and (person, operator) of the team, where it is the other side."""

    named: list[UUID]
    team: list[tuple[UUID, UUID]]

    @property
    def everybody(self) -> list[UUID]:
        return list(dict.fromkeys([*self.named, *(operator_id for _person, operator_id in self.team)]))

    def others(self, organization_id: UUID) -> list[UUID]:
        """Return the organizations of the other side: the team is one, whichever operator answers."""
        if organization_id not in self.named:
            return self.named
        return [one for one in self.everybody if one != organization_id]

    def words_of_others(self, organization_id: UUID) -> Q:
        """Return the rule of the messages that this organization reads as those of the other side."""
        if organization_id not in self.named:
            return Q(organization_id__in=self.named)
        return ~Q(organization_id=organization_id)


def sides(conversation_id: UUID) -> Sides:
    """Return who takes part in a conversation now, for whoever wakes their pages or tells them."""
    rows = Participant.objects.filter(conversation_id=conversation_id, left_at=None).order_by("pk")
    found = list(rows.values_list("organization_id", "conversation__about"))
    with_team = (organization_id for organization_id, about in found if about == About.OPERATOR)
    team = [one for organization_id in with_team for one in accounts.operators_of(organization_id, Duty.ANSWER)]
    return Sides([organization_id for organization_id, _about in found], team)


def listening(conversation_id: UUID) -> list[UUID]:
    """Return the organizations that take part in a conversation now, for whoever wakes their pages."""
    return sides(conversation_id).everybody


def others(organization_id: UUID, conversation_id: UUID) -> list[UUID]:
    """Return the organizations on the other side of a conversation than this one."""
    return sides(conversation_id).others(organization_id)


def writers_to_team(rows: Iterable[Conversation]) -> dict[UUID, set[UUID]]:
    """Return, of those of these conversations that are with the team, who wrote to it."""
    found: dict[UUID, set[UUID]] = {row.pk: set() for row in rows if row.about == About.OPERATOR}
    named = Participant.objects.filter(conversation__in=list(found)) if found else Participant.objects.none()
    for conversation_id, organization_id in named.values_list("conversation_id", "organization_id"):
        found[conversation_id].add(organization_id)
    return found
