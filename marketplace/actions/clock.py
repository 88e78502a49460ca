"""The clock of a request: reminders, an answer delayed once, the end without an answer, and what follows it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from kernel import working_days
from kernel.actor import Actor
from kernel.clock import moroccan_day
from kernel.errors import Conflict
from marketplace import jobs, queries
from marketplace.actions.sending import send_leads
from marketplace.actions.steps import advance, lead_for, move, tell, the_clock
from marketplace.choices import LAST_DAY, MOST_AT_ONCE, MOST_OPEN, OPEN, TAKEN_ON, UNANSWERED, LeadStatus, OnSilence
from marketplace.events import LeadMoved
from marketplace.models import Lead, LeadStep
from matching import actions as matching
from messaging import actions as messaging
from messaging.choices import About
from reference.queries import is_holiday

_REMINDED = {2: "lead_reminder", 4: "lead_last_reminder", LAST_DAY: "lead_promised"}


@transaction.atomic
def follow_lead(lead_id: UUID, *, now: datetime) -> None:
    """Do what is due for a request that waits: of reminders missed only the last is sent, and after the end none."""
    lead = Lead.objects.select_for_update(of=("self",)).filter(pk=lead_id, status__in=UNANSWERED).first()
    moments = queries.moments(lead) if lead else []
    if lead is None or not moments:
        return
    passed = [one for one in moments if one.at <= now]
    if len(passed) == len(moments):
        _expire(lead, now)
        return
    if passed and passed[-1].number > lead.reminded:
        Lead.objects.filter(pk=lead.pk).update(reminded=passed[-1].number)
        advance(lead, lead.partner_organization_id, _REMINDED[passed[-1].number])
    jobs.follow_later(lead.pk, moments[len(passed)].at)


@transaction.atomic
def delay_lead(actor: Actor, *, lead_id: UUID, until: date, now: datetime) -> Lead:
    """
    Name, once, the working day on which the partner will answer. The same day twice is once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if it was not sent to the actor, or the actor only reads
    :raises ValidationError: when the day is no working day to come, or too far
    :raises Conflict: if it is answered or ended, or another day was named
    """
    lead = lead_for(actor, "answer", lead_id)
    if lead.delayed_until == until:
        return lead
    latest = queries.latest_delay(lead)
    if until <= moroccan_day(now) or not working_days.is_working(until, is_holiday, lambda _day: False):
        raise ValidationError({"until": ValidationError(_("Name a working day to come."), code="no_working_day")})
    if latest and until > latest:
        raise ValidationError({"until": ValidationError(_("This is too far: the company waits."), code="too_far")})
    waits = Lead.objects.filter(pk=lead.pk, status__in=UNANSWERED, delayed_until=None)
    if not waits.update(delayed_until=until, due_on=until):
        raise Conflict("lead_not_delayed", _("This answer was delayed already, or the request has moved on."))
    lead.refresh_from_db()
    LeadStep.objects.create(
        lead=lead, status=lead.status, organization_id=actor.organization_id, user_id=actor.user_id, day=until, at=now
    )
    messaging.tell(actor, About.LEAD, lead.pk, "delayed", day=until.isoformat(), now=now)
    advance(lead, lead.organization_id, "lead_delayed")
    tell(LeadMoved, lead)
    jobs.follow_later(lead.pk, queries.moments(lead)[0].at)
    return lead


def _expire(lead: Lead, now: datetime) -> None:
    if move(the_clock(lead), lead, LeadStatus.EXPIRED, only_from=UNANSWERED, now=now):
        tell(LeadMoved, lead)
        advance(lead, lead.partner_organization_id, "lead_missed")
        go_on(lead, now=now)


def go_on(lead: Lead, *, now: datetime) -> None:
    """After a request that a partner declined or left without an answer: ask the next one, or the SME, or say that nobody can."""
    others = queries.alongside(lead)
    taken = others.filter(status__in=TAKEN_ON).exclude(status=LeadStatus.LOST).count()
    if taken >= lead.enough:
        return
    actor = sender(lead)
    offer_id = queries.next_offer(actor, lead, now=now) if actor else None
    waiting = others.filter(status__in=UNANSWERED).count()
    has_room = actor and waiting < MOST_AT_ONCE and queries.open_leads(actor) < MOST_OPEN
    if actor and offer_id and lead.on_silence == OnSilence.AUTOMATIC and has_room:
        send_leads(actor, **the_same(lead), offer_ids=[offer_id], consent=True, now=now)
        advance(lead, lead.organization_id, "lead_rerouted")
    elif not offer_id and not others.filter(status__in=OPEN).exists() and not taken and _says_more(lead, others):
        advance(lead, lead.organization_id, "need_ended")
    elif lead.status == LeadStatus.EXPIRED:
        advance(lead, lead.organization_id, "lead_expired")


def _says_more(lead: Lead, others: QuerySet[Lead]) -> bool:
    """Return whether that nobody can help is more than the refusal that the SME has just been told."""
    return lead.status == LeadStatus.EXPIRED or others.count() > 1


def let_go(lead: Lead, *, now: datetime) -> None:
    """Once enough partners have taken a need on, take the other requests back that still wait; financiers ask for none of it."""
    others = queries.alongside(lead)
    enough = others.filter(status__in=TAKEN_ON).exclude(status=LeadStatus.LOST).count() >= lead.enough
    if not enough or queries.is_finance(lead):
        return
    for other in others.filter(status__in=UNANSWERED).order_by("pk"):
        if move(the_clock(other), other, LeadStatus.WITHDRAWN, only_from=UNANSWERED, now=now):
            matching.record_step(other.partner_organization_id, "withdrawn", sent_at=other.sent_at, now=now)
            advance(other, other.partner_organization_id, "lead_enough")
            tell(LeadMoved, other)


def sender(lead: Lead) -> Actor | None:
    """Return who sent a request, else another member who may; it chose beforehand what happens now."""
    first = LeadStep.objects.filter(lead=lead, status=LeadStatus.SENT).order_by("pk").first()
    members = sorted(accounts.members(lead.organization_id), key=lambda one: first is None or one.pk != first.user_id)
    actors = (accounts.actor_for(one, lead.organization_id, via="job") for one in members)
    return next((one for one in actors if one.writes and one.organization_id == lead.organization_id), None)


def the_same(lead: Lead) -> dict[str, Any]:
    return {
        "site_id": lead.site_id,
        "need_id": lead.need_id,
        "message": lead.message,
        "released": lead.released,
        "on_silence": lead.on_silence,
        "enough": lead.enough,
    }
