"""What anyone may know of the service itself: how it matches, who runs it, and how far its pages are open to everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.shown import about as shown
from matching import queries as matching


@require_safe
def how_matching_works(request: HttpRequest) -> HttpResponse:
    """Publish the rules and the weights in force, as the engine reads them today."""
    return render(request, "pages/how-matching-works.html", shown.matching(matching.weights_in_force()))


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/legal.html", {"publisher": settings.PUBLISHER, "contact": settings.CONTACT_EMAIL})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"contact": settings.CONTACT_EMAIL})
