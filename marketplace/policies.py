"""A lead is read by its two sides alone; the SME may take it back, the partner answers it."""

from django.db.models import Q

from accounts.choices import Duty, Kind
from accounts.queries import in_charge
from kernel.actor import Actor
from kernel.policy import NOTHING, Policy


def may_send(actor: Actor) -> bool:
    """Return whether this actor may ask partners for its firm."""
    return actor.kind == "sme" and actor.writes


def _sender(actor: Actor) -> Q:
    return Q(organization_id=actor.organization_id)


def _partner(actor: Actor) -> Q:
    return Q(partner_organization_id=actor.organization_id)


LEAD = Policy(
    {
        "read": lambda actor: _sender(actor) | _partner(actor),
        "answer": lambda actor: _partner(actor) if actor.writes else NOTHING,
        "conclude": lambda actor: _sender(actor) | _partner(actor) if actor.writes else NOTHING,
        "withdraw": lambda actor: _sender(actor) if may_send(actor) else NOTHING,
    }
)
OVERSIGHT = Policy(
    {
        "read": lambda actor: in_charge(actor, Duty.OVERSEE, through="organization__"),
        "step_in": lambda actor: in_charge(actor, Duty.STEP_IN, through="organization__"),
    }
)
INBOX = Policy({"read": _partner})
QUEUE = Policy({"read": lambda actor: _partner(actor) if actor.kind == Kind.FINANCIER else NOTHING})
SENT = Policy({"read": _sender})


def _quoted(actor: Actor) -> Q:
    """Return the rule of quotes that were sent to the actor's organization; a draft is sent to nobody."""
    return Q(organization_id=actor.organization_id)


def _quoting(actor: Actor) -> Q:
    return Q(lead__partner_organization_id=actor.organization_id)


QUOTE = Policy(
    {
        "read": lambda actor: _quoted(actor) | _quoting(actor),
        "write": lambda actor: _quoting(actor) if actor.writes else NOTHING,
        "decide": lambda actor: _quoted(actor) if may_send(actor) else NOTHING,
    }
)


def _signed(actor: Actor) -> Q:
    return Q(organization_id=actor.organization_id)


RESULT = Policy(
    {
        "read": lambda actor: _signed(actor) | Q(lead__partner_organization_id=actor.organization_id),
        "answer": lambda actor: _signed(actor) if may_send(actor) else NOTHING,
    }
)

REPORT = Policy({"read": lambda actor: Q(organization_id=actor.organization_id)})


def _judged(actor: Actor) -> Q:
    """Who steps in reads what is reported of those it is in charge of, and settles it."""
    return in_charge(actor, Duty.STEP_IN, through="reported__")


REPORTED = Policy({"read": _judged, "settle": _judged})


def _its_member(actor: Actor) -> Q:
    """A saved search is its member's alone: no colleague, and no operator that acts for the firm, sees it."""
    if actor.operator_id.int:
        return NOTHING
    return Q(user_id=actor.user_id, organization_id=actor.organization_id)


def may_save_searches(actor: Actor) -> bool:
    """Return whether this actor may save a search of its own: it changes nothing of its organization."""
    return bool(actor.organization_id.int and not actor.operator_id.int and actor.may("write"))


SAVED_SEARCH = Policy(
    {
        "read": _its_member,
        "edit": lambda actor: _its_member(actor) if may_save_searches(actor) else NOTHING,
    }
)
