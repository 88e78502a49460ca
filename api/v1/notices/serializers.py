from typing import Any

from rest_framework import serializers

from api.serializers import LocalTime, Strict
from notices.choices import CHOSEN, NoticeKind, Pace


class NoticeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    title = serializers.CharField()
    text = serializers.CharField()
    next_step = serializers.CharField()
    lead_id = serializers.UUIDField(source="lead.id", allow_null=True)
    conversation_id = serializers.UUIDField(allow_null=True)
    search_id = serializers.UUIDField(source="news.search.id", allow_null=True)
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class ReadOut(serializers.Serializer[Any]):
    marked = serializers.IntegerField(help_text="How many became read by this request.")


class ChoicesIn(Strict):
    """Of what is given, nothing else changes."""

    paces = serializers.DictField(
        child=serializers.ChoiceField(choices=Pace.choices),
        help_text=f"By kind, how it comes by e-mail: {', '.join(CHOSEN)}. Every other kind always comes.",
    )
    quiet_from = LocalTime(help_text="Moroccan time; the same as `quiet_until`: no quiet hours.")
    quiet_until = LocalTime()
    quiet_sundays = serializers.BooleanField()


class ChoicesOut(ChoicesIn):
    """What the person wants by e-mail, and when it wants none."""
