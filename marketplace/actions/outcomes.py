"""What follows an answer, and what comes before it: a question, a visit, a signature or its reason."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.clock import moroccan_day
from kernel.text import plain_lines
from marketplace.actions.answers import check_reason
from marketplace.actions.steps import advance, lead_for, move, tell
from marketplace.choices import LONGEST_QUESTION, LeadStatus, lost_reasons
from marketplace.events import LeadMoved
from marketplace.models import Lead, LeadStep
from messaging import actions as messaging
from messaging import queries as conversations
from messaging.choices import About


@transaction.atomic
def ask_question(actor: Actor, *, lead_id: UUID, text: str, now: datetime) -> Lead:
    """
    Ask the SME something before answering, in their conversation; the clock goes on. The same words twice are said once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if it was not sent to the actor, or the actor only reads
    :raises ValidationError: when there is no question, or it is too long
    :raises Conflict: if it is answered or ended
    """
    lead = lead_for(actor, "answer", lead_id)
    text = plain_lines(text)
    if not text:
        raise ValidationError({"text": ValidationError(_("Write your question."), code="required")})
    if len(text) > LONGEST_QUESTION:
        problem = ValidationError(
            _("At most %(longest)s characters."), code="too_long", params={"longest": LONGEST_QUESTION}
        )
        raise ValidationError({"text": problem})
    if move(actor, lead, LeadStatus.QUESTION, now=now):
        _tell_the_other(actor, lead)
    talk = conversations.about(actor, About.LEAD, [lead.pk])[lead.pk]
    messaging.post_message(
        actor, conversation_id=talk.pk, client_id=uuid5(lead.pk, f"{actor.user_id} {text}"), text=text, now=now
    )
    return lead


@transaction.atomic
def agree_visit(actor: Actor, *, lead_id: UUID, day: date, now: datetime) -> Lead:
    """
    Note the day on which the partner comes to see; another day moves it, the same day twice is once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor only reads
    :raises ValidationError: when the day is past
    :raises Conflict: if it is not taken on, or further on
    """
    lead = lead_for(actor, "conclude", lead_id)
    if day < moroccan_day(now):
        raise ValidationError({"day": ValidationError(_("This day is past."), code="past")})
    last = LeadStep.objects.filter(lead=lead, what="").order_by("-pk").first()
    if last and (last.status, last.day) == (LeadStatus.VISIT, day):
        return lead
    if move(actor, lead, LeadStatus.VISIT, day=day, now=now):
        _tell_the_other(actor, lead)
    return lead


@transaction.atomic
def sign_lead(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Note that the two have signed. Twice, or by both sides, is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor only reads
    :raises Conflict: if it is not taken on, or ended otherwise
    """
    lead = lead_for(actor, "conclude", lead_id)
    if move(actor, lead, LeadStatus.WON, now=now):
        _tell_the_other(actor, lead)
    return lead


@transaction.atomic
def lose_lead(actor: Actor, *, lead_id: UUID, reason: str, note: str = "", now: datetime) -> Lead:
    """
    Note with a coded reason that nothing is signed. Twice with the same words is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor only reads
    :raises ValidationError: when the reason is none of the codes, or "other" comes without a note
    :raises Conflict: if it is not taken on, or ended otherwise
    """
    lead = lead_for(actor, "conclude", lead_id)
    note = plain_lines(note)
    check_reason(reason, note, lost_reasons(actor.kind))
    if move(actor, lead, LeadStatus.LOST, reason=reason, note=note, now=now):
        _tell_the_other(actor, lead)
    return lead


def _tell_the_other(actor: Actor, lead: Lead) -> None:
    is_partner = actor.organization_id == lead.partner_organization_id
    advance(lead, lead.organization_id if is_partner else lead.partner_organization_id, f"lead_{lead.status}")
    tell(LeadMoved, lead)
