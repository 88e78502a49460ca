from functools import partial
from io import BytesIO
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.quotes.serializers import QuoteDeclineIn, QuoteIn, QuoteOut
from api.views import Page, View
from kernel import clock
from kernel.typesetting import HEADERS as PAPER
from marketplace import actions, queries
from marketplace.files import quotes as files


class LeadQuotes(Page):
    """The versions of the quote for one lead, the latest first; an SME sees those that were sent."""

    serializer_class = QuoteOut
    orderings = ("-version", "version")

    @extend_schema(operation_id="quotes", responses=QuoteOut(many=True))
    def get(self, _request: Request, lead_id: UUID) -> Response:
        return self.page(queries.quotes_of(self.actor, lead_id), partial(queries.quote_sheets, self.actor))

    @extend_schema(operation_id="quote_draft", request=QuoteIn, responses={201: QuoteOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        """Write the next version, over the draft of it when there is one; nobody else sees it before it is sent."""
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "answer")
        values = self.body(QuoteIn)
        lines = values.pop("lines")
        row = actions.draft_quote(self.actor, lead_id=lead_id, values=values, lines=lines, now=clock.now())
        return self.answer(queries.quote(self.actor, row.pk), status=201)


class QuotesCompared(Page):
    """The latest quote of each partner for the need of a lead, in the same units; for the SME alone."""

    serializer_class = QuoteOut
    orderings = ("sent_at",)

    @extend_schema(operation_id="quotes_compared", responses=QuoteOut(many=True))
    def get(self, _request: Request, lead_id: UUID) -> Response:
        return self.page(queries.compared(self.actor, lead_id), partial(queries.quote_sheets, self.actor))


class Quote(View):
    """One version of a quote, for one of its two sides."""

    serializer_class = QuoteOut

    @extend_schema(operation_id="quote")
    def get(self, _request: Request, quote_id: UUID) -> Response:
        return self.answer(queries.quote(self.actor, quote_id))


class QuoteFile(View):
    """One version as a PDF, in the language of the request."""

    serializer_class = QuoteOut
    is_tagged = False

    @extend_schema(operation_id="quote_file", responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, _request: Request, quote_id: UUID) -> FileResponse:
        sheet = queries.quote(self.actor, quote_id)
        made = BytesIO(files.quote_pdf(sheet))
        return FileResponse(made, as_attachment=True, filename=files.quote_name(sheet), headers=PAPER)


class QuoteSend(View):
    """Send a draft to the company; it replaces the version that waited."""

    serializer_class = QuoteOut

    @extend_schema(operation_id="quote_send", request=None, responses={200: QuoteOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, quote_id: UUID) -> Response:
        actions.send_quote(self.actor, quote_id=quote_id, now=clock.now())
        return self.answer(queries.quote(self.actor, quote_id))


class QuoteAccept(View):
    """Accept a quote: its lead is won."""

    serializer_class = QuoteOut

    @extend_schema(operation_id="quote_accept", request=None, responses={200: QuoteOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, quote_id: UUID) -> Response:
        actions.accept_quote(self.actor, quote_id=quote_id, now=clock.now())
        return self.answer(queries.quote(self.actor, quote_id))


class QuoteDecline(View):
    """Decline a quote with a coded reason; the partner may send another version."""

    serializer_class = QuoteOut

    @extend_schema(operation_id="quote_decline", request=QuoteDeclineIn, responses={200: QuoteOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, quote_id: UUID) -> Response:
        self.allowed(queries.quotes(self.actor).get(pk=quote_id), "decide")
        actions.decline_quote(self.actor, quote_id=quote_id, **self.body(QuoteDeclineIn), now=clock.now())
        return self.answer(queries.quote(self.actor, quote_id))
