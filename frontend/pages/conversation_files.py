"""A conversation as a file to keep, for who takes part in it."""

from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts import queries as accounts
from frontend.pages.actors import actor_of, member_required
from frontend.pages.tables import TYPES, as_file, kept
from frontend.shown import conversation_file as shown
from frontend.shown.subjects import subjects
from messaging import queries


@member_required
@require_safe
def conversation_file(request: HttpRequest, conversation_id: UUID, extension: str) -> FileResponse:
    """Give what was said as its reader sees it, as a plain text, a CSV or a workbook."""
    actor = actor_of(request)
    row: Any = queries.conversation(actor, conversation_id)
    subject = subjects(actor, [row]).get(row.pk)
    if subject is None or extension not in {"txt", *TYPES}:
        raise Http404
    own = gettext("The Qafila team") if queries.speaks_for_team(actor) else accounts.organization(actor).name
    found = shown.entries(actor, conversation_id, subject, own=own)
    if extension != "txt":
        return as_file(shown.table(gettext("Conversation"), found), "conversation", extension)
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    file.writelines(part.encode() for part in shown.text(subject, found))
    file.seek(0)
    return kept(file, "conversation", extension, "text/plain; charset=utf-8")
