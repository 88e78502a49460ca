"""Proofs of partners, what was decided about them, and what waits for a person of the team."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from kernel.actor import Actor
from partners.choices import CaseState, CredentialKind, CredentialState
from partners.models import Credential, VerificationCase
from partners.policies import CASE, CREDENTIAL

LONGEST = timedelta(days=730)
SOON = timedelta(days=60)


def credentials(actor: Actor) -> QuerySet[Credential]:
    """Return the proofs this actor may read: its own, or those of the partners it verifies."""
    rows = CREDENTIAL.scope(actor, "read", Credential.objects.select_related("document", "organization", "case"))
    return CREDENTIAL.abilities(actor, rows).order_by("-pk")


def own_credentials(actor: Actor) -> QuerySet[Credential]:
    return credentials(actor).filter(organization_id=actor.organization_id).exclude(state=CredentialState.REPLACED)


def cases(actor: Actor) -> QuerySet[VerificationCase]:
    """Return the cases that an operator may see, with what it may do to each."""
    rows = CASE.scope(actor, "read", VerificationCase.objects.select_related("organization", "decided_by"))
    return CASE.abilities(actor, rows).order_by("-pk")


def cases_to_verify(actor: Actor) -> QuerySet[VerificationCase]:
    """Return what waits, the longest first."""
    return cases(actor).filter(state=CaseState.OPEN).order_by("pk")


def case_to_tell(case_id: UUID) -> VerificationCase:
    """Return a case for the notice about it."""
    return VerificationCase.objects.get(pk=case_id)


def latest_until(chosen: Collection[Credential], today: date) -> date:
    """Return the last day that these proofs can carry: that of the first to end, at most two years from now."""
    return min([today + LONGEST, *(one.valid_until for one in chosen if one.valid_until)])


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified of a partner, when, and until when."""

    scope: tuple[CredentialKind, ...]
    on: date
    until: date


def verified(organization_ids: Collection[UUID]) -> dict[UUID, Verified]:
    """Return what the last accepted case of each partner says; whether it still holds, its organization knows."""
    rows = VerificationCase.objects.filter(organization_id__in=set(organization_ids), state=CaseState.VERIFIED)
    return {
        row.organization_id: Verified(
            tuple(CredentialKind(one) for one in row.scope if one in CredentialKind.values),
            row.decided_at.date(),
            row.until,
        )
        for row in rows.order_by("decided_at")
        if row.decided_at and row.until
    }


def last_decision(actor: Actor) -> VerificationCase | None:
    """Return what was last decided about the actor's own organization."""
    rows = VerificationCase.objects.filter(organization_id=actor.organization_id)
    return rows.exclude(state=CaseState.OPEN).order_by("-decided_at").first()
