"""Needs and matches belong to the firm whose site they speak of; a partner reads a match only through its request."""

from django.db.models import Q

from accounts.choices import Duty
from accounts.queries import in_charge, operates
from kernel.actor import Actor
from kernel.policy import NOTHING, Policy, own, own_to_write
from partners.queries import may_prove


def may_ask(actor: Actor) -> bool:
    """Return whether this actor may have its firm matched."""
    return actor.kind == "sme" and actor.writes


def may_look_for(actor: Actor) -> bool:
    """Return whether this actor may say whom its partner looks for."""
    return may_prove(actor)


def may_read_weights(actor: Actor) -> bool:
    """Return whether this actor may read every version of the weights, with its author and reason."""
    return operates(actor, Duty.OVERSEE)


def may_weigh(actor: Actor) -> bool:
    """Return whether this actor may put a new version of the weights in force."""
    return operates(actor, Duty.WEIGH)


def _of_own_site(actor: Actor) -> Q:
    return Q(site__organization_id=actor.organization_id)


NEED = Policy({"read": _of_own_site, "match": lambda actor: _of_own_site(actor) if may_ask(actor) else NOTHING})
RUN = Policy({"read": _of_own_site})
MATCH = Policy({"read": lambda actor: Q(run__site__organization_id=actor.organization_id)})
IDEAL_CUSTOMER = Policy({"read": own, "edit": own_to_write})
CONTEST = Policy({"read": own})
CONTESTED = Policy(
    {
        "read": lambda actor: in_charge(actor, Duty.STEP_IN, through="organization__"),
        "answer": lambda actor: in_charge(actor, Duty.STEP_IN, through="organization__"),
    }
)
