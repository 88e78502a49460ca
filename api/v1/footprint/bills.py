from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.footprint.filters import BillFilter
from api.v1.footprint.serializers import BillIn, BillOut, FootprintIn, FootprintOut, PaperIn, YearsOut
from api.views import Page, View
from footprint import actions, queries
from kernel import clock


class Bills(Page):
    """The energy and refrigerant bills of a site, by period."""

    serializer_class = BillOut
    filterset_class = BillFilter
    orderings = ("starts_on", "-starts_on", "-entered_at", "id")

    @extend_schema(operation_id="bills", responses=BillOut(many=True))
    def get(self, _request: Request, site_id: UUID) -> Response:
        return self.page(queries.bills(self.actor, site_id))

    @extend_schema(operation_id="bill_enter", request=BillIn, parameters=[HEADER])
    @once
    def post(self, _request: Request, site_id: UUID) -> Response:
        self.allowed(queries.sites(self.actor).get(pk=site_id), "enter_bill")
        values = self.body(BillIn)
        confirmed = values.pop("confirmed")
        bill = actions.enter_bill(self.actor, site_id=site_id, values=values, confirmed=confirmed, now=clock.now())
        return self.answer(queries.bill(self.actor, bill.pk), status=201)


class Bill(View):
    serializer_class = BillOut

    @extend_schema(operation_id="bill")
    def get(self, _request: Request, bill_id: UUID) -> Response:
        return self.answer(queries.bill(self.actor, bill_id))

    @extend_schema(operation_id="bill_change", request=BillIn)
    def patch(self, _request: Request, bill_id: UUID) -> Response:
        self.allowed(queries.bill(self.actor, bill_id), "change")
        values = self.body(BillIn, partial=True)
        confirmed = values.pop("confirmed", ())
        bill = actions.change_bill(self.actor, bill_id=bill_id, values=values, confirmed=confirmed, now=clock.now())
        return self.answer(bill)

    @extend_schema(operation_id="bill_remove", responses={204: None})
    def delete(self, _request: Request, bill_id: UUID) -> Response:
        actions.remove_bill(self.actor, bill_id=bill_id, now=clock.now())
        return Response(status=204)


class BillPaper(View):
    """The photo or PDF of a bill: proof for the firm alone, never read by a machine, gone with the bill."""

    serializer_class = BillOut
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="bill_paper")
    def get(self, _request: Request, bill_id: UUID) -> Response:
        """Give the bill whose paper it is; its file is read by its document."""
        row = queries.bill(self.actor, bill_id)
        if row.paper_id is None:
            raise NotFound
        return self.answer(row)

    @extend_schema(operation_id="bill_paper_keep", request={"multipart/form-data": PaperIn}, parameters=[HEADER])
    @once
    def post(self, _request: Request, bill_id: UUID) -> Response:
        """Keep a file; it takes the place of the one before."""
        self.allowed(queries.bill(self.actor, bill_id), "change")
        file = self.body(PaperIn)["file"]
        bill = actions.keep_paper(self.actor, bill_id=bill_id, name=file.name, file=file, now=clock.now())
        return self.answer(bill, status=201)

    @extend_schema(operation_id="bill_paper_remove", responses={204: None})
    def delete(self, _request: Request, bill_id: UUID) -> Response:
        actions.remove_paper(self.actor, bill_id=bill_id, now=clock.now())
        return Response(status=204)


class Years(View):
    """The years of a site that have a footprint."""

    serializer_class = YearsOut

    @extend_schema(operation_id="footprints")
    def get(self, _request: Request, site_id: UUID) -> Response:
        return self.answer({"years": queries.years(self.actor, site_id)})


class Footprint(View):
    """The footprint of one site and year: every figure with its unit, interval, source and date."""

    serializer_class = FootprintOut

    @extend_schema(operation_id="footprint")
    def get(self, _request: Request, site_id: UUID, year: int) -> Response:
        found = queries.result(self.actor, site_id, year)
        if found is None:
            raise NotFound
        return self.answer(found)

    @extend_schema(operation_id="footprint_change", request=FootprintIn)
    def patch(self, _request: Request, site_id: UUID, year: int) -> Response:
        self.allowed(queries.sites(self.actor).get(pk=site_id), "enter_bill")
        values = self.body(FootprintIn)
        actions.say_missing_days(self.actor, site_id=site_id, year=year, now=clock.now(), **values)
        return self.answer(queries.result(self.actor, site_id, year))
