from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from api.v1.partners.filters import TAGS
from marketplace.choices import LONGEST_NAME, Alerts
from search.ports import LONGEST_TEXT

KINDS = {**TAGS, "language": "language"}
NAMES = {kind: name for name, kind in KINDS.items()}


class FiltersIn(serializers.DictField):
    """Codes by filter; an unknown filter is refused by its name."""

    child = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=False, max_length=50)

    def to_internal_value(self, data: Any) -> dict[str, list[str]]:
        if isinstance(data, dict) and (unknown := sorted(data.keys() - KINDS.keys())):
            message = serializers.ChoiceField.default_error_messages["invalid_choice"]
            raise serializers.ValidationError(str(message).format(input=unknown[0]), code="invalid_choice")
        return super().to_internal_value(data)


class SavedSearchChangeIn(Strict):
    """Of what is given, nothing else changes."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    alerts = serializers.ChoiceField(choices=Alerts.choices)


class SavedSearchIn(SavedSearchChangeIn):
    q = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_TEXT)
    find = serializers.ChoiceField(choices=["offer", "partner"], required=False, help_text="One kind of result only.")
    filters = FiltersIn(
        required=False, default=dict, help_text=f"By filter, codes of which one must hold: {' '.join(KINDS)}."
    )
    alerts = serializers.ChoiceField(choices=Alerts.choices, required=False, default=Alerts.NEVER)


class SavedSearchOut(serializers.Serializer[Any]):
    """A search that the member saved; nobody else sees it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    q = serializers.CharField(source="text")
    find = serializers.SerializerMethodField(help_text="Empty for offers and partners.")
    filters = serializers.SerializerMethodField()
    alerts = serializers.ChoiceField(choices=Alerts.choices)
    created_at = serializers.DateTimeField()
    told_at = serializers.DateTimeField(allow_null=True, help_text="When its member was last told of an offer.")

    def get_find(self, row: Any) -> str:
        return str(row.kinds[0]) if len(row.kinds) == 1 else ""

    def get_filters(self, row: Any) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, code in row.asked:
            if name in NAMES:
                found.setdefault(NAMES[name], []).append(code)
        return found


class UnmetOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    language = serializers.CharField(help_text="Of the page or program that asked.")
    tags = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()
    days = serializers.IntegerField()
    last_on = serializers.DateField()


class UnmetSearchesOut(serializers.Serializer[Any]):
    """What was asked most and found nothing, at most 500."""

    results = UnmetOut(source="rows", many=True)
    untold = serializers.IntegerField(help_text="Searches whose words were asked on one day alone, and are not shown.")


class PeriodIn(serializers.Serializer[Any]):
    days = serializers.IntegerField(required=False, min_value=1, max_value=400, default=90, help_text="Up to today.")


def groups_of(filters: dict[str, list[str]]) -> list[list[str]]:
    """Return one group of tags for each filter."""
    return [[f"{KINDS[name]}:{code}" for code in codes] for name, codes in filters.items()]
