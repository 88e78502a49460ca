from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.reference.serializers import ActivityOut, EntryOut, NamedOut, RegionOut
from api.views import PublicView
from footprint import queries as footprint
from reference import browse, queries
from reference.choices import CONFIDENCES, TABLES


def _named(kind: str) -> list[dict[str, Any]]:
    return [{"code": code, "name": name} for code, name in queries.names(kind).items()]


class Regions(PublicView):
    serializer_class = RegionOut

    @extend_schema(operation_id="regions", responses=RegionOut(many=True))
    def get(self, _request: Request) -> Response:
        provinces = queries.names("province")
        rows = [
            {
                **region,
                "provinces": [{"code": one, "name": provinces[one]} for one in queries.provinces_of(region["code"])],
            }
            for region in _named("region")
        ]
        return Response(RegionOut(rows, many=True).data)


class Sectors(PublicView):
    serializer_class = NamedOut

    @extend_schema(operation_id="sectors", responses=NamedOut(many=True))
    def get(self, _request: Request) -> Response:
        return Response(NamedOut(_named("sector"), many=True).data)


class Measures(PublicView):
    serializer_class = NamedOut

    @extend_schema(operation_id="measures", responses=NamedOut(many=True))
    def get(self, _request: Request) -> Response:
        return Response(NamedOut(_named("measure"), many=True).data)


class Standards(PublicView):
    serializer_class = NamedOut

    @extend_schema(operation_id="standards", responses=NamedOut(many=True))
    def get(self, _request: Request) -> Response:
        return Response(NamedOut(_named("standard"), many=True).data)


class Activities(PublicView):
    """What a bill may be of, and in which units."""

    serializer_class = ActivityOut

    @extend_schema(operation_id="activities", responses=ActivityOut(many=True))
    def get(self, _request: Request) -> Response:
        rows = [{**row, "code": row["id"]} for row in footprint.activity_kinds()]
        return Response(ActivityOut(rows, many=True).data)


class Table(PublicView):
    """Rows of a table of the reference data: figure, source, date and how far it is proved."""

    serializer_class = EntryOut
    parameters = ("q", "confidence")

    @extend_schema(
        operation_id="reference_table",
        responses=EntryOut(many=True),
        parameters=[
            OpenApiParameter("table", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(TABLES)),
            OpenApiParameter("q", OpenApiTypes.STR, description="Held by the code, the name or the source."),
            OpenApiParameter("confidence", OpenApiTypes.STR, enum=list(CONFIDENCES)),
        ],
    )
    def get(self, request: Request, table: str) -> Response:
        if table not in TABLES:
            raise NotFound
        confidence = request.query_params.get("confidence", "")
        if confidence and confidence not in CONFIDENCES:
            raise ValidationError({"confidence": [_("This is none of the choices.")]}, code="unknown_choice")
        found = browse.entries(table, text=request.query_params.get("q", "")[:200], confidence=confidence)
        return Response(EntryOut(found, many=True).data)
