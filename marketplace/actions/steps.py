"""The only writer of steps: the change, its step and its event are one transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel import events
from kernel.actor import Actor
from kernel.errors import Conflict
from marketplace.choices import OPEN, LeadStatus, Release
from marketplace.models import Lead, LeadStep
from messaging import actions as messaging
from messaging.choices import About

TOLD = (LeadStatus.ACCEPTED, LeadStatus.DECLINED, LeadStatus.WITHDRAWN)


def move(
    actor: Actor, lead: Lead, status: LeadStatus, *, only_from: Collection[LeadStatus], now: datetime, **values: Any
) -> bool:
    """
    Move a lead if it still is in one of these states; return whether this call is the one that moved it.

    :raises Conflict: when something else happened to it first
    """
    moved = Lead.objects.filter(pk=lead.pk, status__in=only_from).update(status=status, **values)
    lead.refresh_from_db(fields=["status", "reason", "note", "seen_at", "answered_at"])
    if moved:
        add_step(actor, lead, now=now)
    elif lead.status != status or any(
        getattr(lead, name) != values[name] for name in ("reason", "note") if name in values
    ):
        raise _gone(lead)
    return bool(moved)


def add_step(actor: Actor, lead: Lead, *, now: datetime) -> None:
    LeadStep.objects.create(
        lead=lead,
        status=lead.status,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        reason=lead.reason,
        note=lead.note,
        at=now,
    )
    _speak(actor, lead, now)


def _speak(actor: Actor, lead: Lead, now: datetime) -> None:
    """Have the conversation of a lead follow it: opened with it, told what happened, open as long as it is."""
    if lead.status == LeadStatus.SENT:
        named = {lead.organization_id: Release.NAME in lead.released, lead.partner_organization_id: True}
        messaging.open_conversation(About.LEAD, lead.pk, named=named, now=now)
    elif lead.status in TOLD:
        messaging.tell(actor, About.LEAD, lead.pk, lead.status, now=now)
    if lead.status == LeadStatus.ACCEPTED:
        messaging.release(About.LEAD, lead.pk)
    elif lead.status not in (*OPEN, LeadStatus.WON):
        messaging.close(About.LEAD, lead.pk, now=now)


def tell(kind: type, lead: Lead) -> None:
    events.publish(kind(lead.pk, lead.partner_organization_id, lead.organization_id))


def _gone(lead: Lead) -> Conflict:
    sentences = {
        LeadStatus.ACCEPTED: _("This request has already been accepted."),
        LeadStatus.DECLINED: _("This request has already been declined."),
        LeadStatus.EXPIRED: _("This request ended without an answer in time."),
        LeadStatus.WITHDRAWN: _("The company has withdrawn this request."),
    }
    moved = _("This request is already further on.")
    return Conflict(f"lead_{lead.status}", sentences.get(LeadStatus(lead.status), moved))
