"""What was reported to the team: who it is about and why; a message itself is read by an action, which leaves its entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts import queries as accounts
from kernel.actor import Actor
from marketplace.choices import ReportOutcome, ReportReason
from marketplace.models import Report
from marketplace.policies import REPORT, REPORTED


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A report for who made it, or for the team."""

    id: UUID
    reported_id: UUID
    reported: str
    sequence: int
    reason: str
    reason_label: str
    words: str
    outcome: str
    outcome_label: str
    created_at: datetime
    settled_at: datetime | None

    @property
    def has_message(self) -> bool:
        return self.sequence > 0


def reports(actor: Actor) -> QuerySet[Report]:
    """Return what the actor's organization reported, the last first."""
    return REPORT.scope(actor, "read", Report.objects.all()).order_by("-created_at", "-pk")


def overseen_reports(actor: Actor) -> QuerySet[Report]:
    """Return what is reported of the organizations an operator is in charge of and not settled, the first reported first."""
    return _overseen(actor).filter(settled_at=None).order_by("created_at", "pk")


def overseen_report(actor: Actor, report_id: UUID) -> Report:
    """
    Return one report, settled or not, with what the operator may do to it.

    :raises Report.DoesNotExist: when the operator is not in charge of whom it is about
    """
    return _overseen(actor).get(pk=report_id)


def report_sheets(rows: Iterable[Any]) -> list[ReportSheet]:
    rows = list(rows)
    names = accounts.names(row.reported_id for row in rows)
    return [
        ReportSheet(
            row.pk,
            row.reported_id,
            names.get(row.reported_id, ""),
            row.sequence,
            row.reason,
            str(ReportReason(row.reason).label),
            row.words,
            row.outcome,
            str(ReportOutcome(row.outcome).label) if row.outcome else "",
            row.created_at,
            row.settled_at,
        )
        for row in rows
    ]


def report_to_tell(report_id: UUID) -> str:
    """Return the outcome of a report, for the room that its event reaches."""
    return Report.objects.values_list("outcome", flat=True).get(pk=report_id)


def _overseen(actor: Actor) -> QuerySet[Report]:
    return REPORTED.abilities(actor, REPORTED.scope(actor, "read", Report.objects.all()))
