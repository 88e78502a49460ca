"""Firms that an institution invited, for it; and the answer of a firm to the letter that it holds."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.permissions import SignedIn
from api.serializers import Strict
from api.views import Page, View
from footprint import actions, queries
from footprint.choices import FirmState
from kernel import clock


class FirmOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    source_key = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=FirmState.choices)
    created_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    can_withdraw = serializers.BooleanField()


class FirmAnswerIn(Strict):
    token = serializers.CharField(max_length=500, help_text="The last part of the letter's link.")
    accepts = serializers.BooleanField(help_text="Declining erases what was prepared.")


class FirmAnswerOut(serializers.Serializer[Any]):
    accepted = serializers.BooleanField()


class Firms(Page):
    """The firms invited, each with its answer; what a firm enters is never here."""

    serializer_class = FirmOut
    orderings = ("-id", "created_at", "-created_at")

    @extend_schema(operation_id="firms", responses=FirmOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.firms(self.actor))


class FirmWithdraw(View):
    """Take an invitation back; its link stops, and what was prepared is erased."""

    serializer_class = FirmOut

    @extend_schema(operation_id="firm_withdraw", request=None, responses={200: FirmOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, firm_id: UUID) -> Response:
        actions.withdraw_firm(self.actor, firm_id=firm_id, now=clock.now())
        return self.answer(queries.firms(self.actor).get(pk=firm_id))


class FirmAnswer(View):
    """Answer the letter of an institution, in a session: accept it for one's own firm, or decline."""

    serializer_class = FirmAnswerOut
    permission_classes = (SignedIn,)

    @extend_schema(
        operation_id="firm_answer", request=FirmAnswerIn, responses={200: FirmAnswerOut}, parameters=[HEADER]
    )
    @once
    def post(self, request: Request) -> Response:
        person: Any = request.user
        sent = self.body(FirmAnswerIn)
        if sent["accepts"]:
            actions.accept_firm(self.actor, token=sent["token"], email=person.email, now=clock.now())
        else:
            actions.decline_firm(token=sent["token"], now=clock.now())
        return self.answer({"accepted": sent["accepts"]})
