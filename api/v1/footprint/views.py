from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.footprint.serializers import CompanyIn, CompanyOut, FactsIn, SiteIn, SiteOut
from api.views import Page, View
from footprint import actions, queries
from kernel import clock


class Company(View):
    """What the firm says about itself; null is not known."""

    serializer_class = CompanyOut

    @extend_schema(operation_id="company")
    def get(self, _request: Request) -> Response:
        return self.answer(queries.company(self.actor))

    @extend_schema(operation_id="company_change", request=CompanyIn)
    def patch(self, _request: Request) -> Response:
        self.allowed(queries.company(self.actor), "change")
        values = self.body(CompanyIn, partial=True)
        return self.answer(actions.describe_company(self.actor, values=values, now=clock.now()))


class Sites(Page):
    """The places of the firm."""

    serializer_class = SiteOut
    orderings = ("id", "-updated_at")

    @extend_schema(operation_id="sites", responses=SiteOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.sites(self.actor))

    @extend_schema(operation_id="site_add", request=SiteIn, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        site = actions.add_site(self.actor, values=self.body(SiteIn), now=clock.now())
        return self.answer(queries.sites(self.actor).get(pk=site.pk), status=201)


class Site(View):
    serializer_class = SiteOut

    @extend_schema(operation_id="site")
    def get(self, _request: Request, site_id: UUID) -> Response:
        return self.answer(queries.sites(self.actor).get(pk=site_id))

    @extend_schema(operation_id="site_change", request=SiteIn)
    def patch(self, _request: Request, site_id: UUID) -> Response:
        self.allowed(queries.sites(self.actor).get(pk=site_id), "change")
        values = self.body(SiteIn, partial=True)
        return self.answer(actions.change_site(self.actor, site_id=site_id, values=values, now=clock.now()))


class SiteFacts(View):
    """Answers to the questions of the needs; a fact left out stays, null makes it unknown again."""

    serializer_class = SiteOut

    def current(self, _request: Request, site_id: UUID) -> Response:
        return self.answer(queries.sites(self.actor).get(pk=site_id))

    @extend_schema(operation_id="site_facts", request=FactsIn)
    def patch(self, _request: Request, site_id: UUID) -> Response:
        self.allowed(queries.sites(self.actor).get(pk=site_id), "change")
        facts = self.body(FactsIn, partial=True)
        return self.answer(actions.set_facts(self.actor, site_id=site_id, facts=facts, now=clock.now()))
