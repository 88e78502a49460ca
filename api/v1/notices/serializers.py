from typing import Any

from rest_framework import serializers

from notices.choices import NoticeKind


class NoticeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=NoticeKind.choices)
    title = serializers.CharField()
    text = serializers.CharField()
    next_step = serializers.CharField()
    lead_id = serializers.UUIDField(source="lead.id", allow_null=True)
    conversation_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class ReadOut(serializers.Serializer[Any]):
    marked = serializers.IntegerField(help_text="How many became read by this request.")
