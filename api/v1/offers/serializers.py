from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from api.serializers import ReadNumber, Shown, Strict
from partners.choices import Intake, Shelf


def _codes() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), required=False, allow_null=True)


def _text() -> serializers.CharField:
    return serializers.CharField(required=False, allow_null=True, allow_blank=True)


def _yes_no() -> serializers.BooleanField:
    return serializers.BooleanField(required=False, allow_null=True)


def _count() -> serializers.IntegerField:
    return serializers.IntegerField(required=False, allow_null=True, min_value=0)


def _day() -> serializers.DateField:
    return serializers.DateField(required=False, allow_null=True)


class ReferenceProject(Strict):
    sector = serializers.CharField()
    year = serializers.IntegerField()
    verified = serializers.BooleanField(
        default=False, help_text="Said by the team alone: what a partner sends of it is not kept."
    )


class Claim(Strict):
    what = serializers.CharField()
    document = serializers.CharField(required=False, allow_null=True)
    valid_until = serializers.DateField(required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        return {name: str(one) if name == "valid_until" and one else one for name, one in value.items()}


class Terms(Strict):
    """The fields of the exchange format, by its names; null is unknown, never zero or no."""

    name_fr, name_ar, name_en = _text(), _text(), _text()
    description_fr, description_ar, description_en = _text(), _text(), _text()
    source_key = _text()
    intake = serializers.ChoiceField(choices=Intake.choices, required=False)
    as_of, closes_on = _day(), _day()
    ticket_min_mad, ticket_max_mad = ReadNumber(), ReadNumber()
    note_ticket, ticket_basis = _text(), _text()
    languages, interpreter = _codes(), _codes()
    regions_served, sectors_served, excluded_sectors = _codes(), _codes(), _codes()
    measures, end_uses = _codes(), _codes()
    instrument = _text()
    employees_max = _count()
    revenue_min_mad, revenue_max_mad = ReadNumber(), ReadNumber()
    own_funds_min_pct, grant_pct = ReadNumber(), ReadNumber()
    min_stable_jobs_per_mmad, min_stable_jobs_per_mmad_tourism = ReadNumber(), ReadNumber()
    max_share_held_by_large_group_pct = ReadNumber()
    requires_cgem_member = _yes_no()
    min_years_operating, min_energy_reduction_pct = ReadNumber(), ReadNumber()
    standards_accredited = _codes()
    accreditation_valid_until = _day()
    approved_auditor_law_47_09 = _yes_no()
    available_in_days = _count()
    base_provinces = _codes()
    remote = _yes_no()
    price_low_mad, price_high_mad = ReadNumber(), ReadNumber()
    price_unit = _text()
    references = ReferenceProject(many=True, required=False)
    capacity_month = _count()
    claims = Claim(many=True, required=False)
    requires_voltage = _codes()
    requires_roof_ownership = _yes_no()
    min_roof_m2, min_annual_kwh, min_energy_bill_mad = ReadNumber(), ReadNumber(), ReadNumber()
    min_organic_waste_t, min_containers_yr = ReadNumber(), ReadNumber()


class PartnerBrief(Shown):
    id = serializers.UUIDField()
    name = serializers.CharField()
    is_demo = serializers.BooleanField()
    is_verified = serializers.BooleanField(help_text="Whether what was verified still holds today.")
    verified_at = serializers.DateTimeField(allow_null=True)
    verified_until = serializers.DateField(allow_null=True)


COLUMNS = (
    *("id", "organization", "scheme_id", "kind", "offer_kind", "shelf", "takes_leads", "published_at", "updated_at"),
    *("name_fr", "name_ar", "name_en", "description_fr", "description_ar", "description_en", "source_key", "intake"),
    *("as_of", "closes_on", "ticket_min_mad", "ticket_max_mad"),
    *("can_edit", "can_publish", "can_pause", "can_archive"),
)
UNKNOWN = {name: None for name, field in Terms().fields.items() if field.allow_null}


class OfferOut(Shown, Terms):
    """An offer with its terms, and what the caller may do to it."""

    id = serializers.UUIDField()
    organization = PartnerBrief(allow_null=True)
    scheme_id = serializers.CharField(help_text="A finance product of the reference data; empty for a partner's offer.")
    kind = serializers.CharField()
    offer_kind = serializers.CharField()
    shelf = serializers.ChoiceField(choices=Shelf.choices)
    takes_leads = serializers.BooleanField()
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    can_edit = serializers.BooleanField()
    can_publish = serializers.BooleanField()
    can_pause = serializers.BooleanField()
    can_archive = serializers.BooleanField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        if not isinstance(instance, Mapping):
            instance = {**instance.terms, **{name: getattr(instance, name) for name in COLUMNS}}
        return super().to_representation({**UNKNOWN, **instance})


class ImportOut(serializers.Serializer[Any]):
    kept = serializers.IntegerField()
