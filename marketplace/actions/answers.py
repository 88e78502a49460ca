from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.text import plain_lines
from marketplace import queries
from marketplace.actions.clock import go_on, let_go
from marketplace.actions.steps import lead_for, move, tell
from marketplace.choices import LONGEST_NOTE, UNANSWERED, DeclineReason, LeadStatus, given_reasons
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
    lead = lead_for(actor, "answer", lead_id)
    if lead.status == LeadStatus.SENT and move(actor, lead, LeadStatus.SEEN, now=now, seen_at=now):
        tell(LeadMoved, lead)
    return lead


@transaction.atomic
def accept_lead(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Take a request on: both sides now know how to reach each other. Twice is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if it was not sent to the actor, or the actor only reads
    :raises Conflict: if it was declined or withdrawn first, or if its company would advise and certify the same firm
    """
    lead = lead_for(actor, "answer", lead_id)
    queries.hold_need(lead)
    if lead.status in UNANSWERED and queries.is_partial(lead.organization_id, lead.offer, now):
        words = _("Your company may not advise and certify the same firm, for two years after (ISO/IEC 17021-1, 5.2).")
        raise Conflict("lead_impartiality", words)
    if move(actor, lead, LeadStatus.ACCEPTED, only_from=UNANSWERED, now=now, answered_at=now):
        _answered(lead, now)
        let_go(lead, now=now)
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
    lead = lead_for(actor, "answer", lead_id)
    note = plain_lines(note)
    check_reason(reason, note, given_reasons(actor.kind))
    if move(actor, lead, LeadStatus.DECLINED, only_from=UNANSWERED, now=now, answered_at=now, reason=reason, note=note):
        _answered(lead, now)
        go_on(lead, now=now)
    return lead


@transaction.atomic
def withdraw_lead(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Take a request back while it has no answer. Twice is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor did not send it, or only reads
    :raises Conflict: if the partner answered first
    """
    lead = lead_for(actor, "withdraw", lead_id)
    if move(actor, lead, LeadStatus.WITHDRAWN, only_from=UNANSWERED, now=now):
        matching.record_step(lead.partner_organization_id, "withdrawn", sent_at=lead.sent_at, now=now)
        tell(LeadMoved, lead)
    return lead


def _answered(lead: Lead, now: datetime) -> None:
    matching.record_step(lead.partner_organization_id, lead.status, sent_at=lead.sent_at, now=now)
    tell(LeadAnswered, lead)


def check_reason(reason: str, note: str, reasons: list[Any]) -> None:
    """
    Let a coded reason through, with its note.

    :raises ValidationError: when it is none of the codes, the note is too long, or "other" comes without one
    """
    problems = {}
    if reason not in dict(reasons):
        problems["reason"] = ValidationError(_("Choose one of the reasons."), code="unknown_choice")
    if len(note) > LONGEST_NOTE:
        problems["note"] = _too_long()
    if reason == DeclineReason.OTHER and not note:
        problems["note"] = ValidationError(_("Say the reason in a few words."), code="required")
    if problems:
        raise ValidationError(problems)


def check_note(note: str) -> None:
    """
    Let a few words through.

    :raises ValidationError: when they are too many
    """
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": _too_long()})


def _too_long() -> ValidationError:
    return ValidationError(_("At most %(longest)s characters."), code="too_long", params={"longest": LONGEST_NOTE})
