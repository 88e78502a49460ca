"""Reports of a message or a partner, and what the team does with them and with requests that stand still."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.leads.watching import WatchedOut
from api.v1.reports.serializers import (
    ExcerptsOut,
    MessageReportIn,
    OutcomeIn,
    OwnReportOut,
    ProposedOut,
    ReportIn,
    ReportOut,
)
from api.views import Page, View
from kernel import clock
from marketplace import actions, queries
from messaging import queries as messaging
from partners import queries as partners


class Reports(Page):
    """What one's organization reported, the last first."""

    serializer_class = OwnReportOut
    orderings = ("-created_at",)

    @extend_schema(operation_id="reports", responses=OwnReportOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.reports(self.actor))


class ConversationReport(View):
    """Tell the team of a message of the other side; it reads that message and what stands next to it, nothing else."""

    serializer_class = OwnReportOut

    @extend_schema(
        operation_id="report_message", request=MessageReportIn, responses={201: OwnReportOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request, conversation_id: UUID) -> Response:
        self.allowed(messaging.conversation(self.actor, conversation_id), "report")
        told = self.body(MessageReportIn)
        row = actions.report_message(self.actor, conversation_id=conversation_id, **told, now=clock.now())
        return self.answer(row, status=201)


class PartnerReport(View):
    """Tell the team of a partner."""

    serializer_class = OwnReportOut

    @extend_schema(operation_id="report_partner", request=ReportIn, responses={201: OwnReportOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, organization_id: UUID) -> Response:
        partners.profile(self.actor, organization_id)
        told = self.body(ReportIn)
        row = actions.report_partner(self.actor, organization_id=organization_id, **told, now=clock.now())
        return self.answer(row, status=201)


class OverseenReports(Page):
    """What is reported and not settled; no message is in it."""

    serializer_class = ReportOut
    orderings = ("created_at",)

    @extend_schema(operation_id="overseen_reports", responses=ReportOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.overseen_reports(self.actor), queries.report_sheets)


class OverseenReportRead(View):
    """Read the reported message with its near context; each reading is in the audit trail."""

    serializer_class = ExcerptsOut

    @extend_schema(operation_id="report_read", request=None, responses={200: ExcerptsOut})
    def post(self, _request: Request, report_id: UUID) -> Response:
        found = actions.read_report(self.actor, report_id=report_id, now=clock.now())
        return self.answer({"messages": found})


class OverseenReportSettle(View):
    """Settle a report; who made it is told the outcome."""

    serializer_class = ReportOut

    @extend_schema(operation_id="report_settle", request=OutcomeIn, responses={200: ReportOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, report_id: UUID) -> Response:
        queries.overseen_report(self.actor, report_id)
        row = actions.settle_report(self.actor, report_id=report_id, **self.body(OutcomeIn), now=clock.now())
        return self.answer(queries.report_sheets([row])[0])


class OverseenRemind(View):
    """Remind the partner of a request that waits, once a day."""

    serializer_class = WatchedOut

    @extend_schema(operation_id="overseen_remind", request=None, responses={200: WatchedOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        actions.remind_partner(self.actor, lead_id=lead_id, now=clock.now())
        return self.answer(queries.watched([queries.overseen(self.actor).get(pk=lead_id)])[0])


class OverseenNext(View):
    """Bring up the next partner: asked where the company chose that, else proposed to the company."""

    serializer_class = ProposedOut

    @extend_schema(operation_id="overseen_next", request=None, responses={200: ProposedOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        return self.answer({"done": actions.ask_next(self.actor, lead_id=lead_id, now=clock.now())})


class OverseenClose(View):
    """End a request that waits: the company is told that no answer came."""

    serializer_class = WatchedOut

    @extend_schema(operation_id="overseen_close", request=None, responses={200: WatchedOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        actions.close_lead(self.actor, lead_id=lead_id, now=clock.now())
        return self.answer(queries.watched([queries.overseen(self.actor).get(pk=lead_id)])[0])
