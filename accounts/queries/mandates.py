"""Whether an operator may act for a firm at this moment, and who it is while it does."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.choices import Duty, Role
from accounts.models import Mandate, User
from accounts.policies import MANDATE, operates
from accounts.queries.actors import actor_for
from kernel import clock
from kernel.actor import EVERY_SCOPE, Actor

VIA = "mandate"
ACTING = "acting"  # in the session of an operator: the mandate it acts under


def live(now: datetime) -> QuerySet[Mandate]:
    """Return the mandates that hold at this moment."""
    rows = Mandate.objects.filter(withdrawn_at=None, until__gt=now, organization__suspended_at=None)
    return rows.select_related("organization")


def mandate(actor: Actor) -> Mandate | None:
    """Return what the actor's own firm allows the operators at this moment."""
    return MANDATE.abilities(actor, MANDATE.scope(actor, "read", live(clock.now()))).first()


def usable_mandates(actor: Actor, organization_ids: Iterable[UUID]) -> dict[UUID, Mandate]:
    """Return, of these firms, those that an operator may act for at this moment."""
    rows = MANDATE.scope(actor, "use", live(clock.now())).filter(organization_id__in=set(organization_ids))
    return {one.organization_id: one for one in rows}


def actor_in(session: Mapping[str, Any], user: User) -> Actor:
    """Return who a person is in its session: the member of its organization, or of the firm that an operator acts for."""
    return acting(actor_for(user, session=session), session.get(ACTING))


def acting(actor: Actor, mandate_id: str | None) -> Actor:
    """
    Return the operator as it acts for the firm of a mandate, or as itself once that may no longer be.

    It is asked at each request, so that a firm that ends it is heeded at the next one. It acts as a member, never as an owner.
    """
    if not mandate_id or not operates(actor, Duty.ACT_FOR):
        return actor
    found = MANDATE.scope(actor, "use", live(clock.now())).filter(Q(pk=mandate_id)).first()
    if found is None:
        return actor
    return Actor(
        user_id=actor.user_id,
        organization_id=found.organization_id,
        kind=found.organization.kind,
        role=Role.MEMBER,
        scopes=EVERY_SCOPE,
        language=actor.language,
        via=VIA,
        operator_id=actor.organization_id,
    )
