"""What the team does for a request that stands still: each act has its step, its notice and its entry in one transaction."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from accounts.choices import Act
from kernel.actor import Actor
from kernel.clock import moroccan_day
from kernel.errors import Conflict
from kernel.policy import require
from marketplace import queries
from marketplace.actions.clock import sender, the_same
from marketplace.actions.sending import send_leads
from marketplace.actions.steps import advance, move, note_step, tell, the_clock
from marketplace.choices import UNANSWERED, LeadStatus, OnSilence, What
from marketplace.events import LeadMoved
from marketplace.models import Lead, LeadStep

ENDED = (LeadStatus.DECLINED, LeadStatus.EXPIRED)


@transaction.atomic
def remind_partner(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Remind a partner of a request that waits, once a day.

    :raises Lead.DoesNotExist: when the actor is not in charge of it
    :raises Refused: when the actor may see it but not step in
    :raises Conflict: when it has its answer, or has ended
    """
    lead = _held(actor, lead_id)
    if lead.status not in UNANSWERED:
        raise Conflict("lead_not_waiting", _("This request waits for nobody any more."))
    today = moroccan_day(now)
    if not LeadStep.objects.filter(lead=lead, what=What.REMINDED, day=today).exists():
        note_step(actor, lead, What.REMINDED, day=today, now=now)
        advance(lead, lead.partner_organization_id, "team_reminds", on=today)
        _record(actor, Act.PARTNER_REMINDED, lead, now)
    return lead


@transaction.atomic
def ask_next(actor: Actor, *, lead_id: UUID, now: datetime) -> Literal["sent", "proposed"]:
    """
    Bring up the next fitting partner: asked at once where the company chose that beforehand, else proposed to the company.

    :raises Lead.DoesNotExist: when the actor is not in charge of it
    :raises Refused: when the actor may see it but not step in
    :raises Conflict: when it was taken on or taken back, or nobody else can be asked
    """
    lead = _held(actor, lead_id)
    company = sender(lead)
    offer_id = queries.next_offer(company, lead, now=now) if company else None
    if company is None or offer_id is None or lead.status not in (*UNANSWERED, *ENDED):
        raise Conflict("nobody_next", _("Nobody else can be asked for this need now."))
    agreed = lead.on_silence == OnSilence.AUTOMATIC and lead.status in ENDED
    today = moroccan_day(now)
    if agreed:
        send_leads(company, **the_same(lead), offer_ids=[offer_id], consent=True, now=now)
        advance(lead, lead.organization_id, "lead_rerouted")
    elif LeadStep.objects.filter(lead=lead, what=What.NEXT_ASKED, day=today).exists():
        return "proposed"
    else:
        advance(lead, lead.organization_id, "next_proposed", on=today)
    note_step(actor, lead, What.NEXT_ASKED, day=today, now=now)
    _record(actor, Act.NEXT_PARTNER_ASKED, lead, now, sent=agreed)
    return "sent" if agreed else "proposed"


@transaction.atomic
def close_lead(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    End a request that waits with a plain answer to the company: no answer came. Twice is the same as once.

    :raises Lead.DoesNotExist: when the actor is not in charge of it
    :raises Refused: when the actor may see it but not step in
    :raises Conflict: when its partner answered first, or it was taken back
    """
    lead = _held(actor, lead_id)
    if lead.status in UNANSWERED:
        note_step(actor, lead, What.CLOSED, now=now)
    if move(the_clock(lead), lead, LeadStatus.EXPIRED, only_from=UNANSWERED, now=now):
        tell(LeadMoved, lead)
        advance(lead, lead.partner_organization_id, "lead_missed")
        advance(lead, lead.organization_id, "lead_closed")
        _record(actor, Act.LEAD_CLOSED, lead, now)
    return lead


def _held(actor: Actor, lead_id: UUID) -> Lead:
    lead: Any = queries.overseen(actor).select_for_update(of=("self",)).get(pk=lead_id)
    require(lead, "step_in")
    return lead


def _record(actor: Actor, act: Act, lead: Lead, now: datetime, **facts: Any) -> None:
    concerns = lead.partner_organization_id
    accounts.record(actor, act, subject="lead", subject_id=lead.pk, concerns=concerns, now=now, **facts)
