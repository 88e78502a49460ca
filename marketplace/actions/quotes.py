"""A quote is written, sent and decided: each change is conditional, so that of several at once one wins."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kernel import events
from kernel.actor import Actor
from kernel.clock import moroccan_day
from kernel.errors import Conflict, Refused
from kernel.policy import require
from kernel.text import plain_lines
from marketplace import jobs, queries
from marketplace.actions import quote_fields
from marketplace.actions.steps import move
from marketplace.choices import LONGEST_NOTE, UNDER_WAY, LeadStatus, QuoteReason, QuoteStatus
from marketplace.events import QuoteDecided, QuoteSent
from marketplace.models import Lead, Quote, QuoteLine
from messaging import actions as messaging
from messaging.choices import About


@transaction.atomic
def draft_quote(
    actor: Actor,
    *,
    lead_id: UUID,
    values: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    send: bool = False,
    now: datetime,
) -> Quote:
    """
    Write the next version of the quote for a lead, over the draft of it when there is one; send it at once on request.

    :raises Lead.DoesNotExist: if the actor may not even see the lead
    :raises Refused: if the lead was not sent to the actor, or the actor only reads
    :raises Conflict: when the lead is not taken on, or has ended
    :raises ValidationError: naming every figure that cannot be read, and when sending each one that is needed
    """
    lead = queries.leads(actor).get(pk=lead_id)
    require(lead, "answer")
    read, read_lines = quote_fields.read(actor, values, lines)
    lead = Lead.objects.select_for_update().get(pk=lead_id)
    _check_under_way(lead)
    quote = lead.quotes.filter(status=QuoteStatus.DRAFT).first()
    if quote is None:
        last = lead.quotes.aggregate(last=Max("version"))["last"] or 0
        quote = Quote(lead=lead, version=last + 1)
    for name in quote_fields.NAMES:
        setattr(quote, name, read[name])
    quote.changed_at = now
    quote.save()
    quote.lines.all().delete()
    QuoteLine.objects.bulk_create(
        QuoteLine(quote=quote, position=position, **line) for position, line in enumerate(read_lines, start=1)
    )
    return _send(actor, quote, lead, now) if send else quote


@transaction.atomic
def send_quote(actor: Actor, *, quote_id: UUID, now: datetime) -> Quote:
    """
    Send a draft to the company; it replaces the version that waited. Twice is the same as once.

    :raises Quote.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor did not write it, or only reads
    :raises ValidationError: naming each figure that is needed and missing
    :raises Conflict: when the lead is not taken on, or has ended, or this version was replaced
    """
    quote: Any = queries.quotes(actor).get(pk=quote_id)
    require(quote, "write")
    lead = Lead.objects.select_for_update().get(pk=quote.lead_id)
    quote.refresh_from_db(fields=["status"])
    if quote.status == QuoteStatus.SENT:
        return quote
    return _send(actor, quote, lead, now)


@transaction.atomic
def accept_quote(actor: Actor, *, quote_id: UUID, now: datetime) -> Quote:
    """
    Accept a quote: its lead is won, the other quotes of the need stay as they are. Twice is the same as once.

    :raises Quote.DoesNotExist: if the actor may not even see it
    :raises Refused: if it is not for the actor to decide
    :raises Conflict: when it was replaced, declined or expired first, or the request has ended
    """
    quote = _to_decide(actor, quote_id)
    if _decide(quote, QuoteStatus.ACCEPTED, now):
        if not move(actor, quote.lead, LeadStatus.WON, only_from=(LeadStatus.QUOTED,), now=now):
            raise _ended()
        _told(actor, quote, "quote_accepted", QuoteDecided, now)
    return quote


@transaction.atomic
def decline_quote(actor: Actor, *, quote_id: UUID, reason: str, note: str = "", now: datetime) -> Quote:
    """
    Decline a quote with a coded reason; the partner may send another version. Twice is the same as once.

    :raises Quote.DoesNotExist: if the actor may not even see it
    :raises Refused: if it is not for the actor to decide
    :raises ValidationError: when the reason is none of the codes, or "other" comes without a note
    :raises Conflict: when it was replaced, accepted or expired first
    """
    quote = _to_decide(actor, quote_id)
    note = plain_lines(note)
    _check_reason(reason, note)
    if _decide(quote, QuoteStatus.DECLINED, now, reason=reason, note=note):
        _told(actor, quote, "quote_declined", QuoteDecided, now)
    return quote


def _send(actor: Actor, quote: Quote, lead: Lead, now: datetime) -> Quote:
    """Send a draft of a lead that the caller holds."""
    _check_under_way(lead)
    if quote.status != QuoteStatus.DRAFT:
        raise _gone(quote)
    last_day = quote_fields.last_day(quote, moroccan_day(now))
    lead.quotes.filter(status=QuoteStatus.SENT).update(status=QuoteStatus.REPLACED)
    quote.status, quote.organization_id, quote.sent_at = QuoteStatus.SENT, lead.organization_id, now
    quote.save(update_fields=["status", "organization_id", "sent_at"])
    quote.lead = lead
    move(actor, lead, LeadStatus.QUOTED, only_from=(LeadStatus.ACCEPTED, LeadStatus.VISIT), now=now)
    _told(actor, quote, "quote_sent", QuoteSent, now)
    jobs.watch_quote(quote.pk, last_day=last_day, now=now)
    return quote


def _to_decide(actor: Actor, quote_id: UUID) -> Quote:
    quote: Any = queries.quotes(actor).get(pk=quote_id)
    if not quote.can_decide:
        raise Refused("decide")
    quote.lead = Lead.objects.select_for_update().get(pk=quote.lead_id)
    return quote


def _decide(quote: Quote, status: QuoteStatus, now: datetime, **values: str) -> bool:
    """
    Decide a quote that still waits and is valid today; return whether this call is the one that decided it.

    :raises Conflict: when something else happened to it first
    """
    waits = Quote.objects.filter(pk=quote.pk, status=QuoteStatus.SENT, valid_until__gte=moroccan_day(now))
    decided = waits.update(status=status, decided_at=now, **values)
    quote.refresh_from_db(fields=["status", "reason", "note", "decided_at"])
    if not decided and (quote.status != status or any(getattr(quote, name) != values[name] for name in values)):
        raise _gone(quote)
    return bool(decided)


def _told(actor: Actor, quote: Quote, code: str, kind: type, now: datetime) -> None:
    lead = quote.lead
    facts = {"quote_id": str(quote.pk), "version": quote.version}
    messaging.tell(actor, About.LEAD, lead.pk, code, now=now, **facts)
    events.publish(kind(quote.pk, lead.pk, lead.partner_organization_id, lead.organization_id))


def _check_under_way(lead: Lead) -> None:
    if lead.status not in UNDER_WAY:
        raise _ended()


def _check_reason(reason: str, note: str) -> None:
    problems = {}
    if reason not in QuoteReason.values:
        problems["reason"] = ValidationError(_("Choose one of the reasons."), code="unknown_choice")
    if len(note) > LONGEST_NOTE:
        problems["note"] = ValidationError(
            _("At most %(longest)s characters."), code="too_long", params={"longest": LONGEST_NOTE}
        )
    if reason == QuoteReason.OTHER and not note:
        problems["note"] = ValidationError(_("Say in a word why."), code="required")
    if problems:
        raise ValidationError(problems)


def _ended() -> Conflict:
    return Conflict("lead_not_under_way", _("A quote goes with a request that is taken on and has not ended."))


def _gone(quote: Quote) -> Conflict:
    sentences = {
        QuoteStatus.ACCEPTED: _("This quote has already been accepted."),
        QuoteStatus.DECLINED: _("This quote has already been declined."),
        QuoteStatus.REPLACED: _("A newer version has replaced this quote."),
    }
    code = QuoteStatus.EXPIRED if quote.status == QuoteStatus.SENT else QuoteStatus(quote.status)
    return Conflict(f"quote_{code}", sentences.get(code, _("The last day of this quote has passed.")))
