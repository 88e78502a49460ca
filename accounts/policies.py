from django.db.models import Q

from accounts.choices import MANAGING_ROLES, Duty, Ending, Kind, OperatorRole
from accounts.models import Membership, Organization
from kernel.actor import Actor
from kernel.policy import NOTHING, Policy, Rule, own

DUTIES: dict[str, frozenset[str]] = {
    OperatorRole.NATIONAL: frozenset(Duty.values),
    OperatorRole.REGIONAL: frozenset(
        {Duty.OVERSEE, Duty.VERIFY, Duty.SUSPEND, Duty.CORRECT, Duty.ACT_FOR, Duty.RECOVER, Duty.STEP_IN, Duty.ANSWER}
    ),
    OperatorRole.SUPPORT: frozenset(
        {Duty.OVERSEE, Duty.CORRECT, Duty.ACT_FOR, Duty.RECOVER, Duty.STEP_IN, Duty.ANSWER}
    ),
    OperatorRole.READ_ONLY: frozenset({Duty.OVERSEE}),
    OperatorRole.TECHNICAL: frozenset({Duty.AUDIT}),
}

IN_PERSON = frozenset({"session", "socket", "job"})


def operates(actor: Actor, duty: str) -> bool:
    """Return whether this actor does this for the market: a member of an operator by page, socket or letter; never a key."""
    return actor.kind == Kind.OPERATOR and actor.via in IN_PERSON and duty in DUTIES.get(actor.role, ())


def in_charge(actor: Actor, duty: str, *, through: str = "") -> Q:
    """Return the rule of the organizations, or of rows that lead `through` to one, for which the actor has this duty."""
    if not operates(actor, duty):
        return NOTHING
    everywhere = actor.role != OperatorRole.REGIONAL
    return ~Q(pk=None) if everywhere else Q(**{f"{through}region": actor.region}) & ~Q(**{f"{through}region": ""})


def manages(actor: Actor) -> bool:
    """Return whether this actor may invite members and make keys: an owner in person, never a key."""
    return actor.role in MANAGING_ROLES and actor.writes and actor.via != "key"


def may_give_mandate(actor: Actor) -> bool:
    """Return whether this actor may let the team act for its firm: an operator has no team above it."""
    return manages(actor) and actor.kind != Kind.OPERATOR


def _its_own(actor: Actor) -> Q:
    return Q(pk=actor.organization_id)


def _owner(actor: Actor) -> Q:
    return _its_own(actor) if manages(actor) else NOTHING


def _closer(actor: Actor) -> Q:
    """An owner in a session closes its organization; an operator's is named and closed by who runs the service."""
    return _owner(actor) & ~Q(kind=Kind.OPERATOR)


ORGANIZATION = Policy({"read": _its_own, "edit": _owner, "close": _closer})


def _over(duty: Duty) -> Rule:
    """Return the rule of an operator's duty over the others: no operator judges another, nor what its owner closed."""
    return lambda actor: in_charge(actor, duty) & ~Q(kind=Kind.OPERATOR) & ~Q(suspended_for__in=Ending.values)


OVERSIGHT = Policy(
    {
        "read": lambda actor: in_charge(actor, Duty.OVERSEE),
        "verify": _over(Duty.VERIFY),
        "suspend": _over(Duty.SUSPEND),
        "correct": _over(Duty.CORRECT),
        "merge": _over(Duty.MERGE),
    }
)


def _member_of_it(actor: Actor) -> Q:
    return own(actor) & Q(user__is_active=True)


def _owned(actor: Actor) -> Q:
    return own(actor) if manages(actor) else NOTHING


def _owned_or_myself(actor: Actor) -> Q:
    return _owned(actor) | (NOTHING if actor.via == "key" else own(actor) & Q(user_id=actor.user_id))


MEMBERSHIP = Policy({"read": _member_of_it, "change": _owned, "remove": _owned_or_myself})


def _recovered(actor: Actor) -> Q:
    """People of nothing but organizations that this operator is in charge of; those of an operator by a national one."""
    if not operates(actor, Duty.RECOVER):
        return NOTHING
    theirs = in_charge(actor, Duty.RECOVER, through="organization__")
    if actor.role != OperatorRole.NATIONAL:
        theirs &= ~Q(organization__kind=Kind.OPERATOR)
    within = Q(pk__in=Membership.objects.filter(theirs).values("user_id"))
    beyond = Q(pk__in=Membership.objects.exclude(theirs).values("user_id"))
    return Q(is_active=True) & ~beyond & (within if actor.role == OperatorRole.REGIONAL else ~Q(pk=None))


PERSON = Policy(
    {
        "read": _recovered,
        "remove_factors": lambda actor: _recovered(actor) & ~Q(pk=actor.user_id),
    }
)

INVITATION = Policy({"read": _owned, "withdraw": _owned})

API_KEY = Policy(
    {
        "read": lambda actor: own(actor) if actor.role in MANAGING_ROLES else NOTHING,
        "revoke": _owned,
    }
)


def _about_its_own(actor: Actor) -> Q:
    """An owner reads what was done by and to its organization; who audits reads everything."""
    if operates(actor, Duty.AUDIT):
        return ~Q(pk=None)
    absorbed = Organization.objects.filter(merged_into=actor.organization_id).values("pk")
    about = Q(organization_id=actor.organization_id) | Q(concerns_id=actor.organization_id)
    about |= Q(organization_id__in=absorbed) | Q(concerns_id__in=absorbed)
    return about if manages(actor) else NOTHING


MANDATE = Policy(
    {
        "read": lambda actor: own(actor) if actor.kind != Kind.OPERATOR else NOTHING,
        "withdraw": _owned,
        "use": lambda actor: in_charge(actor, Duty.ACT_FOR, through="organization__"),
    }
)


def _my_copy(actor: Actor) -> Q:
    """A person's own copies, of an organization only while the person manages it."""
    if actor.via == "key":
        return NOTHING
    of_it = Q(organization_id=actor.organization_id) if manages(actor) else NOTHING
    return Q(user_id=actor.user_id) & (Q(organization=None) | of_it)


COPY = Policy({"read": _my_copy})

AUDIT = Policy({"read": _about_its_own})
