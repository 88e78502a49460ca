"""Pages that anyone reads, and the stylesheet they share."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from frontend import gallery, styles
from frontend.shown import matches as matches_shown
from frontend.shown import offer as shown
from matching import queries as matching
from partners import queries

YEAR = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    best = matching.example() if settings.DEMO else None
    context = {
        "example": matches_shown.example(best) if best else None,
        "regions": shown.served_map(queries.partners_by_region()),
    }
    return render(request, "pages/home.html", context)


@require_safe
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Show each component in its states, to those who build the pages."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "pages/gallery.html", gallery.context())


@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Send the one stylesheet; its address changes with its content, so it never grows old."""
    sheet = styles.stylesheet()
    accepted = request.headers.get("Accept-Encoding", "")
    packing = next((name for name in ("br", "gzip") if name in accepted), "")
    response = HttpResponse(sheet.bodies[packing], content_type="text/css; charset=utf-8")
    if packing:
        response["Content-Encoding"] = packing
    fresh = f"public, max-age={YEAR}, immutable" if digest == sheet.digest else "public, max-age=60"
    response["Cache-Control"] = fresh
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
