from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import by_line
from api.idempotent import HEADER, once
from api.parsers import LinesParser
from api.v1.offers.filters import OfferFilter
from api.v1.offers.serializers import ImportOut, OfferOut, Terms
from api.views import PublicPage, PublicView, View
from kernel import clock
from partners import actions, queries


class Offers(PublicPage):
    """The offers on the shelf, and every offer of one's own."""

    serializer_class = OfferOut
    filterset_class = OfferFilter
    orderings = ("-id", "-updated_at", "updated_at", "ticket_min_mad", "-ticket_min_mad", "closes_on")

    @extend_schema(operation_id="offers", responses=OfferOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.offer_rows(self.actor), queries.told)

    @extend_schema(operation_id="offer_create", request=Terms, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        offer = actions.create_offer(self.actor, values=self.body(Terms), now=clock.now())
        return self.answer(queries.offer(self.actor, offer.pk), status=201)


class Offer(PublicView):
    serializer_class = OfferOut

    @extend_schema(operation_id="offer")
    def get(self, _request: Request, offer_id: UUID) -> Response:
        (found,) = queries.told([queries.offer_rows(self.actor).get(pk=offer_id)])
        return self.answer(found)

    @extend_schema(operation_id="offer_change", request=Terms)
    def patch(self, _request: Request, offer_id: UUID) -> Response:
        self.allowed(queries.offer(self.actor, offer_id), "edit")
        values = self.body(Terms, partial=True)
        return self.answer(actions.change_offer(self.actor, offer_id=offer_id, values=values, now=clock.now()))


class OfferPublish(View):
    """Put an offer on the shelf; it is matched and found within seconds."""

    serializer_class = OfferOut

    @extend_schema(operation_id="offer_publish", request=None, responses={200: OfferOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, offer_id: UUID) -> Response:
        return self.answer(actions.publish_offer(self.actor, offer_id=offer_id, now=clock.now()))


class OfferPause(View):
    """Take no new request for a while."""

    serializer_class = OfferOut

    @extend_schema(operation_id="offer_pause", request=None, responses={200: OfferOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, offer_id: UUID) -> Response:
        return self.answer(actions.pause_offer(self.actor, offer_id=offer_id, now=clock.now()))


class OfferArchive(View):
    """Put an offer away; its requests stay readable."""

    serializer_class = OfferOut

    @extend_schema(operation_id="offer_archive", request=None, responses={200: OfferOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, offer_id: UUID) -> Response:
        return self.answer(actions.archive_offer(self.actor, offer_id=offer_id, now=clock.now()))


class OfferImport(View):
    """Take offers in the exchange format, one JSON object a line: all of them, or none with every bad line named."""

    serializer_class = ImportOut
    parser_classes = (LinesParser,)

    @extend_schema(
        operation_id="offer_import",
        request={"application/x-ndjson": OpenApiTypes.STR},
        responses={200: ImportOut},
        parameters=[HEADER],
    )
    @once
    def post(self, request: Request) -> Response | HttpResponse:
        report = actions.import_offers(self.actor, lines=request.data, now=clock.now())
        return by_line(report.problems) if report.problems else self.answer({"kept": report.kept})
