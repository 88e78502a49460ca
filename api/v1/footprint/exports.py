from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.footprint.cbam_serializers import OwnDataIn, OwnDataOut
from api.v1.footprint.serializers import CbamAnswerOut, CheckedCodeOut, ExportIn, ExportOut
from api.views import Page, PublicView, View
from footprint import actions, queries
from kernel import clock

LONGEST_CODE = 40


class Exports(Page):
    """The customs codes that the firm declared."""

    serializer_class = ExportOut
    orderings = ("id",)

    @extend_schema(operation_id="exports", responses=ExportOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.exports(self.actor))

    @extend_schema(operation_id="export_declare", request=ExportIn, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        values = self.body(ExportIn)
        confirmed = values.pop("confirmed")
        line = actions.declare_export(self.actor, values=values, confirmed=confirmed, now=clock.now())
        return self.answer(queries.exports(self.actor).get(pk=line.pk), status=201)


class Export(View):
    serializer_class = ExportOut

    @extend_schema(operation_id="export")
    def get(self, _request: Request, export_id: UUID) -> Response:
        return self.answer(queries.exports(self.actor).get(pk=export_id))

    @extend_schema(operation_id="export_change", request=ExportIn)
    def patch(self, _request: Request, export_id: UUID) -> Response:
        self.allowed(queries.exports(self.actor).get(pk=export_id), "change")
        values = self.body(ExportIn, partial=True)
        confirmed = values.pop("confirmed", ())
        return self.answer(
            actions.change_export(self.actor, export_id=export_id, values=values, confirmed=confirmed, now=clock.now())
        )

    @extend_schema(operation_id="export_remove", responses={204: None})
    def delete(self, _request: Request, export_id: UUID) -> Response:
        actions.remove_export(self.actor, export_id=export_id)
        return Response(status=204)


class ExportOwn(View):
    """Own data of a declared good, on each line of its code, with the three numbers per tonne and per buyer."""

    serializer_class = OwnDataOut

    @extend_schema(operation_id="export_own")
    def get(self, _request: Request, export_id: UUID) -> Response:
        found = queries.product(self.actor, export_id, today=clock.moroccan_day(clock.now()))
        if found is None:
            raise NotFound
        return self.answer(found)

    @extend_schema(operation_id="export_own_change", request=OwnDataIn)
    def patch(self, request: Request, export_id: UUID) -> Response:
        self.allowed(queries.exports(self.actor).get(pk=export_id), "change")
        values = self.body(OwnDataIn)
        actions.set_own_data(self.actor, export_id=export_id, values=values, now=clock.now())
        return self.get(request, export_id)


class CbamAnswer(View):
    """Does the carbon border tax concern the firm, what it costs its buyers, and who else will ask."""

    serializer_class = CbamAnswerOut

    @extend_schema(operation_id="cbam")
    def get(self, _request: Request) -> Response:
        return self.answer(queries.cbam_answer(self.actor))


class CbamCode(PublicView):
    """What one customs code means; nothing is kept."""

    serializer_class = CheckedCodeOut
    parameters = ("code",)

    @extend_schema(operation_id="cbam_code", parameters=[OpenApiParameter("code", str, required=True)])
    def get(self, request: Request) -> Response:
        code = request.query_params.get("code", "")
        if not 0 < len(code) <= LONGEST_CODE:
            raise ValidationError({"code": [_("A customs code, of 40 characters at most.")]}, code="code")
        return self.answer(queries.check_code(code))
