"""The first page of a desk: the one thing to do next, and what has changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import queries as accounts
from accounts.choices import Kind
from footprint import queries as footprint
from frontend.pages.actors import actor_of, member_required
from frontend.pages.operator.queue import queue
from frontend.shown import desks
from frontend.shown import today as shown
from marketplace import queries as marketplace
from matching import queries as matching
from notices import queries as notices
from partners import queries as partners

LATEST = 5


@member_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor.kind == Kind.OPERATOR:
        return queue(request)
    told = notices.told(actor, notices.notices(actor).order_by("-created_at", "-pk")[:LATEST])
    context: dict[str, Any] = {"person": request.user.name, "notices": [shown.notice(one) for one in told]}  # type: ignore[union-attr]
    if actor.kind == Kind.SME:
        site = footprint.sites(actor).first()
        result = footprint.result(actor, site.pk) if site else None
        leads = marketplace.sheets(actor, marketplace.sent(actor).order_by("-sent_at", "-pk")[:LATEST])
        counts = marketplace.sent_by_status(actor)
        matched = bool(site and matching.was_matched(actor, site.pk))
        context |= shown.exporter(
            site, result, matched, leads, footprint.cbam_answer(actor) if site else None, counts, may_write=actor.writes
        )
    elif actor.kind == Kind.INSTITUTION:
        files = list(footprint.firms_files_to_settle(actor)[:LATEST])
        invited = list(footprint.firms_to_answer(actor)[:LATEST])
        counts = footprint.firms_by_state(actor)
        context |= desks.institution(counts, invited, files, lasts=footprint.LASTS, may_write=actor.writes)
    else:
        asked = marketplace.sheets(actor, marketplace.to_answer(actor)[:LATEST])
        offers, proofs = list(partners.own_offers(actor)[:LATEST]), list(partners.own_credentials(actor)[:LATEST])
        waiting, organization = marketplace.waiting(actor), accounts.organization(actor)
        context |= desks.partner(organization, asked, waiting, offers, proofs, may_write=actor.writes)
    context["reads_only"] = not actor.writes
    return render(request, "pages/today.html", shown.frame() | context)
