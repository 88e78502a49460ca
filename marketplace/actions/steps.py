"""The only writer of steps: the change, its step and its event are one transaction."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kernel import events
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from marketplace import jobs, queries
from marketplace.actions.tallies import count_outcome
from marketplace.choices import OPEN, UNDER_WAY, LeadStatus, Release, before
from marketplace.events import LeadAdvanced
from marketplace.models import Lead, LeadStep
from matching import actions as matching
from messaging import actions as messaging
from messaging.choices import About

TOLD = frozenset(LeadStatus) - {
    LeadStatus.SENT,
    LeadStatus.SEEN,
    LeadStatus.QUOTED,
}  # a quote tells of itself, terms do not
_KEPT = ("status", "reason", "note", "seen_at", "answered_at", "due_on", "delayed_until")


def lead_for(actor: Actor, action: str, lead_id: UUID) -> Lead:
    """
    Return a lead on which the actor may do this.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if it may see it but not do this
    """
    lead = queries.leads(actor).get(pk=lead_id)
    if not getattr(lead, f"can_{action}"):
        raise Refused(action)
    return lead


def move(
    actor: Actor,
    lead: Lead,
    status: LeadStatus,
    *,
    only_from: Collection[LeadStatus] = (),
    day: date | None = None,
    now: datetime,
    **values: Any,
) -> bool:
    """
    Move a lead if it still is where this may follow; return whether this call is the one that moved it.

    `only_from` narrows from where; `day` goes with the step.

    :raises Conflict: when something else happened to it first
    """
    allowed = set(before(status)) & set(only_from or LeadStatus)
    moved = Lead.objects.filter(pk=lead.pk, status__in=allowed).update(status=status, **values)
    lead.refresh_from_db(fields=_KEPT)
    if moved:
        add_step(actor, lead, day=day, now=now)
        _look_ahead(lead, now)
        count_outcome(lead, now=now)
    elif lead.status != status or any(
        getattr(lead, name) != values[name] for name in ("reason", "note") if name in values
    ):
        raise _gone(lead)
    return bool(moved)


def add_step(actor: Actor, lead: Lead, *, day: date | None = None, now: datetime) -> None:
    LeadStep.objects.create(
        lead=lead,
        status=lead.status,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        reason=lead.reason,
        note=lead.note,
        day=day,
        at=now,
    )
    _introduce(lead, now)
    _speak(actor, lead, day, now)


def _introduce(lead: Lead, now: datetime) -> None:
    """Tell the lists who is in touch: the two take no second place until the request ends."""
    if lead.status == LeadStatus.SENT:
        sides = {"site_id": lead.site_id, "partner_id": lead.partner_organization_id}
        matching.open_introduction(lead.pk, **sides, now=now)
    elif lead.status not in OPEN:
        matching.end_introduction(lead.pk, now=now)


def note_step(actor: Actor, lead: Lead, what: str, *, day: date | None = None, now: datetime) -> None:
    """Write down what leaves a request where it stands."""
    LeadStep.objects.create(
        lead=lead,
        status=lead.status,
        what=what,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        day=day,
        at=now,
    )


def _look_ahead(lead: Lead, now: datetime) -> None:
    """Have what comes of a request be asked in its time."""
    if lead.status in UNDER_WAY:
        jobs.ask_outcome_later(lead.pk, queries.outcome_day(lead))
    elif lead.status == LeadStatus.WON:
        jobs.ask_results_later(lead.pk, now)


def _speak(actor: Actor, lead: Lead, day: date | None, now: datetime) -> None:
    """Have the conversation of a lead follow it: opened with it, told what happened, open as long as it is."""
    if lead.status == LeadStatus.SENT:
        is_named = Release.NAME in lead.released and not queries.is_finance(lead)
        named = {lead.organization_id: is_named, lead.partner_organization_id: True}
        messaging.open_conversation(About.LEAD, lead.pk, named=named, now=now)
    elif lead.status in TOLD or (lead.status == LeadStatus.QUOTED and queries.is_finance(lead)):
        facts = {"day": day.isoformat()} if day else {}
        messaging.tell(actor, About.LEAD, lead.pk, lead.status, now=now, **facts)
    if lead.status == LeadStatus.ACCEPTED and queries.knows_the_firm(lead):
        messaging.release(About.LEAD, lead.pk)
    elif lead.status not in (*OPEN, LeadStatus.WON):
        messaging.close(About.LEAD, lead.pk, now=now)


def tell(kind: type, lead: Lead) -> None:
    events.publish(kind(lead.pk, lead.partner_organization_id, lead.organization_id))


def advance(lead: Lead, told_id: UUID, what: str, *, on: date | None = None) -> None:
    """Say that something more happened, to the side that is told; what may happen again has its day."""
    sides = lead.partner_organization_id, lead.organization_id
    events.publish(LeadAdvanced(lead.pk, *sides, told_id, what, on.isoformat() if on else ""))


def the_clock(lead: Lead) -> Actor:
    """Return who acts when nobody does: a step is in the name of the firm whose request it is, by no person."""
    return Actor(organization_id=lead.organization_id, via="clock")


def _gone(lead: Lead) -> Conflict:
    sentences = {
        LeadStatus.ACCEPTED: _("This request has already been accepted."),
        LeadStatus.DECLINED: _("This request has already been declined."),
        LeadStatus.WON: _("This request was already signed."),
        LeadStatus.LOST: _("This request has already ended unsigned."),
        LeadStatus.EXPIRED: _("This request ended without an answer in time."),
        LeadStatus.WITHDRAWN: _("The company has withdrawn this request."),
    }
    moved = _("This request is already further on.")
    return Conflict(f"lead_{lead.status}", sentences.get(LeadStatus(lead.status), moved))
