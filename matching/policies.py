"""Needs and matches belong to the firm whose site they speak of; a partner reads a match only through its request."""

from django.db.models import Q

from kernel.actor import Actor
from kernel.policy import NOTHING, Policy


def may_ask(actor: Actor) -> bool:
    """Return whether this actor may have its firm matched."""
    return actor.kind == "sme" and actor.writes


def _of_own_site(actor: Actor) -> Q:
    return Q(site__organization_id=actor.organization_id)


NEED = Policy({"read": _of_own_site, "match": lambda actor: _of_own_site(actor) if may_ask(actor) else NOTHING})
RUN = Policy({"read": _of_own_site})
MATCH = Policy({"read": lambda actor: Q(run__site__organization_id=actor.organization_id)})
