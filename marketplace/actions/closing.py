"""An organization leaves the market: its requests end with an answer, its files are closed, and after a time all is erased."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts import actions as accounts
from accounts import queries as account_queries
from documents import actions as documents
from kernel import clock
from kernel.actor import Actor
from marketplace import jobs
from marketplace.actions.steps import move, tell
from marketplace.choices import OPEN, UNANSWERED, DeclineReason, LeadStatus
from marketplace.events import LeadAnswered, LeadEnded
from marketplace.models import Lead
from matching import actions as matching
from partners import actions as partners


@transaction.atomic
def close_organization(actor: Actor, *, password: str, now: datetime) -> None:
    """
    Close the actor's organization: off the market at once, each open request answered, each access ended.

    :raises Refused: when the actor is not its owner in a session
    :raises ValidationError: when the password is wrong
    :raises TooMany: when the password was wrong too often
    """
    accounts.confirm(actor.user_id, password)
    _end_requests(actor, now)
    documents.withdraw_all(actor.organization_id, now=now)
    partners.close(actor, now=now)


def _end_requests(actor: Actor, now: datetime) -> None:
    its_own = Q(organization_id=actor.organization_id) | Q(partner_organization_id=actor.organization_id)
    for lead in Lead.objects.select_for_update().filter(its_own, status__in=OPEN).order_by("pk"):
        was_waiting = lead.status in UNANSWERED
        if lead.organization_id == actor.organization_id:
            move(actor, lead, LeadStatus.WITHDRAWN, only_from=OPEN, now=now)
            tell(LeadEnded, lead)
        else:
            told: dict[str, Any] = {"reason": DeclineReason.CLOSED, "note": "", "answered_at": lead.answered_at or now}
            move(actor, lead, LeadStatus.DECLINED, only_from=OPEN, now=now, **told)
            tell(LeadAnswered, lead)
        if was_waiting:
            matching.record_step(lead.partner_organization_id, lead.status, sent_at=lead.sent_at, now=now)


def purge_closed(*, before: datetime) -> int:
    """Erase the organizations closed before this instant, each in a transaction of its own; return how many went."""
    ended = account_queries.closed_before(before)
    for organization_id in ended:
        _purge(organization_id)
    return len(ended)


@transaction.atomic
def _purge(organization_id: UUID) -> None:
    documents.discard_all(organization_id)
    accounts.erase_organization(organization_id, now=clock.now())
    jobs.leave_no_trace_later()
