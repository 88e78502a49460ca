"""Offers and partners, for anyone."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts import queries as accounts
from accounts.choices import Kind
from footprint import queries as footprint
from frontend.pages import searches
from frontend.pages.actors import actor_of
from frontend.shown import directory as shown
from frontend.shown import offer as offers_shown
from frontend.shown import requests as requests_shown
from kernel import clock
from marketplace import queries as marketplace
from matching import queries as matching
from partners import queries

PAGE = 20


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Find by words and narrow by kind, region and measure; the address holds the state."""
    asked = {name: request.GET.getlist(name) for name in shown.FACETS}
    offset = _place(request.GET.get("after", ""))
    found = queries.directory(
        actor_of(request),
        text=request.GET.get("q", ""),
        tags=shown.tags_of(asked),
        facets=tuple(shown.FACETS),
        limit=PAGE,
        offset=offset,
    )
    if not offset:
        searches.note_unmet(request, found, shown.tags_of(asked))
    return render(request, "pages/directory.html", shown.page(request.GET, asked, found, offset, PAGE))


def _place(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0


@require_safe
def partner(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    try:
        profile = queries.profile(actor, organization_id)
    except ObjectDoesNotExist:
        if kept_id := accounts.kept_of(organization_id):
            return redirect("partner", organization_id=kept_id, permanent=True)
        raise
    offers = list(queries.offers(actor).filter(organization_id=organization_id, shelf="published"))
    return render(
        request,
        "pages/partner.html",
        shown.partner_page(profile, offers)
        | _answers(organization_id)
        | {"ask": _ask(request), "report_url": _report_url(request, organization_id)},
    )


def _report_url(request: HttpRequest, organization_id: UUID) -> str:
    actor = actor_of(request)
    own = actor.organization_id == organization_id
    return reverse("report_partner", args=[organization_id]) if actor.writes and not own else ""


def _answers(organization_id: UUID) -> dict[str, str]:
    """Say how the partner answers, and whether it takes requests today."""
    today = clock.moroccan_day(clock.now())
    away = {"absent": gettext("Away at the moment."), "full": gettext("No room for more requests at the moment.")}
    said = away.get(queries.unavailable(organization_id, today), "")
    return {"record": requests_shown.record(marketplace.record(organization_id)), "away": said}


@require_safe
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    row = queries.offer(actor_of(request), offer_id)
    ask = _ask(request) if row.takes_leads else None
    return render(
        request, "pages/offer.html", offers_shown.offer_page(row) | {"ask": ask, "why_url": _why_url(request, row.pk)}
    )


def _why_url(request: HttpRequest, offer_id: UUID) -> str:
    """Return where an exporter reads how an offer holds against its first site; nothing before that was matched."""
    actor = actor_of(request)
    site = footprint.sites(actor).first() if actor.kind == Kind.SME else None
    return reverse("reasons", args=[site.pk, offer_id]) if site and matching.was_matched(actor, site.pk) else ""


def _ask(request: HttpRequest) -> dict[str, str] | None:
    """Say how to ask: from one's own needs, since a request stands on its reasons."""
    actor = actor_of(request)
    if actor.kind == Kind.SME and actor.writes:
        note = gettext("A request starts from a need of yours, so that the partner reads its reasons.")
        return {"url": reverse("needs"), "label": gettext("Ask from my needs"), "note": note}
    if actor.is_anonymous:
        note = gettext("With your bills, you ask with the reasons at hand.")
        return {"url": reverse("account_signup"), "label": gettext("Open an account to ask"), "note": note}
    return None
