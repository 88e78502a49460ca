from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.matching.serializers import (
    DemandOut,
    IdealCustomerIn,
    IdealCustomerOut,
    KindIn,
    ListOut,
    MatchSheetOut,
    NeedIn,
    NeedOut,
    TargetIn,
    WhyNotOut,
)
from api.views import View
from kernel import clock
from kernel.errors import Refused
from kernel.typesetting import HEADERS as PAPER
from matching import actions, queries
from matching.files import reasons_name, reasons_pdf
from partners import queries as partners
from partners.queries import may_prove

ANYBODY: dict[str, Any] = {"sectors": [], "regions": [], "sizes": []}


def _language() -> str:
    return (get_language() or "fr")[:2]


def _with_reasons(match: Any) -> dict[str, Any]:
    names = ("id", "offer_id", "offer", "partner", "takes_leads", "verdict", "position", "run_id", "run")
    return {name: getattr(match, name) for name in names} | {
        "reasons": queries.reasons(match, _language()),
        "placement": queries.place_of(match, _language()),
        "other_side": queries.other_side_of(match, _language()),
    }


class Needs(View):
    """The needs of a site, with their figures and the questions that would sharpen them."""

    serializer_class = NeedOut

    @extend_schema(operation_id="needs", responses=NeedOut(many=True))
    def get(self, _request: Request, site_id: UUID) -> Response:
        return Response(NeedOut(queries.need_cards(self.actor, site_id, _language()), many=True).data)


class Need(View):
    """One need of a site, and what its firm says of it."""

    serializer_class = NeedOut

    @extend_schema(operation_id="need")
    def get(self, _request: Request, need_id: UUID) -> Response:
        return self.answer(queries.card_of(queries.need(self.actor, need_id), _language()))

    @extend_schema(operation_id="need_say", request=NeedIn, responses=NeedOut)
    def patch(self, _request: Request, need_id: UUID) -> Response:
        """Say how soon it is to be met, and whether partners may see it."""
        need: Any = self.allowed(queries.need(self.actor, need_id), "match")
        said = {"horizon": need.horizon, "is_visible": need.is_visible} | self.body(NeedIn, partial=True)
        row = actions.say_of_need(self.actor, need_id=need_id, **said, now=clock.now())
        return self.answer(queries.card_of(row, _language()))


class Demand(View):
    """How many firms each published offer of the caller fits or nearly fits, and the needs that firms let it see."""

    serializer_class = DemandOut

    @extend_schema(operation_id="demand")
    def get(self, _request: Request) -> Response:
        return self.answer(queries.demand(self.actor, _language()))


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
        return self.answer({"examined": examined, "results": map(_with_reasons, matches)}, status=status)


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


class Aimed(View):
    """What the addresses of one match have in common: the score that changes are to reach."""

    parameters = ("target",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        asked = TargetIn(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        self.target = asked.validated_data.get("target")


class Match(Aimed):
    """One match with its reasons."""

    serializer_class = MatchSheetOut

    @extend_schema(operation_id="match", parameters=[TargetIn])
    def get(self, _request: Request, match_id: UUID) -> Response:
        match = queries.match(self.actor, match_id)
        told = _with_reasons(match)
        reasons = queries.with_reach(told["reasons"], match, _language(), target=self.target)
        return self.answer(told | {"reasons": reasons})


class WhyNotFile(View):
    """The same reasons as a PDF, in the language of the request."""

    serializer_class = WhyNotOut
    is_tagged = False

    @extend_schema(operation_id="why_not_file", responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, _request: Request, site_id: UUID, offer_id: UUID) -> FileResponse:
        answer = queries.why_not(self.actor, site_id, offer_id)
        if answer is None:
            raise NotFound
        offer, reasons = answer.offer, queries.why_not_reasons(answer, _language())
        partner = partners.owner_name(offer)
        made = reasons_pdf(
            reasons,
            offer=partners.in_language(offer, "name"),
            partner=partner,
            is_demo=bool(offer.organization and offer.organization.is_demo),
        )
        return FileResponse(BytesIO(made), as_attachment=True, filename=reasons_name(partner), headers=PAPER)


class WhyNot(Aimed):
    """Why an offer is, or is not, among the partners of a site; only after the site was matched once."""

    serializer_class = WhyNotOut

    @extend_schema(operation_id="why_not", parameters=[TargetIn])
    def get(self, _request: Request, site_id: UUID, offer_id: UUID) -> Response:
        answer = queries.why_not(self.actor, site_id, offer_id)
        if answer is None:
            raise NotFound
        reasons = queries.why_not_reasons(answer, _language(), target=self.target)
        told = {"offer_id": offer_id, "offer_name": str(answer.offer), "is_outranked": answer.is_outranked}
        return self.answer(told | {"reasons": reasons})
