from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework import serializers

from marketplace.choices import Order
from partners.choices import Intake, OfferKind, OfferTicket, PartnerKind
from reference.choices import INSTRUMENTS
from reference.queries import names
from search.ports import LANGUAGES, LONGEST_TEXT

CODES = ("region", "sector", "measure", "standard")
ALIKE = ("language", "instrument", "ticket", "verified")
TAGS = {
    **{name: name for name in CODES},
    "offer_kind": "kind",
    "partner_kind": "partner",
    "intake": "status",
    **{name: name for name in ALIKE},
}
LISTED = " ".join(TAGS)


class ProfileFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=PartnerKind.choices, field_name="organization__kind")
    region = filters.ChoiceFilter(choices=lambda: names("region").items(), method="tagged")

    def tagged(self, rows: QuerySet[Any], kind: str, code: str) -> QuerySet[Any]:
        return rows.filter(search_tags__contains=f" {kind}:{code} ")


class Codes(serializers.ListField):
    """Codes of one kind, the parameter repeated for several: any of them holds."""

    def __init__(self, choices: Any = None, **options: Any) -> None:
        child = serializers.ChoiceField(choices=choices) if choices else serializers.CharField()
        super().__init__(child=child, required=False, **options)

    def to_internal_value(self, data: Any) -> list[str]:
        try:
            return list(dict.fromkeys(super().to_internal_value(data)))
        except serializers.ValidationError as error:
            first: Any = next(iter(error.detail.values())) if isinstance(error.detail, dict) else error.detail
            raise serializers.ValidationError(first) from error


class Words(serializers.CharField):
    """What a person typed or pasted: no text is an error, and its beginning is looked for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_blank=True, **options)

    def to_internal_value(self, data: Any) -> str:
        return str(super().to_internal_value(data)).replace("\0", " ")[:LONGEST_TEXT]


class SearchIn(serializers.Serializer[Any]):
    q = Words(
        required=False, help_text=f"Words, in any of the three languages; the first {LONGEST_TEXT} characters count."
    )
    find = serializers.ChoiceField(choices=["offer", "partner"], required=False, help_text="One kind of result only.")
    region, sector, measure, standard = Codes(), Codes(), Codes(), Codes()
    offer_kind = Codes(OfferKind.choices)
    partner_kind = Codes(PartnerKind.choices)
    intake = Codes(Intake.choices)
    language = Codes([(code, code) for code in LANGUAGES], help_text="In which the partner works.")
    instrument = Codes(list(INSTRUMENTS.items()), help_text="Of a finance offer.")
    ticket = Codes(
        OfferTicket.choices, help_text="In millions of dirham; an offer is in each band that its ticket touches."
    )
    verified = Codes([("yes", "yes")], help_text="Whose registration the team has read.")
    order = serializers.ChoiceField(
        choices=Order.choices,
        default=Order.RELEVANCE.value,
        help_text=(
            "`distance` is from the first site of the exporter who asks, and refused to anybody else. `distance` and "
            "`answers` order the 1,000 results that fit best."
        ),
    )
    facets = serializers.CharField(
        required=False, help_text=f"What to count beside the results, with commas between: {LISTED}."
    )
    cursor = serializers.CharField(required=False)
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=100, default=20)

    def validate_facets(self, value: str) -> tuple[str, ...]:
        asked = tuple(dict.fromkeys(value.split(",")))
        if unknown := [name for name in asked if name not in TAGS]:
            raise serializers.ValidationError(_no_choice(unknown[0]), code="invalid_choice")
        return asked

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        known = {name: names(name) for name in CODES if name in attrs}
        wrong = {name: [code for code in attrs[name] if code not in codes] for name, codes in known.items()}
        if unknown := {name: codes for name, codes in wrong.items() if codes}:
            raise serializers.ValidationError(
                {name: [_no_choice(codes[0])] for name, codes in unknown.items()}, code="invalid_choice"
            )
        return attrs


class SuggestIn(serializers.Serializer[Any]):
    q = Words(help_text="The words so far; the last may be the beginning of one.")


def beside(one: Any) -> dict[str, Any]:
    """Return what a reader should know of a result, as the fields that say it."""
    answered = {"answered": one.answered[0], "asked": one.answered[1]} if one and one.answered else None
    return {
        "distance_km": round(one.kilometres) if one and one.kilometres is not None else None,
        "record": answered,
        "points": one.points if one else None,
    }


def _no_choice(code: str) -> str:
    message = serializers.ChoiceField.default_error_messages["invalid_choice"]
    return str(message).format(input=code)


def counts_of(asked: tuple[str, ...], counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return how many rows hold each code of what was asked to be counted."""
    kinds = {TAGS[name]: name for name in asked}
    found: dict[str, dict[str, int]] = {name: {} for name in asked}
    for tag, count in sorted(counts.items()):
        kind, _colon, code = tag.partition(":")
        found[kinds[kind]][code] = count
    return found


def tags_of(asked: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return one group of tags per parameter that was given."""
    return tuple(tuple(f"{kind}:{code}" for code in asked[name]) for name, kind in TAGS.items() if asked.get(name))
