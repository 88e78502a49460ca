"""An operator, in person, says which past projects of an offer were checked."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.oversight.serializers import ConfirmIn, ReferencesOut
from api.views import View
from kernel import clock
from partners import actions, queries


class OfferReferences(View):
    """The past projects that an offer names; only the team says that one was checked."""

    serializer_class = ReferencesOut

    @extend_schema(operation_id="references")
    def get(self, _request: Request, offer_id: UUID) -> Response:
        return self._shown(queries.offers(self.actor).get(pk=offer_id))

    @extend_schema(
        operation_id="references_confirm", request=ConfirmIn, responses={200: ReferencesOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request, offer_id: UUID) -> Response:
        """Say which were checked; the others of the offer are not."""
        self.allowed(queries.offers(self.actor).get(pk=offer_id), "confirm")
        confirmed = {(one["sector"], one["year"]) for one in self.body(ConfirmIn)["confirmed"]}
        row = actions.confirm_references(self.actor, offer_id=offer_id, confirmed=confirmed, now=clock.now())
        return self._shown(row)

    def _shown(self, row: Any) -> Response:
        return self.answer({"references": row.terms.get("references") or []})
