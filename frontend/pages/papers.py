"""A footprint as files to keep: a report on paper in one of three languages, and its lines, totals and sources as tables."""

from collections.abc import Collection
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
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
from kernel.tables import csv_file, xlsx
from kernel.typesetting import HEADERS as PAPER
from kernel.typesetting import NotTypeset


@exporter_required
@require_safe
def report_file(request: HttpRequest, year: int, site_id: UUID | None = None) -> HttpResponseBase:
    """Give the report of a year, of a site or of the firm, in the language asked for, else that of the page."""
    actor = actor_of(request)
    _refuse_unknown(request, "language", report.LANGUAGES)
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
    """Give the lines, totals or sources of a year as CSV; as a workbook, each on its own sheet."""
    if part not in tables.TABLES or extension not in TYPES:
        raise Http404
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


def _refuse_unknown(request: HttpRequest, name: str, known: Collection[str]) -> None:
    """
    Let no file be in other words, or seen through another set, than it was asked for.

    :raises BadRequest: naming the parameter whose value nobody knows
    """
    asked = request.GET.get(name)
    if asked and asked not in known:
        raise BadRequest(name)


def _found(request: HttpRequest, actor: Actor, year: int, site_id: UUID | None) -> queries.Statement:
    _refuse_unknown(request, "gwp", GWP_SETS)
    found = queries.statement(actor, year, site_id=site_id, gwp_set=gwp_asked(request))
    if found is None:
        raise Http404
    return found


def _page(site_id: UUID | None) -> str:
    return reverse("firm_footprint") if site_id is None else reverse("footprint", args=[site_id])
