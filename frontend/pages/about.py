"""What anyone may know of the service itself: how it matches, who runs it, and how far its pages are open to everybody."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.choices import Kind
from footprint import queries as footprint
from frontend.pages.actors import actor_of
from frontend.shown import about as shown
from matching import queries as matching
from matching.choices import OfferKind


@require_safe
def how_matching_works(request: HttpRequest) -> HttpResponse:
    """Publish the rules and the weights in force, as the engine reads them today."""
    context = shown.matching(matching.weights_in_force())
    run = _run_to_move(request)
    if run is not None:
        context |= {"simulator": _simulator(request, run)}
    return render(request, "pages/how-matching-works.html", context)


def _run_to_move(request: HttpRequest) -> Any:
    """Return the list of the reader's own first site, else that of a fictional firm; none in an empty market."""
    actor = actor_of(request)
    site = footprint.sites(actor).first() if actor.kind == Kind.SME else None
    own = matching.runs(actor, site.pk).filter(offer_kind=OfferKind.TECHNOLOGY).first() if site else None
    return own or matching.example_run()


def _simulator(request: HttpRequest, run: Any) -> dict[str, Any]:
    """Score the list again with the weights and facts of the address; what does not read is said beside its field."""
    weights = matching.run_weights(run)
    moves = weights.keys() | shown.MOVED_FACTS.keys() | shown.MOVED_PARAMETERS.keys()
    form = shown.SimulatorForm(weights, run.choice, request.GET if moves & request.GET.keys() else None)
    moved = None
    if form.is_bound and form.is_valid():
        shares = matching.weights_from(form.typed(weights), run) if weights.keys() & request.GET.keys() else weights
        if shares is None:
            form.add_error(None, gettext("At least one weight must be above zero."))
        else:
            facts = {
                fact: str(value) for fact in shown.MOVED_FACTS if (value := form.cleaned_data[fact]) not in {None, ""}
            }
            parameters = {
                name: str(form.cleaned_data[name] / whole)
                for name, whole in shown.MOVED_PARAMETERS.items()
                if form.cleaned_data[name] not in {None, form.fields[name].initial}
            }
            moved = matching.simulate(run, shares, facts, parameters)
    elif not form.is_bound:
        moved = matching.simulate(run, weights, {})
    return shown.simulator(form, moved, is_example=run.site.organization_id != actor_of(request).organization_id)


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/legal.html", {"publisher": settings.PUBLISHER, "contact": settings.CONTACT_EMAIL})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"contact": settings.CONTACT_EMAIL})
