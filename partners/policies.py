from django.db.models import Q

from accounts.choices import PARTNER_KINDS, Duty
from accounts.queries import in_charge
from kernel.actor import Actor
from kernel.policy import NOTHING, Policy, own, own_to_write
from partners.choices import CaseState, CredentialState, Shelf

LIVE = Q(organization=None) | Q(organization__suspended_at=None)


def _public_or_own(actor: Actor) -> Q:
    """Who can have no offer of its own is not asked about: the shelf alone is read in the order of its index."""
    on_the_shelf = Q(shelf=Shelf.PUBLISHED) & LIVE
    return on_the_shelf | own(actor) if actor.kind in PARTNER_KINDS else on_the_shelf


def _partner_writes(actor: Actor) -> Q:
    return own_to_write(actor) if actor.kind in PARTNER_KINDS else NOTHING


def may_publish_offers(actor: Actor) -> bool:
    """Return whether this actor may make offers at all."""
    return actor.writes and actor.kind in PARTNER_KINDS


OFFER = Policy(
    {
        "read": _public_or_own,
        "edit": _partner_writes,
        "publish": lambda actor: _partner_writes(actor) & Q(organization__suspended_at=None),
        "pause": _partner_writes,
        "archive": _partner_writes,
        "confirm": lambda actor: in_charge(actor, Duty.VERIFY, through="organization__"),
    }
)

ABSENCE = Policy({"read": own, "edit": _partner_writes})

PROFILE = Policy({"read": lambda actor: Q(organization__suspended_at=None) | own(actor), "edit": _partner_writes})

CREDENTIAL = Policy(
    {
        "read": lambda actor: own(actor) | in_charge(actor, Duty.VERIFY, through="organization__"),
        "take_back": lambda actor: _partner_writes(actor) & Q(state=CredentialState.WAITING),
    }
)

CASE = Policy(
    {
        "read": lambda actor: in_charge(actor, Duty.OVERSEE, through="organization__"),
        "decide": lambda actor: Q(state=CaseState.OPEN) & in_charge(actor, Duty.VERIFY, through="organization__"),
    }
)
