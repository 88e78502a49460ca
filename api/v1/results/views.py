from functools import partial
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.leads.serializers import LeadSheetOut
from api.v1.results.serializers import ResultIn, ResultOut
from api.views import Page, View
from kernel import clock
from marketplace import actions, queries


class LeadResults(Page):
    """What was measured since a lead was signed, the first asked first."""

    serializer_class = ResultOut
    orderings = ("months",)

    @extend_schema(operation_id="results", responses=ResultOut(many=True))
    def get(self, _request: Request, lead_id: UUID) -> Response:
        return self.page(queries.results_of(self.actor, lead_id), partial(queries.result_sheets, self.actor))


class Result(View):
    """One result, for one of its two sides."""

    serializer_class = ResultOut

    @extend_schema(operation_id="result")
    def get(self, _request: Request, result_id: UUID) -> Response:
        return self.answer(queries.result(self.actor, result_id))


class ResultAnswer(View):
    """Say what was measured, or why nothing was; said again it replaces what was said."""

    serializer_class = ResultOut

    @extend_schema(operation_id="result_answer", request=ResultIn, responses={200: ResultOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, result_id: UUID) -> Response:
        self.allowed(queries.results(self.actor).get(pk=result_id), "answer")
        actions.answer_result(self.actor, result_id=result_id, values=self.body(ResultIn), now=clock.now())
        return self.answer(queries.result(self.actor, result_id))


class LeadLater(View):
    """Say that nothing is decided yet, once it was asked: both sides are asked again in thirty days."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_later", request=None, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        actions.postpone_outcome(self.actor, lead_id=lead_id, now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))
