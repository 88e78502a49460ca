"""Offers and partners, for anyone."""

from typing import Any
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
from frontend import formats
from frontend.pages import searches
from frontend.pages.actors import actor_of
from frontend.shown import directory as shown
from frontend.shown import offer as offers_shown
from frontend.shown import requests as requests_shown
from frontend.shown.asked import FACETS, asked_of, kinds_of, order_of, places_of, tags_of, text_of
from kernel import clock
from kernel.actor import Actor
from kernel.ids import NIL
from marketplace import queries as marketplace
from matching import queries as matching
from partners import queries
from partners.choices import Intake

PAGE = 20


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Find by words, narrow by facets and put in order; the address holds the state."""
    asked = asked_of(request.GET)
    of, words, tags = marketplace.reader(actor_of(request)), text_of(request.GET), tags_of(asked)
    order = order_of(request.GET.get("order", ""), of.orders)
    kinds, places = kinds_of(request.GET), places_of(request.GET.getlist("after"))
    found = marketplace.directory(
        of,
        order=order,
        text=words,
        tags=tags,
        facets=tuple(FACETS),
        kinds=kinds,
        limit=PAGE,
        after=places[-1] if places else None,
    )
    if not places:
        searches.note_unmet(request, found, tags)
    ways = [] if found.total or found.degraded else marketplace.ways_on(text=words, tags=tags, kinds=kinds)
    context = shown.page(request.GET, asked, of, order, found, ways)
    return render(request, "pages/directory.html", context | {"tell_url": _tell_url(of.actor)})


def _tell_url(actor: Actor) -> str:
    """Return where a member tells the team what it looks for in vain."""
    return reverse("write_to_team") if actor.organization_id != NIL and actor.kind != Kind.OPERATOR else ""


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Give what the box may be finished with, as a part of a page."""
    typed = request.GET.get("q", "")
    found = queries.suggested(actor_of(request), text=typed, language=formats.language())
    return render(request, "components/search/suggestions.html", shown.suggestions(found, typed))


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
    """Show an offer; the address of one that left the shelf says so and proposes others."""
    actor = actor_of(request)
    try:
        row = queries.offer(actor, offer_id)
    except ObjectDoesNotExist:
        row = queries.withdrawn(offer_id)
        context = offers_shown.withdrawn_page(row) | {"similar": _similar(actor, row)}
        return render(request, "pages/offer-withdrawn.html", context, status=410)
    ask = _ask(request) if row.takes_leads else None
    similar = _similar(actor, row) if row.intake == Intake.CLOSED else []
    context = offers_shown.offer_page(row) | {"ask": ask, "why_url": _why_url(request, row.pk), "similar": similar}
    return render(request, "pages/offer.html", context)


def _similar(actor: Actor, row: Any) -> list[dict[str, Any]]:
    return [shown.card(kind, one) for kind, one in queries.similar(actor, row)]


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
