"""One match, or any offer before a site, with its reasons and what would take its score to a target."""

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

from api.v1.matching.serializers import MatchSheetOut, TargetIn, WhyNotOut
from api.views import View
from kernel.typesetting import HEADERS as PAPER
from matching import queries
from matching.files import reasons_name, reasons_pdf
from partners import queries as partners


def language() -> str:
    return (get_language() or "fr")[:2]


def with_reasons(match: Any) -> dict[str, Any]:
    names = ("id", "offer_id", "offer", "partner", "takes_leads", "verdict", "position", "run_id", "run")
    return {name: getattr(match, name) for name in names} | {
        "reasons": queries.reasons(match, language()),
        "placement": queries.place_of(match, language()),
        "other_side": queries.other_side_of(match, language()),
    }


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
        told = with_reasons(match)
        reasons = queries.with_reach(told["reasons"], match, language(), target=self.target)
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
        offer, reasons = answer.offer, queries.why_not_reasons(answer, language())
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
        reasons = queries.why_not_reasons(answer, language(), target=self.target)
        told = {"offer_id": offer_id, "offer_name": str(answer.offer), "is_outranked": answer.is_outranked}
        return self.answer(told | {"reasons": reasons})
