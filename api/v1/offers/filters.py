from typing import Any

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from partners.choices import Intake, OfferKind, PartnerKind, Shelf
from reference.queries import names


class OfferFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=PartnerKind.choices)
    offer_kind = filters.ChoiceFilter(choices=OfferKind.choices)
    intake = filters.ChoiceFilter(choices=Intake.choices)
    shelf = filters.ChoiceFilter(choices=Shelf.choices)
    organization = filters.UUIDFilter(field_name="organization_id")
    region = filters.ChoiceFilter(choices=lambda: names("region").items(), method="tagged")
    sector = filters.ChoiceFilter(choices=lambda: names("sector").items(), method="tagged")
    measure = filters.ChoiceFilter(choices=lambda: names("measure").items(), method="tagged")
    standard = filters.ChoiceFilter(choices=lambda: names("standard").items(), method="tagged")

    def tagged(self, rows: QuerySet[Any], kind: str, code: str) -> QuerySet[Any]:
        """Return the rows that serve this code, or every code of its kind."""
        return rows.filter(Q(search_tags__contains=f" {kind}:{code} ") | Q(search_tags__contains=f" {kind}:* "))
