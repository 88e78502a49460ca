"""Contested scores: a firm asks a person, the team looks at what a score was made from and answers."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.serializers import Strict
from api.views import Page, View
from kernel import clock
from kernel.errors import Refused
from matching import actions, queries
from matching.choices import LONGEST_CONTEST, ContestOutcome


class ContestIn(Strict):
    words = serializers.CharField(max_length=LONGEST_CONTEST, help_text="What seems wrong; the team alone reads it.")


class ContestAnswerIn(Strict):
    outcome = serializers.ChoiceField(choices=ContestOutcome.choices)
    answer = serializers.CharField(max_length=LONGEST_CONTEST, help_text="The firm reads it as it stands.")


class ContestOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    match_id = serializers.UUIDField()
    partner = serializers.CharField()
    offer_name = serializers.CharField()
    score = serializers.IntegerField()
    words = serializers.CharField()
    outcome = serializers.CharField(help_text="Empty until the team has answered.")
    outcome_label = serializers.CharField()
    answer = serializers.CharField()
    created_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class OverseenContestOut(ContestOut):
    organization_id = serializers.UUIDField()
    organization = serializers.CharField()


class EvidenceOut(serializers.Serializer[Any]):
    """What a score was made from, by the names of the exchange formats, and whether the same comes out again."""

    inputs = serializers.DictField()
    replays = serializers.BooleanField(allow_null=True, help_text="Null when the version of today cannot tell.")


class Contests(Page):
    """What the caller's firm contested, with the answers of the team."""

    serializer_class = ContestOut
    orderings = ("-created_at",)

    @extend_schema(operation_id="contests", responses=ContestOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.contests(self.actor), queries.contest_sheets)


class MatchContest(View):
    """Ask a person about the score of a match."""

    serializer_class = ContestOut

    @extend_schema(operation_id="match_contest", request=ContestIn, responses={201: ContestOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, match_id: UUID) -> Response:
        queries.match(self.actor, match_id)
        if not queries.may_ask(self.actor):
            raise Refused("contest")
        row = actions.contest_match(self.actor, match_id=match_id, **self.body(ContestIn), now=clock.now())
        return self.answer(queries.contest_sheets([row])[0], status=201)


class OverseenContests(Page):
    """What firms contest and nobody has answered; what a score was made from is not in it."""

    serializer_class = OverseenContestOut
    orderings = ("created_at",)

    @extend_schema(operation_id="overseen_contests", responses=OverseenContestOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.overseen_contests(self.actor), queries.contest_sheets)


class OverseenContestRead(View):
    """Read what a contested score was made from, and make it again; each reading is in the audit trail."""

    serializer_class = EvidenceOut

    @extend_schema(operation_id="contest_read", request=None, responses={200: EvidenceOut})
    def post(self, _request: Request, contest_id: UUID) -> Response:
        return self.answer(actions.read_contest(self.actor, contest_id=contest_id, now=clock.now()))


class OverseenContestAnswer(View):
    """Answer a firm that contests a score; it is told."""

    serializer_class = OverseenContestOut

    @extend_schema(
        operation_id="contest_answer", request=ContestAnswerIn, responses={200: OverseenContestOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request, contest_id: UUID) -> Response:
        queries.overseen_contest(self.actor, contest_id)
        said = self.body(ContestAnswerIn)
        row = actions.answer_contest(self.actor, contest_id=contest_id, **said, now=clock.now())
        return self.answer(queries.contest_sheets([row])[0])
