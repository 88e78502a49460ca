from django.db.models import Q

from kernel.actor import Actor
from kernel.policy import NOTHING, Policy, own


def _its_own(actor: Actor) -> Q:
    return Q(pk=actor.organization_id)


def _owner(actor: Actor) -> Q:
    return _its_own(actor) if actor.role == "owner" and actor.writes else NOTHING


ORGANIZATION = Policy({"read": _its_own, "edit": _owner})

API_KEY = Policy(
    {
        "read": lambda actor: own(actor) if actor.role == "owner" else NOTHING,
        "revoke": lambda actor: own(actor) if actor.role == "owner" and actor.writes else NOTHING,
    }
)
