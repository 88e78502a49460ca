"""Scores that firms contest: for the firm, and for the team in charge of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts import queries as accounts
from kernel.actor import Actor
from matching.choices import ContestOutcome
from matching.engine.replay import CannotReplay
from matching.models import Contest
from matching.policies import CONTEST, CONTESTED
from matching.queries.reasons import out_of_100
from matching.queries.replays import inputs_of, replay
from partners.queries import in_language


@dataclass(frozen=True, slots=True)
class ContestSheet:
    """A contest for the firm, or for the team."""

    id: UUID
    organization_id: UUID
    organization: str
    match_id: UUID
    partner: str
    offer_name: str
    score: int
    words: str
    outcome: str
    outcome_label: str
    answer: str
    created_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a score was made from, and whether the same comes out again; `replays` is None when today's version cannot tell."""

    inputs: dict[str, Any]
    replays: bool | None


def contests(actor: Actor) -> QuerySet[Contest]:
    """Return what the actor's firm contested, the last first."""
    return _with_match(CONTEST.scope(actor, "read", Contest.objects.all())).order_by("-created_at", "-pk")


def overseen_contests(actor: Actor) -> QuerySet[Contest]:
    """Return what firms contest and nobody has answered, the first first."""
    return _overseen(actor).filter(answered_at=None).order_by("created_at", "pk")


def overseen_contest(actor: Actor, contest_id: UUID) -> Contest:
    """
    Return one contest, answered or not, with what the operator may do to it.

    :raises Contest.DoesNotExist: when the operator is not in charge of the firm
    """
    return _overseen(actor).get(pk=contest_id)


def contest_sheets(rows: Iterable[Any]) -> list[ContestSheet]:
    rows = list(rows)
    names = accounts.names(row.organization_id for row in rows)
    return [
        ContestSheet(
            row.pk,
            row.organization_id,
            names.get(row.organization_id, ""),
            row.match_id,
            row.match.partner.name if row.match.partner else "",
            in_language(row.match.offer, "name"),
            out_of_100(row.match.score_micro),
            row.words,
            row.outcome,
            str(ContestOutcome(row.outcome).label) if row.outcome else "",
            row.answer,
            row.created_at,
            row.answered_at,
        )
        for row in rows
    ]


def evidence_of(row: Contest) -> Evidence:
    """Return what the score of a contest was made from; the caller has checked and written down who reads it."""
    try:
        replays = replay(row.match_id) == []
    except CannotReplay:
        return Evidence(inputs_of(row.match), None)
    return Evidence(inputs_of(row.match), replays)


def contest_to_tell(contest_id: UUID) -> str:
    """Return the outcome of a contest, for the room that its event reaches."""
    return Contest.objects.values_list("outcome", flat=True).get(pk=contest_id)


def _overseen(actor: Actor) -> QuerySet[Contest]:
    return CONTESTED.abilities(actor, CONTESTED.scope(actor, "read", _with_match(Contest.objects.all())))


def _with_match(rows: QuerySet[Contest]) -> QuerySet[Contest]:
    return rows.select_related("match__run__sme", "match__run__parameters", "match__offer", "match__partner")
