from typing import Any

from rest_framework import serializers

from api.serializers import Exact, Strict, TypedNumber
from marketplace.choices import LONGEST_NOTE, EnergyOf, Payment, QuoteReason, QuoteStatus


class LineIn(Strict):
    label = serializers.CharField(max_length=200)  # type: ignore[assignment]
    quantity = TypedNumber(required=True, allow_null=False)
    unit = serializers.CharField(max_length=20, allow_blank=True, required=False)
    unit_price_mad = TypedNumber(required=True, allow_null=False, help_text="For each unit, without VAT.")


class QuoteIn(Strict):
    """The figures as the partner states them: MAD without VAT; what is a year's is the first whole one's."""

    lines = LineIn(many=True)
    capex_mad = TypedNumber()
    saving_mad_year = TypedNumber(help_text="Upkeep taken off.")
    energy_of = serializers.ChoiceField(choices=EnergyOf.choices, required=False, allow_blank=True)
    energy_kwh_year = TypedNumber()
    power_kwp = TypedNumber()
    avoided_t_year = TypedNumber(help_text="tCO2e.")
    payback_years = TypedNumber()
    valid_until = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="A day, 2027-01-15.")
    finance = serializers.ListField(
        child=serializers.ChoiceField(choices=Payment.choices), required=False, max_length=len(Payment)
    )
    guarantees = serializers.CharField(required=False, allow_blank=True, max_length=2000, trim_whitespace=False)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=2000, trim_whitespace=False)


class QuoteDeclineIn(Strict):
    reason = serializers.ChoiceField(choices=QuoteReason.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)


class LineOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    quantity = Exact()
    unit = serializers.CharField()
    unit_price_mad = Exact()
    amount_mad = Exact()


class RatesOut(serializers.Serializer[Any]):
    """What follows from the figures as stated, in the units that make quotes comparable."""

    lines_mad = Exact()
    mad_per_kwp = Exact(places=2, allow_null=True)
    mad_per_kwh = Exact(places=4, allow_null=True, help_text="Price for each kWh of a year.")
    kwh_per_kwp = Exact(places=1, allow_null=True)
    payback_years = Exact(places=2, allow_null=True)
    avoided_t_year = Exact(places=3, allow_null=True)


class DifferenceOut(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=["capex_mad", "payback_years", "avoided_t_year", "yield_kwh_kwp"])
    stated = Exact(places=3)
    computed = Exact(places=3)


class ReferenceOut(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=["grid", "yield", "price"])
    low = Exact(allow_null=True)
    typical = Exact(allow_null=True)
    high = Exact(allow_null=True)
    unit = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    date = serializers.CharField()
    confidence = serializers.CharField()


class QuoteOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    lead_id = serializers.UUIDField()
    version = serializers.IntegerField()
    status = serializers.ChoiceField(choices=QuoteStatus.choices)
    status_label = serializers.CharField()
    lines = LineOut(many=True)
    capex_mad = Exact(allow_null=True)
    saving_mad_year = Exact(allow_null=True)
    energy_of = serializers.CharField()
    energy_kwh_year = Exact(allow_null=True)
    power_kwp = Exact(allow_null=True)
    avoided_t_year = Exact(allow_null=True)
    payback_years = Exact(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    finance = serializers.ListField(child=serializers.CharField())
    guarantees = serializers.CharField()
    notes = serializers.CharField()
    rates = RatesOut()
    differences = DifferenceOut(many=True, help_text="Where a stated figure is not what follows from the others.")
    references = ReferenceOut(many=True)
    reason = serializers.CharField(help_text="Code of the refusal, empty without one.")
    reason_label = serializers.CharField()
    note = serializers.CharField()
    changed_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    can_write = serializers.BooleanField()
    can_decide = serializers.BooleanField()
