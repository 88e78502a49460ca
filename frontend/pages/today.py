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
        matched = bool(site and matching.runs(actor, site.pk).exists())
        context |= shown.exporter(
            site, result, matched, leads, footprint.cbam_answer(actor) if site else None, counts, may_write=actor.writes
        )
    else:
        inbox = marketplace.sheets(actor, marketplace.inbox(actor).order_by("-sent_at", "-pk")[:LATEST])
        offers = list(partners.own_offers(actor)[:LATEST])
        organization = accounts.organization(actor)
        context |= shown.partner(organization, inbox, marketplace.waiting(actor), offers, may_write=actor.writes)
    return render(request, "pages/today.html", shown.frame() | context)
