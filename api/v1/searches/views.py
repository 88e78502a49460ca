"""Searches that a member saved, and those of everybody that found nothing, for the team."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.v1.searches.serializers import (
    PeriodIn,
    SavedSearchChangeIn,
    SavedSearchIn,
    SavedSearchOut,
    UnmetSearchesOut,
    groups_of,
)
from api.views import Page, View
from kernel import clock
from kernel.errors import Refused
from marketplace import actions, queries


class SavedSearches(Page):
    """The member's own saved searches; for a key, those of the member who made it."""

    serializer_class = SavedSearchOut
    orderings = ("-created_at",)

    @extend_schema(operation_id="saved_searches", responses=SavedSearchOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.saved_searches(self.actor))

    @extend_schema(
        operation_id="search_save", request=SavedSearchIn, responses={201: SavedSearchOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request) -> Response:
        """Save a search; the same one saved again changes its name and alerts."""
        if not queries.may_save_searches(self.actor):
            raise Refused("save_search")
        said: dict[str, Any] = self.body(SavedSearchIn)
        asked = {"text": said["q"], "tags": groups_of(said["filters"])}
        if "find" in said:
            asked["kinds"] = [said["find"]]
        row = actions.save_search(self.actor, name=said["name"], alerts=said["alerts"], **asked, now=clock.now())
        return self.answer(row, status=201)


class SavedSearch(View):
    """One of the member's own saved searches."""

    serializer_class = SavedSearchOut

    @extend_schema(operation_id="saved_search")
    def get(self, _request: Request, search_id: UUID) -> Response:
        return self.answer(queries.saved_search(self.actor, search_id))

    @extend_schema(operation_id="saved_search_change", request=SavedSearchChangeIn)
    def patch(self, _request: Request, search_id: UUID) -> Response:
        """Change its name or its alerts; for other words, save another."""
        self.allowed(queries.saved_search(self.actor, search_id), "edit")
        said = self.body(SavedSearchChangeIn, partial=True)
        return self.answer(actions.change_search(self.actor, search_id=search_id, **said, now=clock.now()))

    @extend_schema(operation_id="saved_search_delete", responses={204: None})
    def delete(self, _request: Request, search_id: UUID) -> Response:
        actions.delete_search(self.actor, search_id=search_id)
        return Response(status=204)


class OverseenUnmet(View):
    """Searches that found nothing, most asked first; words asked on one day alone are counted and not shown."""

    serializer_class = UnmetSearchesOut
    parameters = tuple(PeriodIn().fields)

    @extend_schema(operation_id="overseen_unmet", parameters=[PeriodIn])
    def get(self, request: Request) -> Response:
        if not queries.may_read_unmet(self.actor):
            raise Refused("unmet_searches")
        asked = PeriodIn(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        first = clock.moroccan_day(clock.now()) - timedelta(days=asked.validated_data["days"] - 1)
        return self.answer(queries.unmet_searches(self.actor, first=first))
