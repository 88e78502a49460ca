from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from marketplace.choices import LONGEST_WORDS, ReportOutcome, ReportReason


class ReportIn(Strict):
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    words = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_WORDS)


class MessageReportIn(ReportIn):
    sequence = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, help_text="Of the message; else the other's last."
    )


class OutcomeIn(Strict):
    outcome = serializers.ChoiceField(choices=ReportOutcome.choices)


class ReportOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reported_id = serializers.UUIDField()
    reported = serializers.CharField()
    has_message = serializers.BooleanField()
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    reason_label = serializers.CharField()
    words = serializers.CharField()
    outcome = serializers.CharField(help_text="Empty until the team has settled it.")
    outcome_label = serializers.CharField()
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


class OwnReportOut(serializers.Serializer[Any]):
    """A report for who made it: whom it is about is told by the conversation or the partner it was made on."""

    id = serializers.UUIDField()
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    words = serializers.CharField()
    outcome = serializers.CharField(help_text="Empty until the team has settled it.")
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


class ExcerptOut(serializers.Serializer[Any]):
    sequence = serializers.IntegerField()
    organization_id = serializers.UUIDField()
    text = serializers.CharField()
    posted_at = serializers.DateTimeField()
    was_removed = serializers.BooleanField()


class ExcerptsOut(serializers.Serializer[Any]):
    messages = ExcerptOut(many=True)


class ProposedOut(serializers.Serializer[Any]):
    done = serializers.ChoiceField(choices=["sent", "proposed"])
