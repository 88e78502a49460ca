from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import Refused
from kernel.text import plain_lines
from marketplace import queries
from marketplace.actions.steps import move, tell
from marketplace.choices import GIVEN_REASONS, LONGEST_NOTE, UNANSWERED, DeclineReason, LeadStatus
from marketplace.events import LeadAnswered, LeadMoved
from marketplace.models import Lead
from matching import actions as matching


@transaction.atomic
def see_lead(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Note that the partner has opened a lead; opening it later or again changes nothing.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if it was not sent to the actor, or the actor only reads
    """
    lead = _for(actor, "answer", lead_id)
    if lead.status == LeadStatus.SENT and move(
        actor, lead, LeadStatus.SEEN, only_from=(LeadStatus.SENT,), now=now, seen_at=now
    ):
        tell(LeadMoved, lead)
    return lead


@transaction.atomic
def accept_lead(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Take a request on: both sides now know how to reach each other. Twice is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if it was not sent to the actor, or the actor only reads
    :raises Conflict: if it was declined or withdrawn first
    """
    lead = _for(actor, "answer", lead_id)
    if move(actor, lead, LeadStatus.ACCEPTED, only_from=UNANSWERED, now=now, answered_at=now):
        _answered(lead, now)
    return lead


@transaction.atomic
def decline_lead(actor: Actor, *, lead_id: UUID, reason: str, note: str = "", now: datetime) -> Lead:
    """
    Decline with a coded reason, which gives the SME its next step. Twice with the same words is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if it was not sent to the actor, or the actor only reads
    :raises ValidationError: when the reason is none of the codes, or "other" comes without a note
    :raises Conflict: if it was accepted, withdrawn or declined otherwise first
    """
    lead = _for(actor, "answer", lead_id)
    note = plain_lines(note)
    _check_reason(reason, note)
    if move(actor, lead, LeadStatus.DECLINED, only_from=UNANSWERED, now=now, answered_at=now, reason=reason, note=note):
        _answered(lead, now)
    return lead


@transaction.atomic
def withdraw_lead(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Take a request back while it has no answer. Twice is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor did not send it, or only reads
    :raises Conflict: if the partner answered first
    """
    lead = _for(actor, "withdraw", lead_id)
    if move(actor, lead, LeadStatus.WITHDRAWN, only_from=UNANSWERED, now=now):
        matching.record_step(lead.partner_organization_id, "withdrawn", sent_at=lead.sent_at, now=now)
        tell(LeadMoved, lead)
    return lead


def _for(actor: Actor, action: str, lead_id: UUID) -> Lead:
    lead = queries.leads(actor).get(pk=lead_id)
    if not getattr(lead, f"can_{action}"):
        raise Refused(action)
    return lead


def _answered(lead: Lead, now: datetime) -> None:
    matching.record_step(lead.partner_organization_id, lead.status, sent_at=lead.sent_at, now=now)
    tell(LeadAnswered, lead)


def _check_reason(reason: str, note: str) -> None:
    problems = {}
    if reason not in dict(GIVEN_REASONS):
        problems["reason"] = ValidationError(_("Choose one of the reasons."), code="unknown_choice")
    if len(note) > LONGEST_NOTE:
        problems["note"] = ValidationError(
            _("At most %(longest)s characters."), code="too_long", params={"longest": LONGEST_NOTE}
        )
    if reason == DeclineReason.OTHER and not note:
        problems["note"] = ValidationError(_("Say the reason in a few words."), code="required")
    if problems:
        raise ValidationError(problems)
