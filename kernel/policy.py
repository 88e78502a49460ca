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
        """Return rows that the actor may read with a `can_<action>` for each other action, in the same query."""
        others = {action: rule(actor) for action, rule in self.rules.items() if action != "read"}
        return rows.annotate(**{f"can_{action}": _answered(rule) for action, rule in others.items()})


def _answered(rule: Q) -> Case | Value:
    """Return the rule as a column; one that no row fulfils costs the database nothing."""
    if rule.connector == Q.AND and not rule.negated and NOTHING.children[0] in rule.children:
        return Value(False, output_field=BooleanField())
    return Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())


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
