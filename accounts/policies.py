from django.db.models import Q

from kernel.actor import Actor
from kernel.policy import NOTHING, Policy, own


def manages(actor: Actor) -> bool:
    """Return whether this actor may invite members and make keys: an owner in person, never a key."""
    return actor.role == "owner" and actor.writes and actor.via != "key"


def _its_own(actor: Actor) -> Q:
    return Q(pk=actor.organization_id)


def _owner(actor: Actor) -> Q:
    return _its_own(actor) if manages(actor) else NOTHING


ORGANIZATION = Policy({"read": _its_own, "edit": _owner})


def _member_of_it(actor: Actor) -> Q:
    return own(actor) & Q(user__is_active=True)


def _owned(actor: Actor) -> Q:
    return own(actor) if manages(actor) else NOTHING


def _owned_or_myself(actor: Actor) -> Q:
    return _owned(actor) | (NOTHING if actor.via == "key" else own(actor) & Q(user_id=actor.user_id))


MEMBERSHIP = Policy({"read": _member_of_it, "change": _owned, "remove": _owned_or_myself})

INVITATION = Policy({"read": _owned, "withdraw": _owned})

API_KEY = Policy(
    {
        "read": lambda actor: own(actor) if actor.role == "owner" else NOTHING,
        "revoke": _owned,
    }
)
