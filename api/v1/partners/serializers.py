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


class FoundOut(serializers.Serializer[Any]):
    """One result: either an offer or a partner, the other is null."""

    kind = serializers.ChoiceField(choices=["offer", "partner"])
    offer = OfferOut(allow_null=True)
    partner = ProfileOut(allow_null=True)


class SearchOut(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    total = serializers.IntegerField()
    degraded = serializers.BooleanField(help_text="True when the database answered in the place of the search engine.")
    counts = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text="For each of `facets`, its codes with how many results each would leave beside the other filters.",
    )
    results = FoundOut(many=True)
