from typing import Any

from rest_framework import serializers


class NamedOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField(help_text="In the caller's language.")


class RegionOut(NamedOut):
    provinces = NamedOut(many=True)


class ActivityOut(NamedOut):
    unit = serializers.CharField(help_text="The unit its factor counts in.")
    units = serializers.ListField(child=serializers.CharField(), help_text="The units a bill may be typed in.")
    kind = serializers.CharField(help_text="energy or refrigerant")
    carrier = serializers.CharField(allow_null=True)
    offer_first = serializers.BooleanField(help_text="Among the few that a form offers first.")


class EntryOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    value = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    unit = serializers.CharField()
    note = serializers.CharField()
    date = serializers.CharField()
    confidence = serializers.CharField(help_text="sourced, partly or unverified")
    source = serializers.CharField()  # type: ignore[assignment]
    source_url = serializers.CharField()
