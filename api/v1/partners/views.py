from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import pagination
from api.v1.partners.filters import TAGS, ProfileFilter, SearchIn, SuggestIn, beside, counts_of, tags_of
from api.v1.partners.serializers import ProfileIn, ProfileOut, SearchOut, SuggestOut
from api.views import PublicPage, PublicView, View
from kernel import clock
from marketplace import actions as deals
from marketplace import queries as marketplace
from marketplace.choices import Order
from partners import actions
from partners import queries as partners
from search.ports import LANGUAGES, Place

HIGHEST_SCORE = 1e6


class Partners(PublicPage):
    """The partners of the market."""

    serializer_class = ProfileOut
    filterset_class = ProfileFilter

    @extend_schema(operation_id="partners", responses=ProfileOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(partners.profiles(self.actor))


class Partner(PublicView):
    """One partner, by its organization."""

    serializer_class = ProfileOut

    @extend_schema(operation_id="partner")
    def get(self, _request: Request, organization_id: UUID) -> Response:
        return self.answer(partners.profile(self.actor, organization_id))


class OwnProfile(View):
    """How the caller's own organization presents itself."""

    serializer_class = ProfileOut

    @extend_schema(operation_id="profile")
    def get(self, _request: Request) -> Response:
        return self.answer(partners.profile(self.actor, self.actor.organization_id))

    @extend_schema(operation_id="profile_change", request=ProfileIn)
    def patch(self, _request: Request) -> Response:
        actions.save_profile(self.actor, values=self.body(ProfileIn, partial=True), now=clock.now())
        return self.answer(partners.profile(self.actor, self.actor.organization_id))


class Search(PublicView):
    """Offers and partners by words in three languages, best first, narrowed by codes."""

    serializer_class = SearchOut
    parameters = tuple(SearchIn().fields)

    @extend_schema(operation_id="search", parameters=[SearchIn])
    def get(self, request: Request) -> Response:
        serializer = SearchIn(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        of, order = marketplace.reader(self.actor), Order(asked["order"])
        if order not in of.orders:
            raise ValidationError({"order": [_("Only an exporter with a site has distances.")]}, code="no_site")
        found = marketplace.directory(
            of,
            order=order,
            text=asked.get("q", ""),
            tags=tags_of(asked),
            facets=tuple(TAGS[name] for name in asked.get("facets", ())),
            kinds=(asked["find"],) if "find" in asked else partners.KINDS,
            limit=asked["page_size"],
            after=_place(asked.get("cursor")),
        )
        if not asked.keys() & {"cursor", "find"}:
            self._note_unmet(asked, found)
        return self.answer(
            {
                "next": pagination.next_link(request, found.next) if found.next else None,
                "total": found.total,
                "degraded": found.degraded,
                "near": found.near,
                "meant": found.meant,
                "counts": counts_of(asked.get("facets", ()), found.counts),
                "results": [
                    {"kind": kind, "offer": None, "partner": None, **beside(found.beside.get(row.pk)), kind: row}
                    for kind, row in found.rows
                ],
            }
        )

    def _note_unmet(self, asked: dict[str, Any], found: Any) -> None:
        """Count for the team what found nothing, without who asked."""
        words, tags = asked.get("q", ""), tags_of(asked)
        language = get_language() or self.actor.language
        deals.note_unmet(self.actor, found, text=words, tags=tags, language=language[:2], now=clock.now())


def _place(cursor: str | None) -> Place | None:
    """
    Return the score and the id of the row that a page begins after.

    :raises ValidationError: when no answer of this list gave the cursor
    """
    if cursor is None:
        return None
    score, last = pagination.decode(cursor, 2)
    if not isinstance(score, float) or not 0 <= score <= HIGHEST_SCORE:
        raise pagination.cursor_refused()
    try:
        return score, UUID(last)
    except (ValueError, TypeError, AttributeError) as error:
        raise pagination.cursor_refused() from error


class Suggest(PublicView):
    """What a search may be finished with, as it is typed: names in the reference data, offers and partners."""

    serializer_class = SuggestOut
    parameters = tuple(SuggestIn().fields)

    @extend_schema(operation_id="search_suggest", parameters=[SuggestIn])
    def get(self, request: Request) -> Response:
        serializer = SuggestIn(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        text, language = serializer.validated_data["q"], get_language() or LANGUAGES[0]
        return self.answer({"results": partners.suggested(self.actor, text=text, language=language[:2])})
