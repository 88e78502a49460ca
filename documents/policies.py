from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.choices import Duty
from accounts.queries import in_charge
from documents.choices import Purpose, State
from documents.models import Grant
from kernel import clock
from kernel.actor import Actor
from kernel.policy import Policy, own, own_to_write

KEPT = Q(removed_at=None)


def live_grants(now: datetime) -> QuerySet[Grant]:
    """Return the accesses that are open at an instant: nothing is remembered of an earlier look."""
    return Grant.objects.filter(withdrawn_at=None, starts_at__lte=now, until__gt=now)


def _given(actor: Actor) -> Q:
    """What another organization lets this one read at this moment."""
    live = live_grants(clock.now()).filter(receiver_id=actor.organization_id)
    return Q(pk__in=live.values("document_id"))


def _to_verify(actor: Actor) -> Q:
    return Q(purpose=Purpose.CREDENTIAL) & in_charge(actor, Duty.VERIFY, through="organization__")


def _read(actor: Actor) -> Q:
    """One's own, and of others what is checked and given, or sent in to be verified."""
    of_others = Q(state=State.CLEAN) & (_given(actor) | _to_verify(actor))
    return KEPT & (own(actor) | of_others)


DOCUMENT = Policy(
    {
        "read": _read,
        "open": lambda actor: _read(actor) & ~Q(state=State.REFUSED),
        # A proof is taken back, and a bill's paper goes with its bill, which nobody else sees.
        "remove": lambda actor: KEPT & own_to_write(actor) & Q(purpose=Purpose.DOSSIER),
        "grant": lambda actor: KEPT & own_to_write(actor) & Q(state=State.CLEAN) & ~Q(purpose=Purpose.BILL),
    }
)

GRANT = Policy(
    {
        "read": lambda actor: Q(giver_id=actor.organization_id) | Q(receiver_id=actor.organization_id),
        "withdraw": lambda actor: Q(giver_id=actor.organization_id) & (~Q(pk=None) if actor.writes else Q(pk__in=[])),
    }
)
