"""What either side of a lead does beside its answer, and what has become of the need."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.leads.serializers import (
    AssignIn,
    DelayIn,
    LeadSheetOut,
    LossIn,
    PlainAnswerOut,
    QuestionIn,
    VisitIn,
)
from api.views import View
from kernel import clock
from marketplace import actions, queries


class LeadQuestion(View):
    """Ask the SME something before answering; the clock goes on."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_question", request=QuestionIn, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "answer")
        actions.ask_question(self.actor, lead_id=lead_id, **self.body(QuestionIn), now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))


class LeadVisit(View):
    """Note the day of the visit that both agreed on."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_visit", request=VisitIn, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "conclude")
        actions.agree_visit(self.actor, lead_id=lead_id, **self.body(VisitIn), now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))


class LeadSign(View):
    """Note that the two have signed."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_sign", request=None, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        actions.sign_lead(self.actor, lead_id=lead_id, now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))


class LeadLose(View):
    """Note with a coded reason that nothing is signed."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_lose", request=LossIn, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "conclude")
        actions.lose_lead(self.actor, lead_id=lead_id, **self.body(LossIn), now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))


class LeadDelay(View):
    """Name, once, the working day on which the partner will answer."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_delay", request=DelayIn, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "answer")
        actions.delay_lead(self.actor, lead_id=lead_id, **self.body(DelayIn), now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))


class NeedAnswer(View):
    """What has become of the need that a request is about, from all requests sent for it; for the SME alone."""

    serializer_class = PlainAnswerOut

    @extend_schema(operation_id="need_answer")
    def get(self, _request: Request, lead_id: UUID) -> Response:
        return self.answer(queries.answer_of_need(self.actor, lead_id))


class LeadAssign(View):
    """Give the request to a member of the team, or to nobody; all of the team still see and answer it."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_assign", request=AssignIn, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "answer")
        actions.assign_lead(self.actor, lead_id=lead_id, **self.body(AssignIn))
        return self.answer(queries.lead(self.actor, lead_id))
