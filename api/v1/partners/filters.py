from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from partners.choices import Intake, OfferKind, PartnerKind
from reference.queries import names
from search.ports import LONGEST_TEXT

CODES = ("region", "sector", "measure", "standard")
TAGS = {**{code: code for code in CODES}, "offer_kind": "kind", "partner_kind": "partner", "intake": "status"}


LISTED = " ".join(TAGS)


class ProfileFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=PartnerKind.choices, field_name="organization__kind")
    region = filters.ChoiceFilter(choices=lambda: names("region").items(), method="tagged")

    def tagged(self, rows: QuerySet[Any], kind: str, code: str) -> QuerySet[Any]:
        return rows.filter(search_tags__contains=f" {kind}:{code} ")


class SearchIn(serializers.Serializer[Any]):
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_TEXT, help_text="Words, in any of the three languages."
    )
    find = serializers.ChoiceField(choices=["offer", "partner"], required=False, help_text="One kind of result only.")
    region = serializers.CharField(required=False)
    sector = serializers.CharField(required=False)
    measure = serializers.CharField(required=False)
    standard = serializers.CharField(required=False)
    offer_kind = serializers.ChoiceField(choices=OfferKind.choices, required=False)
    partner_kind = serializers.ChoiceField(choices=PartnerKind.choices, required=False)
    intake = serializers.ChoiceField(choices=Intake.choices, required=False)
    facets = serializers.CharField(
        required=False, help_text=f"What to count beside the results, with commas between: {LISTED}."
    )
    cursor = serializers.CharField(required=False)
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=100, default=20)

    def validate_facets(self, value: str) -> tuple[str, ...]:
        asked = tuple(dict.fromkeys(value.split(",")))
        if unknown := [name for name in asked if name not in TAGS]:
            message = self.fields["intake"].error_messages["invalid_choice"]
            raise serializers.ValidationError(str(message).format(input=unknown[0]), code="invalid_choice")
        return asked

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        unknown = [name for name in CODES if name in attrs and attrs[name] not in names(name)]
        if unknown:
            message = self.fields["intake"].error_messages["invalid_choice"]
            raise serializers.ValidationError(
                {name: [str(message).format(input=attrs[name])] for name in unknown}, code="invalid_choice"
            )
        return attrs


def counts_of(asked: tuple[str, ...], counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return how many rows hold each code of what was asked to be counted."""
    kinds = {TAGS[name]: name for name in asked}
    found: dict[str, dict[str, int]] = {name: {} for name in asked}
    for tag, count in sorted(counts.items()):
        kind, _colon, code = tag.partition(":")
        found[kinds[kind]][code] = count
    return found


def tags_of(asked: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return one group of tags per parameter: the code itself, or an offer that serves every code of the kind."""
    groups = []
    for name, kind in TAGS.items():
        if code := asked.get(name):
            groups.append((f"{kind}:{code}", *((f"{kind}:*",) if kind in {"sector", "measure"} else ())))
    return tuple(groups)
