from typing import Any

from rest_framework import serializers

from api.serializers import Exact, Strict, TypedNumber
from marketplace.choices import GIVEN_STATES, ResultSource, ResultState


class ResultIn(Strict):
    """What was measured over a period; of one that was not, `state` says why and the rest is left out."""

    state = serializers.ChoiceField(choices=GIVEN_STATES)
    starts_on = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="First day measured.")
    ends_on = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="Last day measured.")
    energy_kwh = TypedNumber(help_text="Saved or produced over the period.")
    saving_mad = TypedNumber(help_text="Saved over the period.")
    avoided_t = TypedNumber(help_text="tCO2e over the period; of electricity it follows from the kWh.")
    source = serializers.ChoiceField(choices=ResultSource.choices, required=False, allow_blank=True)  # type: ignore[assignment]
    is_shared = serializers.BooleanField(default=False, help_text="Whether the partner reads the figures.")


class ComparedOut(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=["energy_kwh", "saving_mad", "avoided_t"])
    measured = Exact(places=3, allow_null=True)
    promised = Exact(places=3, allow_null=True, help_text="By the winning quote, for as many days.")
    share = Exact(places=3, allow_null=True, help_text="Measured over promised.")


class ResultOut(serializers.Serializer[Any]):
    """A partner reads period, figures and source when the company shares them."""

    id = serializers.UUIDField()
    lead_id = serializers.UUIDField()
    months = serializers.IntegerField(help_text="After how many months it was asked.")
    state = serializers.ChoiceField(choices=ResultState.choices)
    state_label = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    days = serializers.IntegerField()
    figures = ComparedOut(many=True)
    is_avoided_computed = serializers.BooleanField(help_text="The tonnes are the kWh at the factor of the grid.")
    is_kept = serializers.BooleanField(allow_null=True, help_text="At least nine tenths of what was promised.")
    quote_id = serializers.UUIDField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    source_label = serializers.CharField()
    confidence = serializers.CharField(help_text="A: metered, B: billed, C: estimated.")
    is_shared = serializers.BooleanField()
    asked_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    can_answer = serializers.BooleanField()
