from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.matching.reasons import language, with_reasons
from api.v1.matching.serializers import (
    DemandOut,
    IdealCustomerIn,
    IdealCustomerOut,
    KindIn,
    ListOut,
    NeedIn,
    NeedOut,
)
from api.views import View
from kernel import clock
from kernel.errors import Refused
from matching import actions, queries
from partners.queries import may_prove

ANYBODY: dict[str, Any] = {"sectors": [], "regions": [], "sizes": []}


class Needs(View):
    """The needs of a site, with their figures and the questions that would sharpen them."""

    serializer_class = NeedOut

    @extend_schema(operation_id="needs", responses=NeedOut(many=True))
    def get(self, _request: Request, site_id: UUID) -> Response:
        return Response(NeedOut(queries.need_cards(self.actor, site_id, language()), many=True).data)


class Need(View):
    """One need of a site, and what its firm says of it."""

    serializer_class = NeedOut

    @extend_schema(operation_id="need")
    def get(self, _request: Request, need_id: UUID) -> Response:
        return self.answer(queries.card_of(queries.need(self.actor, need_id), language()))

    @extend_schema(operation_id="need_say", request=NeedIn, responses=NeedOut)
    def patch(self, _request: Request, need_id: UUID) -> Response:
        """Say how soon it is to be met, and whether partners may see it."""
        need: Any = self.allowed(queries.need(self.actor, need_id), "match")
        said = {"horizon": need.horizon, "is_visible": need.is_visible} | self.body(NeedIn, partial=True)
        row = actions.say_of_need(self.actor, need_id=need_id, **said, now=clock.now())
        return self.answer(queries.card_of(row, language()))


class Demand(View):
    """How many firms each published offer of the caller fits or nearly fits, and the needs that firms let it see."""

    serializer_class = DemandOut

    @extend_schema(operation_id="demand")
    def get(self, _request: Request) -> Response:
        return self.answer(queries.demand(self.actor, language()))


class IdealCustomer(View):
    """The firms that the caller's partner looks for: it moves places in lists, never a score."""

    serializer_class = IdealCustomerOut

    @extend_schema(operation_id="ideal_customer")
    def get(self, _request: Request) -> Response:
        return self.answer(queries.ideal_customer(self.actor) or ANYBODY)

    @extend_schema(operation_id="ideal_customer_change", request=IdealCustomerIn, responses=IdealCustomerOut)
    def patch(self, _request: Request) -> Response:
        if not may_prove(self.actor):
            raise Refused("save_ideal_customer")
        held = queries.ideal_customer(self.actor)
        values = {name: getattr(held, name) for name in ANYBODY} if held else ANYBODY
        said = values | self.body(IdealCustomerIn, partial=True)
        return self.answer(actions.save_ideal_customer(self.actor, values=said, now=clock.now()))


class Matches(View):
    """What both addresses of matches have in common."""

    serializer_class = ListOut
    parameters = ("offer_kind",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        asked = KindIn(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        self.kind = asked.validated_data.get("offer_kind")

    def shown(self, site_id: UUID, need_id: UUID | None, *, status: int = 200) -> Response:
        runs = queries.runs(self.actor, site_id, need_id)
        matches = queries.matches(self.actor, site_id, need_id, self.kind)
        examined = sum(run.examined for run in runs if self.kind in {None, run.offer_kind})
        return self.answer({"examined": examined, "results": map(with_reasons, matches)}, status=status)


class SiteMatches(Matches):
    """The partners that fit all needs of a site."""

    @extend_schema(operation_id="site_matches", parameters=[KindIn])
    def get(self, _request: Request, site_id: UUID) -> Response:
        return self.shown(site_id, None)

    @extend_schema(operation_id="site_match", request=None, parameters=[KindIn, HEADER])
    @once
    def post(self, _request: Request, site_id: UUID) -> Response:
        actions.request_matches(self.actor, site_id=site_id, now=clock.now())
        return self.shown(site_id, None, status=201)


class NeedMatches(Matches):
    """The partners that fit one need."""

    @extend_schema(operation_id="need_matches", parameters=[KindIn])
    def get(self, _request: Request, need_id: UUID) -> Response:
        return self.shown(queries.need(self.actor, need_id).site_id, need_id)

    @extend_schema(operation_id="need_match", request=None, parameters=[KindIn, HEADER])
    @once
    def post(self, _request: Request, need_id: UUID) -> Response:
        site_id = queries.need(self.actor, need_id).site_id
        actions.request_matches(self.actor, site_id=site_id, need_id=need_id, now=clock.now())
        return self.shown(site_id, need_id, status=201)
