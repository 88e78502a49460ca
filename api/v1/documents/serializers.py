from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from documents.actions.grants import LONGEST_DAYS
from documents.choices import PaperKind, Purpose, State


class DocumentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization_id = serializers.UUIDField()
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    kind = serializers.ChoiceField(choices=PaperKind.choices)
    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    uploaded_at = serializers.DateTimeField()
    expires_on = serializers.DateField(allow_null=True)
    can_open = serializers.BooleanField()
    can_remove = serializers.BooleanField()
    can_grant = serializers.BooleanField()


class DocumentIn(Strict):
    file = serializers.FileField(help_text="At most 10 MB; PDF, PNG, JPEG or WebP, for a dossier also XLSX, DOCX, CSV.")
    purpose = serializers.ChoiceField(
        choices=[one for one in Purpose.choices if one[0] != Purpose.BILL],
        help_text="That of a bill is sent to its bill.",
    )
    kind = serializers.ChoiceField(
        choices=PaperKind.choices, default=PaperKind.OTHER.value, help_text="What it is in the file of a firm."
    )


class GrantOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    document_id = serializers.UUIDField()
    giver_id = serializers.UUIDField()
    receiver_id = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    until = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    can_withdraw = serializers.BooleanField()


class GrantIn(Strict):
    receiver = serializers.UUIDField(help_text="The organization that may read it.")
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS)


class ReadingOut(serializers.Serializer[Any]):
    document_id = serializers.UUIDField()
    organization_id = serializers.UUIDField()
    at = serializers.DateTimeField()
