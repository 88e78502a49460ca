"""Who could be asked next for the need of a request, and what has become of that need as a whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.actor import Actor
from kernel.sentences import listed
from marketplace.choices import MOST_RECIPIENTS, TAKEN_ON, UNANSWERED, LeadStatus
from marketplace.models import Lead
from marketplace.queries.leads import recipients, sent
from marketplace.queries.sheets import of_the_same_need
from marketplace.queries.taking import refusal
from matching import queries as matching
from matching.choices import Verdict
from partners import queries as partners


def next_offer(actor: Actor, lead: Lead, *, now: datetime) -> UUID | None:
    """Return the best placed offer of a partner that was not asked for this need and takes requests today, if any."""
    asked = recipients(actor, lead.site_id, lead.need_code)
    if len(asked) >= MOST_RECIPIENTS or (lead.need_code and lead.need_id is None):
        return None
    known = set(
        sent(actor)
        .filter(site_id=lead.site_id, need_code=lead.need_code)
        .values_list("partner_organization_id", flat=True)
    )
    runs = matching.runs(actor, lead.site_id, lead.need_id).filter(offer_kind=lead.match.run.offer_kind)
    found = [row for run in runs for row in run.matches.exclude(verdict=Verdict.FAIL).filter(takes_leads=True)]
    offers = {row.pk: row for row in partners.offers(actor).filter(pk__in=[one.offer_id for one in found])}
    for match in sorted(found, key=lambda one: one.position):
        offer = offers.get(match.offer_id)
        if (
            offer is not None
            and offer.organization_id not in known
            and not refusal(offer, True, now, lead.organization_id)
        ):
            return offer.pk
    return None


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """What has become of a need that partners were asked for, in one sentence, with what to do next."""

    kind: str
    text: str
    next_step: str
    until: date | None = None


def answer_of_need(actor: Actor, lead_id: UUID) -> PlainAnswer:
    """
    Return what has become of the need of a request that the actor's firm sent.

    :raises Lead.DoesNotExist: when the actor's firm did not send it
    """
    return plain_answer(of_the_same_need(actor, sent(actor).get(pk=lead_id)))


def plain_answer(sheets: Sequence[Any]) -> PlainAnswer:
    """Return the answer of a need from all requests sent for it: taken on, delayed, waited for, or nobody and why."""
    taken = [one for one in sheets if one.status in TAKEN_ON and one.status != LeadStatus.LOST]
    if taken:
        who = listed(one.partner.label for one in taken)
        return PlainAnswer("taken_on", _("Taken on by %(who)s.") % {"who": who}, _("Go on in the conversation."))
    waiting = [one for one in sheets if one.status in UNANSWERED]
    if waiting:
        until = max((one.due_on for one in waiting if one.due_on), default=None)
        kind = "delayed" if all(one.delayed_until for one in waiting) else "waiting"
        said = ngettext("%(count)s partner has yet to answer.", "%(count)s partners have yet to answer.", len(waiting))
        return PlainAnswer(kind, said % {"count": len(waiting)}, _("Nothing to do: the clock runs."), until)
    ended = Counter(one.reason_label or one.status_label for one in sheets if one.status != LeadStatus.WITHDRAWN)
    if not ended:
        step = _("Ask a partner of the list whenever you like.")
        return PlainAnswer("nobody", _("Every request was taken back."), step)
    why = listed(f"{reason} ({count})" for reason, count in ended.items())
    step = _("Ask the next partner of the list; when it is empty, ask a person of the team.")
    return PlainAnswer("nobody", _("Nobody can help for now: %(why)s.") % {"why": why}, step)
