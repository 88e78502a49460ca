import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from accounts import queries as account_queries
from accounts.choices import Act, ConsentTo, Kind
from footprint import actions as telling
from footprint import queries as footprint
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.text import plain_lines
from marketplace import jobs, queries
from marketplace.actions.steps import add_step, tell
from marketplace.choices import (
    CONSENT_VERSION,
    LONGEST_MESSAGE,
    MOST_AT_ONCE,
    MOST_OPEN,
    MOST_RECIPIENTS,
    OPEN,
    LeadStatus,
    OnSilence,
    Release,
    SizeBand,
    TicketBand,
)
from marketplace.events import LeadSent
from marketplace.models import Lead
from marketplace.policies import may_send
from matching import actions as matching
from matching import queries as needs
from matching.choices import Verdict
from partners import queries as partners
from reference.queries import catalogue


class Asked(NamedTuple):
    """A lead, and whether this request sent it or found it already open."""

    lead: Lead
    is_new: bool


@transaction.atomic
def send_leads(
    actor: Actor,
    *,
    site_id: UUID | None,
    need_id: UUID | None = None,
    offer_ids: Sequence[UUID],
    message: str = "",
    released: Sequence[str] = (),
    consent: bool,
    on_silence: str = OnSilence.ASK,
    enough: int = MOST_RECIPIENTS,
    facts: Mapping[str, Any] | None = None,
    now: datetime,
) -> list[Asked]:
    """
    Ask partners about one need of a site, with the SME's consent kept for each of them; all of them or none.

    `on_silence` says what it wants when one declines or lets its time pass, `enough` how many that take it on suffice.

    `facts` are answers about the site or the firm that were asked for beside the request, kept with it or not at all.

    Asking the same partner about the same need again gives the lead that is already open.

    :raises Refused: if the actor may not ask partners for a firm
    :raises DoesNotExist: if the actor may not see the site, the need or an offer
    :raises ValidationError: without consent, past six partners, three at once or twelve open, or for an offer that takes no request of this site
    """
    if not may_send(actor):
        raise Refused("send")
    message = plain_lines(message)
    _check(site_id, offer_ids, message, released, consent=consent)
    _check_wishes(on_silence, enough)
    assert site_id is not None, "checked above"
    site = footprint.sites(actor).select_for_update(of=("self",)).get(pk=site_id)
    if facts:
        site = telling.set_facts(actor, site_id=site.pk, facts=facts, now=now)
    need = needs.needs(actor, site.pk).get(pk=need_id) if need_id else None
    matches = _matches(actor, site.pk, need_id, offer_ids, now)
    request: dict[str, Any] = {
        "site": site,
        "need": need,
        "need_code": need.code if need else "",
        "message": message,
        "released": sorted(set(released)),
        "outline": _outline(actor, site, need),
        "priced": footprint.price_facts(actor, site.pk),
        "on_silence": on_silence,
        "enough": enough,
        "sent_at": now,
    }
    # In one order whoever asks: firms that ask the same partners at once wait in turn, never for each other.
    by_partner = sorted(matches, key=lambda match: match.offer.organization_id)
    asked = {match.pk: _ask(actor, request, match, now) for match in by_partner}
    _check_ceilings(actor, site.pk, request["need_code"])
    new = [str(one.lead.pk) for one in asked.values() if one.is_new]
    if new:
        act, text = Act.CONSENT_GIVEN, CONSENT_VERSION
        accounts.record(actor, act, subject="site", subject_id=site.pk, now=now, version=text, leads=new)
    return [asked[match.pk] for match in matches]


def _check_ceilings(actor: Actor, site_id: UUID, need_code: str) -> None:
    if len(queries.recipients(actor, site_id, need_code)) > MOST_RECIPIENTS:
        problem = _("One need reaches at most %(most)s partners.")
        raise ValidationError(
            {"offer_ids": [ValidationError(problem, code="too_many_recipients", params={"most": MOST_RECIPIENTS})]}
        )
    if queries.waiting_at_once(actor, site_id, need_code) > MOST_AT_ONCE:
        problem = _("At most %(most)s partners are asked at once: wait for an answer, or take a request back.")
        raise ValidationError(
            {"offer_ids": [ValidationError(problem, code="too_many_at_once", params={"most": MOST_AT_ONCE})]}
        )
    if queries.open_leads(actor) > MOST_OPEN:
        problem = _("At most %(most)s requests of a firm are open at once: say what came of one, or take one back.")
        raise ValidationError(
            {"offer_ids": [ValidationError(problem, code="too_many_open", params={"most": MOST_OPEN})]}
        )


