"""A right is written once, as a rule that is also a filter."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When

from kernel.actor import Actor
from kernel.errors import Refused

Rule = Callable[[Actor], Q]
M = TypeVar("M", bound=Model)

NOTHING = Q(pk__in=[])


class Policy:
    """The rights on one model: what each action asks of a row, given the actor."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self.rules = dict(rules)

    def scope(self, actor: Actor, action: str, rows: QuerySet[M]) -> QuerySet[M]:
        """Return the rows on which this actor may do this."""
        return rows.filter(self.rules[action](actor))

    def abilities(self, actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
        """Return the rows with a `can_<action>` each, in the same query."""
        return rows.annotate(
            **{
                f"can_{action}": Case(
                    When(rule(actor), then=Value(True)), default=Value(False), output_field=BooleanField()
                )
                for action, rule in self.rules.items()
            }
        )


def require(row: Model, action: str) -> None:
    """
    Let an action go on with a row that `abilities` annotated.

    :raises Refused: if the actor may not do this to it
    """
    if not getattr(row, f"can_{action}"):
        raise Refused(action)


def own(actor: Actor) -> Q:
    """Return the rule of rows that belong to the actor's organization."""
    return Q(organization_id=actor.organization_id)


def own_to_write(actor: Actor) -> Q:
    """Return the rule of rows that the actor may change for its organization."""
    return own(actor) if actor.writes else NOTHING
