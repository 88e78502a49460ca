from functools import partial
from io import BytesIO
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.leads.filters import LeadFilter
from api.v1.leads.serializers import (
    DeclineIn,
    LeadIn,
    LeadOut,
    LeadSheetOut,
    SentOut,
)
from api.views import Page, View
from kernel import clock
from kernel.typesetting import HEADERS as PAPER
from marketplace import actions, queries
from matching.files import reasons_name, reasons_pdf


class Leads(View):
    """Ask partners: all of the named offers, or none of them."""

    serializer_class = SentOut

    @extend_schema(operation_id="lead_send", request=LeadIn, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        asked = actions.send_leads(self.actor, **self.body(LeadIn), now=clock.now())
        leads = queries.sheets(self.actor, [queries.leads(self.actor).get(pk=one.lead.pk) for one in asked])
        return self.answer(
            {
                "results": [{"lead": lead, "is_new": one.is_new} for lead, one in zip(leads, asked, strict=True)],
                "places_left": queries.places_left(self.actor, asked[0].lead.site_id, asked[0].lead.need_code),
            },
            status=201,
        )


class Inbox(Page):
    """What one's organization was asked, newest first."""

    serializer_class = LeadOut
    filterset_class = LeadFilter
    orderings = ("-sent_at", "sent_at", "-answered_at")

    @extend_schema(operation_id="leads_inbox", responses=LeadOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.inbox(self.actor), partial(queries.sheets, self.actor))


class Sent(Page):
    """What one's organization asked, newest first."""

    serializer_class = LeadOut
    filterset_class = LeadFilter
    orderings = ("-sent_at", "sent_at", "-answered_at")

    @extend_schema(operation_id="leads_sent", responses=LeadOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.sent(self.actor), partial(queries.sheets, self.actor))


class Lead(View):
    """One lead, for one of its two sides."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead")
    def get(self, _request: Request, lead_id: UUID) -> Response:
        return self.answer(queries.lead(self.actor, lead_id))


class LeadReasonsFile(View):
    """The reasons of a lead as a PDF, as its reader's page says them; a partner's is without the company's name."""

    serializer_class = LeadSheetOut
    is_tagged = False

    @extend_schema(operation_id="lead_reasons_file", responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, _request: Request, lead_id: UUID) -> FileResponse:
        sheet = queries.lead(self.actor, lead_id)
        partner = sheet.partner.label
        made = reasons_pdf(sheet.reasons, offer=sheet.offer_name, partner=partner, is_demo=sheet.is_demo)
        return FileResponse(BytesIO(made), as_attachment=True, filename=reasons_name(partner), headers=PAPER)


class LeadSee(View):
    """Say that the partner has opened the lead."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_see", request=None, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        actions.see_lead(self.actor, lead_id=lead_id, now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))


class LeadAccept(View):
    """Take the request on: both sides now know how to reach each other."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_accept", request=None, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        actions.accept_lead(self.actor, lead_id=lead_id, now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))


class LeadDecline(View):
    """Decline with a coded reason, which gives the SME its next step."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_decline", request=DeclineIn, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "answer")
        actions.decline_lead(self.actor, lead_id=lead_id, **self.body(DeclineIn), now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))


class LeadWithdraw(View):
    """Take a request back while it has no answer."""

    serializer_class = LeadSheetOut

    @extend_schema(operation_id="lead_withdraw", request=None, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        actions.withdraw_lead(self.actor, lead_id=lead_id, now=clock.now())
        return self.answer(queries.lead(self.actor, lead_id))
