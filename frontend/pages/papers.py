"""A footprint as files to keep: a report on paper in one of three languages, and its lines, totals and sources as tables."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_bidi, gettext
from django.views.decorators.http import require_safe

from accounts import queries as accounts
from footprint import queries
from footprint.choices import GWP_SETS
from footprint.files import report, tables
from frontend import formats
from frontend.pages.actors import actor_of, exporter_required
from frontend.pages.footprint import gwp_asked
from frontend.pages.tables import TYPES
from kernel import clock
from kernel.actor import Actor
from kernel.sentences import listed
from kernel.tables import csv_file, xlsx
from kernel.typesetting import HEADERS as PAPER
from kernel.typesetting import NotTypeset


@exporter_required
@require_safe
def report_file(request: HttpRequest, year: int, site_id: UUID | None = None) -> HttpResponseBase:
    """Give the report of a year, of a site or of the firm, in the language asked for, else that of the page."""
    actor = actor_of(request)
    if wrong := _wrong(request):
        return wrong
    firm: Any = accounts.organization(actor)
    with translation.override(request.GET.get("language") or formats.language()):
        found = _found(request, actor, year, site_id)
        try:
            made = report.pdf(found, firm=firm.name, is_demo=firm.is_demo)
        except NotTypeset:
            messages.error(request, gettext("The PDF could not be made this time. Try again in a minute."))
            return redirect(f"{_page(site_id)}?year={year}")
        name = report.file_name(found, firm.name)
    return FileResponse(BytesIO(made), as_attachment=True, filename=name, headers=PAPER)


@exporter_required
@require_safe
def table_file(
    request: HttpRequest, year: int, part: str, extension: str, site_id: UUID | None = None
) -> HttpResponseBase:
    """Give the lines, totals, sources or products of a year as CSV; as a workbook, each on its own sheet."""
    if part not in tables.TABLES or extension not in TYPES:
        raise Http404
    if wrong := _wrong(request):
        return wrong
    found = _found(request, actor_of(request), year, site_id)
    if extension == "csv":
        file = csv_file(tables.TABLES[part](found), comma=formats.language() != "en")
    else:
        first, *more = (make(found) for make in tables.TABLES.values())
        file = xlsx(first, *more, right_to_left=get_language_bidi())
    name = f"{part}-{year}-{clock.moroccan_day(clock.now()).isoformat()}.{extension}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[extension])
    answer["Cache-Control"] = "private, no-store"
    return answer


def _wrong(request: HttpRequest) -> HttpResponse | None:
    """Return why a file cannot be what its address asks for: a paper in another language or set would pass for it."""
    for name, values in (("language", report.LANGUAGES), ("gwp", GWP_SETS)):
        if request.GET.get(name) and request.GET[name] not in values:
            words = gettext("%(value)s is not one that can be asked for. These are: %(values)s.")
            params = {"value": f"“{request.GET[name]}”", "values": listed(values)}
            return render(request, "400.html", {"words": words % params}, status=400)
    return None


def _found(request: HttpRequest, actor: Actor, year: int, site_id: UUID | None) -> queries.Statement:
    found = queries.statement(actor, year, site_id=site_id, gwp_set=gwp_asked(request))
    if found is None:
        raise Http404
    return found


def _page(site_id: UUID | None) -> str:
    return reverse("firm_footprint") if site_id is None else reverse("footprint", args=[site_id])
