"""The files of the caller's organization, those it may read of others, and whom it lets read its own."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.documents.serializers import DocumentIn, DocumentOut, GrantIn, GrantOut, ReadingOut
from api.views import Page, View
from documents import actions, queries
from kernel import clock
from kernel.errors import Refused


class Documents(Page):
    serializer_class = DocumentOut
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="documents", responses=DocumentOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.documents(self.actor))

    @extend_schema(operation_id="document_keep", request={"multipart/form-data": DocumentIn}, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        """Keep a file; sent twice it is one document."""
        if not self.actor.writes:
            raise Refused("keep_document")
        sent = self.body(DocumentIn)
        file = sent["file"]
        told = {name: sent[name] for name in ("purpose", "kind")}
        kept = actions.keep_file(self.actor, **told, name=file.name, file=file, now=clock.now())
        return self.answer(kept, status=201)


class Document(View):
    serializer_class = DocumentOut

    @extend_schema(operation_id="document")
    def get(self, _request: Request, document_id: UUID) -> Response:
        return self.answer(queries.document(self.actor, document_id))

    @extend_schema(operation_id="document_remove", responses={204: None})
    def delete(self, _request: Request, document_id: UUID) -> Response:
        """Take the file away for everybody."""
        actions.remove(self.actor, document_id=document_id, now=clock.now())
        return Response(status=204)


class DocumentFile(View):
    """The bytes, as a file to keep; a reader of another organization is written down."""

    serializer_class = DocumentOut
    is_tagged = False

    @extend_schema(operation_id="document_file", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, _request: Request, document_id: UUID) -> FileResponse:
        row, file = actions.open_document(self.actor, document_id=document_id, now=clock.now())
        return FileResponse(file, as_attachment=True, filename=row.name, headers=queries.served_as(row))

    @extend_schema(exclude=True)
    def head(self, _request: Request, document_id: UUID) -> HttpResponse:
        """Say whether it may be opened, which is not to read it."""
        return HttpResponse(headers=queries.served_as(queries.document_to_open(self.actor, document_id)))


class DocumentReadings(Page):
    """Who of other organizations opened a document of one's own."""

    serializer_class = ReadingOut
    orderings = ("-id",)

    @extend_schema(operation_id="document_readings", responses=ReadingOut(many=True))
    def get(self, _request: Request, document_id: UUID) -> Response:
        row = queries.document(self.actor, document_id)
        return self.page(queries.readings(self.actor, [row.pk]))


class DocumentGrants(View):
    serializer_class = GrantOut

    @extend_schema(operation_id="grant_give", request=GrantIn, parameters=[HEADER])
    @once
    def post(self, _request: Request, document_id: UUID) -> Response:
        """Let another organization read it for some days; given again, the end moves."""
        self.allowed(queries.document(self.actor, document_id), "grant")
        asked = self.body(GrantIn)
        grant = actions.give(
            self.actor, document_id=document_id, receiver_id=asked["receiver"], days=asked["days"], now=clock.now()
        )
        return self.answer(grant, status=201)


class Grants(Page):
    """The accesses that one gave and was given."""

    serializer_class = GrantOut

    @extend_schema(operation_id="grants", responses=GrantOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.grants(self.actor))


class GrantWithdraw(View):
    """End an access at once."""

    serializer_class = GrantOut

    @extend_schema(operation_id="grant_withdraw", request=None, responses={200: GrantOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, grant_id: UUID) -> Response:
        return self.answer(actions.withdraw(self.actor, grant_id=grant_id, now=clock.now()))
