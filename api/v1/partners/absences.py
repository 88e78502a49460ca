"""When the caller's organization is away, and whether it has room."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.serializers import Strict
from api.views import Page, View
from kernel import clock
from kernel.errors import Refused
from partners import actions, queries
from partners.queries import may_prove


class AbsenceOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class AbsenceIn(Strict):
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="Included; at most 90 days after the first.")


class FullIn(Strict):
    full = serializers.BooleanField()


class Absences(Page):
    serializer_class = AbsenceOut

    @extend_schema(operation_id="absences", responses=AbsenceOut(many=True))
    def get(self, _request: Request) -> Response:
        """When the caller's organization is away."""
        return self.page(queries.absences(self.actor))

    @extend_schema(operation_id="absence_note", request=AbsenceIn, responses={201: AbsenceOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        """Note an absence: nobody asks then, and its days do not count against the partner."""
        if not may_prove(self.actor):
            raise Refused("add_absence")
        return self.answer(actions.add_absence(self.actor, **self.body(AbsenceIn), now=clock.now()), status=201)


class Absence(View):
    serializer_class = AbsenceOut

    def get(self, _request: Request, absence_id: UUID) -> Response:
        """One absence."""
        return self.answer(queries.absences(self.actor).get(pk=absence_id))

    @extend_schema(operation_id="absence_take_back", responses={204: None})
    def delete(self, _request: Request, absence_id: UUID) -> Response:
        """Take an absence back."""
        actions.remove_absence(self.actor, absence_id=absence_id)
        return Response(status=204)


class Full(View):
    serializer_class = FullIn

    @extend_schema(operation_id="full_set", request=FullIn, responses={200: FullIn}, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        """Say that the partner has no room for more requests, or has again."""
        if not may_prove(self.actor):
            raise Refused("set_full")
        values = self.body(FullIn)
        actions.set_full(self.actor, **values, now=clock.now())
        return self.answer(values)
