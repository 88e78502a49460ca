"""Requests as the team of the market sees them, and how each partner answers."""

from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.views import Page, PublicView
from kernel import clock
from marketplace import queries
from marketplace.choices import LeadStatus
from partners import queries as partners


class WatchedOut(serializers.Serializer[Any]):
    """A request without a word of either side and without the name of the firm."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=LeadStatus.choices)
    partner_id = serializers.UUIDField()
    partner = serializers.CharField()
    region = serializers.CharField()
    need = serializers.CharField()
    sent_at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    can_remind = serializers.BooleanField(help_text="Or close: it waits, and the caller may step in.")
    can_ask_next = serializers.BooleanField()


class _Watched(Page):
    serializer_class = WatchedOut
    rows: Any

    def watched(self) -> Response:
        return self.page(self.rows(self.actor, now=clock.now()), partial(queries.watched))


class LeadsLate(_Watched):
    """What waits after the last reminder, or is due today."""

    rows = staticmethod(queries.late)

    @extend_schema(operation_id="leads_late", responses=WatchedOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.watched()


class LeadsUnanswered(_Watched):
    """What ended without an answer within thirty days."""

    rows = staticmethod(queries.unanswered)

    @extend_schema(operation_id="leads_unanswered", responses=WatchedOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.watched()


class LeadsRefused(_Watched):
    """What a partner declined within thirty days."""

    rows = staticmethod(queries.refused)

    @extend_schema(operation_id="leads_refused", responses=WatchedOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.watched()


class RecordOut(serializers.Serializer[Any]):
    is_new = serializers.BooleanField(help_text="Fewer than five answers: no count is given.")
    answered = serializers.IntegerField()
    asked = serializers.IntegerField(help_text="Of the latest requests: answered, or ended without an answer.")
    median_days = serializers.IntegerField(allow_null=True, help_text="Working days from a request to its answer.")
    ended = serializers.IntegerField(help_text="Firms that something ended with, counted five at a time.")
    signed = serializers.IntegerField(help_text="Of these, those that signed.")
    measured = serializers.IntegerField(help_text="Firms that measured a whole year, counted five at a time.")
    kept = serializers.IntegerField(help_text="Of these, those for which nine tenths of the promise were kept.")


class PartnerRecord(PublicView):
    """How a partner answers."""

    serializer_class = RecordOut

    @extend_schema(operation_id="partner_record")
    def get(self, _request: Request, organization_id: UUID) -> Response:
        profile = partners.profile(self.actor, organization_id)
        return self.answer(queries.record(profile.organization_id))  # type: ignore[attr-defined]
