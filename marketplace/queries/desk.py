"""What the team sees of requests: where they stand and since when, by partner; no word that either side wrote, no name of a firm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from accounts import queries as accounts
from accounts.choices import Kind
from kernel.actor import Actor
from kernel.clock import moroccan_day
from marketplace.choices import UNANSWERED, LeadStatus, reason_of
from marketplace.models import Lead
from marketplace.policies import OVERSIGHT
from matching import queries as matching

RECENT = timedelta(days=30)
LATE_FROM = 4


@dataclass(frozen=True, slots=True)
class Watched:
    """A request as the team sees it."""

    id: UUID
    status: str
    partner_id: UUID
    partner: str
    region: str
    need: str
    sent_at: datetime
    due_on: date | None
    reason: str
    can_remind: bool
    can_ask_next: bool


def late(actor: Actor, *, now: datetime) -> QuerySet[Lead]:
    """Return what waits after the last reminder, or is due today, the longest first."""
    waiting = _watched(actor).filter(status__in=UNANSWERED)
    last = waiting.filter(reminded__gte=LATE_FROM) | waiting.filter(due_on__lte=moroccan_day(now))
    return last.order_by("due_on", "sent_at", "pk")


def unanswered(actor: Actor, *, now: datetime) -> QuerySet[Lead]:
    """Return what ended without an answer within thirty days, the last first."""
    return (
        _watched(actor)
        .filter(status=LeadStatus.EXPIRED, due_on__gte=moroccan_day(now - RECENT))
        .order_by("-due_on", "-pk")
    )


def refused(actor: Actor, *, now: datetime) -> QuerySet[Lead]:
    """Return what a partner declined within thirty days, the last first."""
    rows = _watched(actor).filter(status=LeadStatus.DECLINED, answered_at__gte=now - RECENT)
    return rows.order_by("-answered_at", "-pk")


def watched(rows: Iterable[Any]) -> list[Watched]:
    """Return these requests as the team sees them."""
    rows = list(rows)
    partners = accounts.profile_of(row.partner_organization_id for row in rows)
    language = (get_language() or "fr")[:2]
    return [
        Watched(
            row.pk,
            row.status,
            row.partner_organization_id,
            partners[row.partner_organization_id].name,
            row.outline["region"],
            matching.need_name(row.need_code, language) if row.need_code else "",
            row.sent_at,
            row.due_on,
            _reason(row, partners[row.partner_organization_id].kind),
            can_remind=row.can_step_in and row.status in UNANSWERED,
            can_ask_next=row.can_step_in and row.status in (*UNANSWERED, LeadStatus.DECLINED, LeadStatus.EXPIRED),
        )
        for row in rows
    ]


def _reason(row: Any, kind: str) -> str:
    """Return why a partner declined; what a financier decides is between it and the firm."""
    told = row.status == LeadStatus.DECLINED and kind != Kind.FINANCIER
    return str(reason_of(row.status, row.reason).label) if told else ""


def _watched(actor: Actor) -> QuerySet[Lead]:
    columns = ("pk", "status", "partner_organization_id", "outline", "need_code", "sent_at", "due_on", "reason")
    return OVERSIGHT.abilities(actor, OVERSIGHT.scope(actor, "read", Lead.objects.only(*columns)))


def overseen(actor: Actor) -> QuerySet[Lead]:
    """Return the requests that an operator watches over, with what it may do to each."""
    return OVERSIGHT.abilities(actor, OVERSIGHT.scope(actor, "read", Lead.objects.select_related("match__run")))
