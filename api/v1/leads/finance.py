"""A financier's queue, the file that a firm opens to it, and what both do about them."""

from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.serializers import Exact
from api.v1.footprint.serializers import FigureOut
from api.v1.leads.filters import QueueFilter
from api.v1.leads.serializers import DocumentAskIn, GivenQuotesIn, LeadOut, LeadSheetOut, TermsIn
from api.v1.matching.serializers import NeedOut
from api.views import Page, View
from kernel import clock
from marketplace import actions, queries


class Queue(Page):
    """What a financier was asked: complete, eligible and open to it first. Readiness is no credit decision."""

    serializer_class = LeadOut
    filterset_class = QueueFilter
    orderings = ("-ready", "-sent_at", "sent_at")

    @extend_schema(operation_id="leads_queue", responses=LeadOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.queue(self.actor), partial(queries.sheets, self.actor))


class GivenQuoteOut(serializers.Serializer[Any]):
    """A quote that the firm received, as its partner states it: MAD without VAT, of the first year."""

    partner = serializers.CharField()
    need_name = serializers.CharField()
    version = serializers.IntegerField()
    status_label = serializers.CharField()
    valid_until = serializers.DateField(allow_null=True)
    capex_mad = Exact(allow_null=True)
    saving_mad_year = Exact(allow_null=True)
    energy_kwh_year = Exact(allow_null=True)
    power_kwp = Exact(allow_null=True)
    avoided_t_year = Exact(allow_null=True)
    payback_years = Exact(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)


class AccessOut(serializers.Serializer[Any]):
    document_id = serializers.UUIDField()
    name = serializers.CharField(source="document.name")
    kind = serializers.CharField(source="document.kind")
    until = serializers.DateTimeField()


class SummaryOut(serializers.Serializer[Any]):
    """The footprint of the site in short: no bill and no line of it."""

    year = serializers.IntegerField()
    is_a_year = serializers.BooleanField()
    total = FigureOut()
    scopes = FigureOut(many=True)
    toe = Exact()
    grade = serializers.CharField()
    on_invoices_pct = serializers.IntegerField()
    sources = serializers.ListField(child=serializers.CharField())
    edition = serializers.CharField()
    computed_at = serializers.DateTimeField()


class FirmFileOut(serializers.Serializer[Any]):
    lead = LeadOut()
    accesses = AccessOut(many=True)
    quotes = GivenQuoteOut(many=True)
    measures = NeedOut(many=True)
    footprint = SummaryOut(allow_null=True)


class FirmFile(View):
    """What the firm has opened to this financier, as long as it is open."""

    serializer_class = FirmFileOut

    @extend_schema(operation_id="lead_file")
    def get(self, _request: Request, lead_id: UUID) -> Response:
        return self.answer(queries.firm_file(self.actor, lead_id))


class _Act(View):
    serializer_class = LeadSheetOut

    def told(self, lead_id: UUID) -> Response:
        return self.answer(queries.lead(self.actor, lead_id))


class AskDocument(_Act):
    """Ask the firm for one document by its kind; it is settled once the firm opens one to the financier."""

    @extend_schema(
        operation_id="document_ask", request=DocumentAskIn, responses={200: LeadSheetOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "answer")
        actions.ask_document(self.actor, lead_id=lead_id, **self.body(DocumentAskIn), now=clock.now())
        return self.told(lead_id)


class OfferTerms(_Act):
    """Name the terms of a financier that is interested, for the firm alone."""

    @extend_schema(operation_id="terms_offer", request=TermsIn, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "answer")
        actions.offer_terms(self.actor, lead_id=lead_id, **self.body(TermsIn), now=clock.now())
        return self.told(lead_id)


class GiveQuotes(_Act):
    """Let the financier read the quotes of the site while the file is open to it, or no longer."""

    @extend_schema(
        operation_id="quotes_give", request=GivenQuotesIn, responses={200: LeadSheetOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        self.allowed(queries.leads(self.actor).get(pk=lead_id), "withdraw")
        actions.give_quotes(self.actor, lead_id=lead_id, **self.body(GivenQuotesIn), now=clock.now())
        return self.told(lead_id)


class CloseFile(_Act):
    """Close the firm's file to the financier at once."""

    @extend_schema(operation_id="file_close", request=None, responses={200: LeadSheetOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, lead_id: UUID) -> Response:
        actions.close_file(self.actor, lead_id=lead_id, now=clock.now())
        return self.told(lead_id)