def _ask(actor: Actor, request: dict[str, Any], match: Any, now: datetime) -> Asked:
    partner_id = match.offer.organization_id  # a match names who it was when it was ranked
    same = {"site": request["site"], "need_code": request["need_code"], "partner_organization_id": partner_id}
    known = Lead.objects.filter(**same, status__in=OPEN).first()
    if known is not None:
        return Asked(known, is_new=False)
    kind = account_queries.profile_of([partner_id])[partner_id].kind
    if kind != Kind.FINANCIER:
        request = request | {
            "outline": {name: told for name, told in request["outline"].items() if name != "ticket_band"}
        }
    if kind == Kind.CERTIFIER:
        request = request | {"priced": request["priced"] | _to_audit(actor, request, match)}
    lead = Lead.objects.create(
        **(request | same),
        organization_id=actor.organization_id,
        offer_id=match.offer_id,
        match=match,
        due_on=queries.due_day(partner_id, now),
    )
    jobs.follow_later(lead.pk, queries.moments(lead)[0].at)
    accounts.give_consent(
        user_id=actor.user_id,
        organization_id=actor.organization_id,
        to=ConsentTo.SENDING,
        subject=f"lead {lead.pk}: {', '.join(lead.released) or '-'}",
        version=CONSENT_VERSION,
        language=actor.language,
        origin=actor.via,
        now=now,
    )
    add_step(actor, lead, now=now)
    matching.record_step(partner_id, LeadStatus.SENT, sent_at=now, now=now)
    tell(LeadSent, lead)
    return Asked(lead, is_new=True)


def _to_audit(actor: Actor, request: dict[str, Any], match: Any) -> dict[str, Any]:
    """Return what a certifier prices an audit by: its scope and standards, and what the firm has told of the rest."""
    answered = json.loads(match.result)["answers"]
    standards = [request["need_code"]] if request["need_code"] in catalogue().standards else answered
    scope = {"scope": request["outline"]["sector"], "standards": standards}
    return footprint.audit_facts(actor, request["site"].pk) | scope


def _matches(actor: Actor, site_id: UUID, need_id: UUID | None, offer_ids: Sequence[UUID], now: datetime) -> list[Any]:
    """Return the match of each offer in the runs now served; an offer without one, or that left, is refused by name."""
    runs = needs.runs(actor, site_id, need_id)
    served = {
        match.offer_id: match
        for run in runs
        for match in run.matches.select_related("offer").filter(offer_id__in=offer_ids).exclude(verdict=Verdict.FAIL)
    }
    readable = {offer.pk: offer for offer in partners.offers(actor).filter(pk__in=offer_ids)}
    problems = []
    for offer_id in offer_ids:
        offer = readable.get(offer_id)
        if offer is None and offer_id not in served:
            partners.offer(actor, offer_id)
        code = queries.refusal(offer, offer_id in served, now, actor.organization_id)
        if code:
            params = {"offer": partners.in_language(offer, "name") if offer else str(offer_id)}
            problems.append(ValidationError(_REFUSALS[code], code=code, params=params))
    if problems:
        raise ValidationError({"offer_ids": problems})
    return [served[offer_id] for offer_id in dict.fromkeys(offer_ids)]


_REFUSALS = {
    "offer_gone": _("%(offer)s no longer takes requests. Look at the list again."),
    "no_leads": _("%(offer)s takes no request here: its page says how to apply."),
    "closed": _("%(offer)s is closed at the moment."),
    "absent": _("The partner of %(offer)s is away at the moment."),
    "full": _("The partner of %(offer)s has no room for more requests at the moment."),
    "impartiality": _(
        "The company of %(offer)s advises you and certifies at once: who advises a firm may not certify it, for two"
        " years after (ISO/IEC 17021-1, 5.2). Ask another one of the list."
    ),
    "not_matched": _("%(offer)s is not among the partners that fit this need."),
}


def _outline(actor: Actor, site: Any, need: Any) -> dict[str, str]:
    """Return what a partner may know before it answers, as it was when the SME agreed to it; the amount is for financiers."""
    company = footprint.company(actor)
    amount = needs.cost_of(need) if need else None
    return {
        "sector": company.sector,
        "region": site.region,
        "size_band": SizeBand.of(company.employees).value,
        "ticket_band": TicketBand.of(amount or company.budget_mad).value,
    }


def _check(
    site_id: UUID | None, offer_ids: Sequence[UUID], message: str, released: Sequence[str], *, consent: bool
) -> None:
    problems = {}
    if site_id is None:
        problems["site_id"] = ValidationError(_("Name the site."), code="required")
    if not consent:
        problems["consent"] = ValidationError(_("Nothing is sent without your consent."), code="required")
    if not offer_ids:
        problems["offer_ids"] = ValidationError(_("Choose at least one partner."), code="required")
    if len(message) > LONGEST_MESSAGE:
        problems["message"] = ValidationError(
            _("At most %(longest)s characters."), code="too_long", params={"longest": LONGEST_MESSAGE}
        )
    if set(released) - set(Release.values):
        problems["released"] = ValidationError(_("Choose among what can be shown."), code="unknown_choice")
    if problems:
        raise ValidationError(problems)


def _check_wishes(on_silence: str, enough: int) -> None:
    problems = {}
    if on_silence not in OnSilence.values:
        problems["on_silence"] = ValidationError(_("Choose one of the answers."), code="unknown_choice")
    if not 1 <= enough <= MOST_RECIPIENTS:
        problems["enough"] = ValidationError(
            _("Between %(low)s and %(high)s."), code="out_of_range", params={"low": 1, "high": MOST_RECIPIENTS}
        )
    if problems:
        raise ValidationError(problems)
