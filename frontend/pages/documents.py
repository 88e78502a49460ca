"""The one view that gives a document out: the right is checked each time, and the browser is told to keep it a file."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from documents import actions, queries
from frontend.pages.actors import actor_of, member_required
from kernel import clock


@member_required
@require_safe
def document(request: HttpRequest, document_id: UUID) -> FileResponse:
    row, file = actions.open_document(actor_of(request), document_id=document_id, now=clock.now())
    return FileResponse(file, as_attachment=True, filename=row.name, headers=queries.served_as(row))
