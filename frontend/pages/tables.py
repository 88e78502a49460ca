"""The lists of a desk as files to keep: CSV or XLSX."""

from typing import IO

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from accounts.choices import PARTNER_KINDS, Kind
from frontend import formats
from frontend.pages.actors import actor_of, member_required
from frontend.shown.tables import OF_EXPORTERS, OF_FINANCIERS, OF_PARTNERS, TABLES
from kernel import clock
from kernel.tables import Table, csv_file, xlsx

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@member_required
@require_safe
def table(request: HttpRequest, name: str, extension: str) -> FileResponse:
    """Give a list of the member's own desk as a file named by its day."""
    actor = actor_of(request)
    foreign = (
        (name in OF_EXPORTERS and actor.kind != Kind.SME)
        or (name in OF_PARTNERS and actor.kind not in PARTNER_KINDS)
        or (name in OF_FINANCIERS and actor.kind != Kind.FINANCIER)
    )
    if name not in TABLES or extension not in TYPES or foreign:
        raise Http404
    return as_file(TABLES[name](actor), name, extension)


def as_file(found: Table, name: str, extension: str) -> FileResponse:
    """Return a list as a file named by its day, that no browser and no proxy keeps."""
    file = (
        csv_file(found, comma=formats.language() != "en")
        if extension == "csv"
        else xlsx(found, right_to_left=get_language_bidi())
    )
    return kept(file, name, extension, TYPES[extension])


def kept(file: IO[bytes], name: str, extension: str, kind: str) -> FileResponse:
    filename = f"{name}-{clock.moroccan_day(clock.now()).isoformat()}.{extension}"
    answer = FileResponse(file, as_attachment=True, filename=filename, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    return answer
