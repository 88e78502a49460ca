"""A notice is its reader's alone, while the reader acts for the organization it is about."""

from django.db.models import Q

from kernel.actor import Actor
from kernel.policy import Policy


def _addressee(actor: Actor) -> Q:
    return Q(user_id=actor.user_id, organization_id=actor.organization_id)


NOTICE = Policy({"read": _addressee, "mark_read": _addressee})
