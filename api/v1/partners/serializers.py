from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from api.v1.offers.serializers import OfferOut, PartnerBrief


class Place(Strict):
    province = serializers.CharField()
    city = serializers.CharField(required=False, allow_blank=True)


class ProfileIn(Strict):
    headline_fr = serializers.CharField(required=False, allow_blank=True)
    headline_ar = serializers.CharField(required=False, allow_blank=True)
    headline_en = serializers.CharField(required=False, allow_blank=True)
    about_fr = serializers.CharField(required=False, allow_blank=True)
    about_ar = serializers.CharField(required=False, allow_blank=True)
    about_en = serializers.CharField(required=False, allow_blank=True)
    website = serializers.CharField(required=False, allow_blank=True)
    founded_year = serializers.IntegerField(required=False, allow_null=True)
    employees = serializers.IntegerField(required=False, allow_null=True)
    languages = serializers.ListField(child=serializers.CharField(), required=False)
    capacity_month = serializers.IntegerField(required=False)
    bases = Place(many=True, required=False)


class ProfileOut(ProfileIn):
    """How a partner presents itself; founding year and headcount are null when it does not say."""

    organization = PartnerBrief()
    kind = serializers.CharField(source="organization.kind")
    bases = Place(source="bases.all", many=True)
    updated_at = serializers.DateTimeField()
    can_edit = serializers.BooleanField()


class AnswersOut(serializers.Serializer[Any]):
    answered = serializers.IntegerField()
    asked = serializers.IntegerField()


class FoundOut(serializers.Serializer[Any]):
    """One result: either an offer or a partner, the other is null; what is beside it is null where it is not known."""

    kind = serializers.ChoiceField(choices=["offer", "partner"])
    offer = OfferOut(allow_null=True)
    partner = ProfileOut(allow_null=True)
    distance_km = serializers.IntegerField(
        allow_null=True, help_text="From the first site of the exporter who asks to the partner's nearest base."
    )
    record = AnswersOut(
        allow_null=True, help_text="Of its latest requests, how many the partner answered; null under five answers."
    )
    points = serializers.IntegerField(
        allow_null=True, help_text="Of 100, how well an offer fits the first site of the exporter who asks."
    )


class SearchOut(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    total = serializers.IntegerField()
    degraded = serializers.BooleanField(help_text="True when the database answered in the place of the search engine.")
    near = serializers.BooleanField(
        help_text="True when hardly anything has the words, and what comes close is here too."
    )
    meant = serializers.CharField(help_text="The words that were perhaps meant; empty when they are as good as any.")
    counts = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text="For each of `facets`, its codes with how many results each would leave beside the other filters.",
    )
    results = FoundOut(many=True)


class SuggestionOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        choices=["measure", "sector", "standard", "region", "instrument", "offer", "partner"]
    )
    code = serializers.CharField(help_text="The code of a name, the id of an offer, the organization of a partner.")
    text = serializers.CharField()


class SuggestOut(serializers.Serializer[Any]):
    results = SuggestionOut(many=True)
