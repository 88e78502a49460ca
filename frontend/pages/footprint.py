"""The footprint of a site and year, and the needs that come from it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from footprint import actions
from footprint import queries as footprint
from footprint.choices import GWP_SETS, GwpSet
from frontend.asking import AskingForm
from frontend.pages.actors import actor_of, exporter_required
from frontend.shown import footprint as shown
from frontend.shown import needs as shown_needs
from kernel import clock
from kernel.actor import Actor
from marketplace import queries as marketplace
from matching import queries as matching


@exporter_required
@require_safe
def footprint_of(request: HttpRequest, site_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    sites = footprint.sites_of_firm(actor)
    site = footprint.chosen_site(sites, site_id)
    found = footprint.statement(actor, year_asked(request), site_id=site_id, gwp_set=gwp_asked(request), every=sites)
    cards = matching.need_cards(actor, site_id)
    years = list(found.years) if found else footprint.years(actor, site_id)
    return render(request, "pages/footprint.html", shown.page(site, sites, found, cards, years))


@exporter_required
@require_safe
def firm_footprint(request: HttpRequest) -> HttpResponse:
    """Show all sites of the firm in one sum; without any bill, its first site tells what to do."""
    actor = actor_of(request)
    sites = footprint.sites_of_firm(actor)
    found = footprint.statement(actor, year_asked(request), gwp_set=gwp_asked(request), every=sites)
    if found is None:
        return redirect("footprint")
    return render(request, "pages/footprint.html", shown.firm_page(sites, found))


def year_asked(request: HttpRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None


def gwp_asked(request: HttpRequest) -> GwpSet:
    """Return the set of warming potentials to look through; what is none of them is the one that results are kept in."""
    asked = request.GET.get("gwp", "")
    return next((one for one in GWP_SETS if one == asked), GWP_SETS[0])


@exporter_required
@require_POST
def missing_days(request: HttpRequest, site_id: UUID, year: int) -> HttpResponse:
    """Keep what the firm says of the days of a year that no bill covers."""
    try:
        actions.say_missing_days(
            actor_of(request),
            site_id=site_id,
            year=year,
            missing_days=request.POST.get("answer", ""),
            now=clock.now(),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('footprint', args=[site_id])}?year={year}")


@exporter_required
@require_safe
def site_needs(request: HttpRequest, site_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    site = footprint.sites(actor).get(pk=site_id)
    return render(request, "pages/needs.html", _needs(actor, site))


@exporter_required
@require_POST
def answer_fact(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Keep the answer to one question about a site; an empty answer is "I do not know", one that is wrong stays typed."""
    actor = actor_of(request)
    fact = request.POST.get("fact", "")
    form = shown_needs.answer_form(fact, is_number=request.POST.get("kind") == "number", data=request.POST)
    if form.is_valid():
        try:
            actions.set_facts(actor, site_id=site_id, facts={fact: form.cleaned_data["answer"]}, now=clock.now())
        except ValidationError as error:
            form.add_error("answer", error.messages)
        else:
            return redirect(f"{reverse('site_needs', args=[site_id])}#questions")
    site = footprint.sites(actor).get(pk=site_id)
    context = _needs(actor, site, answered={fact: form})
    if all(one["fact"] != fact for one in context["questions"] + context["more_questions"]):
        messages.error(request, " ".join(map(str, form.errors.get("answer", []))))
    return render(request, "pages/needs.html", context)


def _needs(actor: Actor, site: Any, answered: Mapping[str, AskingForm] | None = None) -> dict[str, Any]:
    """Return the context of the page of needs."""
    part = shown.missing_days(site, footprint.chosen(actor, site.pk))
    context = {"requests": marketplace.sent(actor).count(), "missing_days": part}
    return shown_needs.page(site, matching.need_cards(actor, site.pk), answered=answered) | context
