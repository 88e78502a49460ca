"""Files of rows: sent, read by the queue, asked about, then written whole or not at all."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import PARTNER_KINDS, Kind
from api.idempotent import HEADER, once
from api.v1.imports.serializers import OUTCOMES, AnswersIn, FileIn, FileOut, RowsOut
from api.views import Page, View
from footprint import actions as footprint
from footprint import queries as footprint_queries
from kernel import clock
from kernel.errors import Refused
from kernel.imports.jobs import rows_of
from partners import actions as partners
from partners import queries as partner_queries

PAGE = 100
# purpose: kinds that may, files, take, answer, apply
DOORS: dict[
    str, tuple[tuple[str, ...], Callable[..., Any], Callable[..., Any], Callable[..., Any], Callable[..., Any]]
] = {
    "offers": (
        tuple(PARTNER_KINDS),
        partner_queries.offers_files,
        partners.take_offers_file,
        partners.answer_offers_file,
        partners.apply_offers_file,
    ),
    "firms": (
        (Kind.INSTITUTION,),
        footprint_queries.firms_files,
        footprint.take_firms_file,
        footprint.answer_firms_file,
        footprint.apply_firms_file,
    ),
    "bills": (
        (Kind.SME,),
        footprint_queries.bills_files,
        footprint.take_bills_file,
        footprint.answer_bills_file,
        footprint.apply_bills_file,
    ),
}
PURPOSE = OpenApiParameter("purpose", str, OpenApiParameter.PATH, enum=list(DOORS), description="What the rows are.")


class Files(View):
    """What each address of a kind of rows shares."""

    serializer_class: Any = FileOut

    def doors(self, purpose: str) -> Any:
        found = DOORS.get(purpose)
        if found is None or self.actor.kind not in found[0]:
            raise Http404
        return found

    def job(self, purpose: str, import_id: UUID) -> Any:
        return self.doors(purpose)[1](self.actor).get(pk=import_id)


class Imports(Page, Files):
    """The files sent, the newest first."""

    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="imports", responses=FileOut(many=True), parameters=[PURPOSE])
    def get(self, _request: Request, purpose: str) -> Response:
        return self.page(self.doors(purpose)[1](self.actor))

    @extend_schema(
        operation_id="import_send",
        request={"multipart/form-data": FileIn},
        responses={201: FileOut},
        parameters=[PURPOSE, HEADER],
    )
    @once
    def post(self, _request: Request, purpose: str) -> Response:
        """Send a file; read its state until it is neither `waiting` nor `applying`."""
        take = self.doors(purpose)[2]
        if not self.actor.writes:
            raise Refused("import")
        file = self.body(FileIn)["file"]
        job = take(self.actor, filename=file.name, content=file.read(), now=clock.now())
        return self.answer(job, status=201)


class Import(Files):
    @extend_schema(operation_id="import", parameters=[PURPOSE])
    def get(self, _request: Request, purpose: str, import_id: UUID) -> Response:
        """Read where a file stands and what it asks."""
        return self.answer(self.job(purpose, import_id))


class ImportRows(Files):
    """The dry run: each row with what becomes of it."""

    serializer_class = RowsOut
    parameters = ("outcome", "after")

    @extend_schema(
        operation_id="import_rows",
        parameters=[
            PURPOSE,
            OpenApiParameter("outcome", str, enum=OUTCOMES),
            OpenApiParameter(
                "after", {"type": "integer", "minimum": 0, "maximum": 99_999_999}, description="A row's number."
            ),
        ],
    )
    def get(self, request: Request, purpose: str, import_id: UUID) -> Response:
        job = self.job(purpose, import_id)
        outcome, after = request.query_params.get("outcome", ""), request.query_params.get("after", "0")
        if "outcome" in request.query_params and outcome not in OUTCOMES:
            raise ValidationError({"outcome": [f"{', '.join(OUTCOMES)}"]})
        if not (after.isascii() and after.isdigit() and len(after) < 9):
            raise ValidationError({"after": ["0 … 99999999"]})
        found = rows_of(job, outcome=outcome, after=int(after), size=PAGE + 1)
        results = found[:PAGE]
        return self.answer({"next_after": results[-1].number if len(found) > PAGE else None, "results": results})

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "language": (get_language() or "fr")[:2]}


class ImportAnswers(Files):
    @extend_schema(
        operation_id="import_answer", request=AnswersIn, responses={200: FileOut}, parameters=[PURPOSE, HEADER]
    )
    @once
    def post(self, _request: Request, purpose: str, import_id: UUID) -> Response:
        """Answer what a file left open; it is read again."""
        self.allowed(self.job(purpose, import_id), "answer")
        answers = self.body(AnswersIn)["answers"]
        return self.answer(self.doors(purpose)[3](self.actor, import_id=import_id, answers=answers))


class ImportApply(Files):
    @extend_schema(operation_id="import_apply", request=None, responses={200: FileOut}, parameters=[PURPOSE, HEADER])
    @once
    def post(self, _request: Request, purpose: str, import_id: UUID) -> Response:
        """Write every row of a file that is `ready`, or none; once more changes nothing."""
        self.allowed(self.job(purpose, import_id), "apply")
        return self.answer(self.doors(purpose)[4](self.actor, import_id=import_id))
