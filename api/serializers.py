"""What every resource builds on: plain serializers with their fields by name, none of them bound to a model."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Context, Decimal, localcontext
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.actors import from_request
from kernel.numbers import Ambiguous, Unreadable, parse_decimal
from kernel.sentences import listed

WIDE = Context(prec=100)  # no figure of ours has as many digits: rounding one never fails
HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class Strict(serializers.Serializer[Any]):
    """A body whose every field is known; an unknown one is refused by its name, not passed over."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, Mapping) and (unknown := data.keys() - self.fields.keys()):
            message = _("There is no field of this name.")
            raise serializers.ValidationError({name: [message] for name in sorted(unknown)}, code="unknown_field")
        return super().run_validation(data)


class Shown(serializers.Serializer[Any]):
    """
    What is shown of a row that is a mapping, by the fields declared: each is made once, not for every request.

    That is a fifth of what the rows cost otherwise; what is shown is the same (tests/api/test_offer_rows.py).
    """

    def to_representation(self, instance: Any) -> dict[str, Any]:
        if not isinstance(instance, Mapping):
            return super().to_representation(instance)
        shown = {}
        for name, show, may_be_absent in _fields(type(self)):
            if name in instance or not may_be_absent:
                value = instance[name]
                shown[name] = None if value is None else show(value)
        return shown


@cache
def _fields(kind: type[Shown]) -> tuple[tuple[str, Callable[[Any], Any], bool], ...]:
    """Return the name of each field, what shows its value, and whether a row may lack it."""
    return tuple((name, field.to_representation, not field.required) for name, field in kind().fields.items())


@extend_schema_field({"type": ["string", "number"], "examples": ["12450.75", "١٢٬٤٥٠٫٧٥"]})
class TypedNumber(serializers.Field[Any, Any, Any, Any]):
    """A number, or its writing in any of the three languages; the room that takes it reads it and asks about doubts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, **options})

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, str | int | Decimal):
            raise serializers.ValidationError(_("This is not a number."), code="not_a_number")
        return data

    def to_representation(self, value: Any) -> str:
        return exact(value)


class ReadNumber(TypedNumber):
    """A number read here, for rooms that take exact values; a writing with two readings is refused with both."""

    def to_internal_value(self, data: Any) -> str:
        typed = super().to_internal_value(data)
        actor = from_request(self.context["request"])
        try:
            return exact(parse_decimal(typed, "program" if actor.via == "key" else actor.language))
        except Unreadable as error:
            raise serializers.ValidationError(_("This is not a number."), code="not_a_number") from error
        except Ambiguous as several:
            message = _("Which one did you mean: %(readings)s?") % {"readings": listed(map(exact, several.readings))}
            raise serializers.ValidationError(message, code="ambiguous") from several


@extend_schema_field({"type": "string", "pattern": HOUR, "examples": ["21:00"]})
class LocalTime(serializers.TimeField):
    """An hour of the day, to the minute; no `time` of JSON Schema, which always names its zone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", **options)

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(HOUR, value):
            self.fail("invalid", format="hh:mm")
        return super().to_internal_value(value)


@extend_schema_field({"type": "string", "format": "decimal"})
class Exact(serializers.Field[Any, Any, Any, Any]):
    """A figure of ours, as the shortest exact decimal text."""

    def __init__(self, *, places: int | None = None, **options: Any) -> None:
        super().__init__(read_only=True, **options)
        self.places = places

    def to_representation(self, value: Any) -> str:
        if self.places is None:
            return exact(value)
        with localcontext(WIDE):
            return exact(round(value, self.places))


def confirmed(codes: Iterable[str]) -> serializers.ListField:
    """Return the field that says which doubts, by their code, were looked at and are right."""
    child = serializers.ChoiceField(choices=list(codes))
    return serializers.ListField(child=child, default=list, help_text="Codes of the doubts that are right as sent.")


class ProblemField(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="Dotted path of the field, empty for the whole body.")  # type: ignore[assignment]
    code = serializers.CharField()
    detail = serializers.CharField()
    readings = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()),
        required=False,
        help_text="What may have been meant: fields to send again with these values.",
    )


class ProblemOut(serializers.Serializer[Any]):
    """An error as RFC 9457 has it, in the caller's language."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField(
        help_text="The number of this request, also in the header X-Request-ID and in our log."
    )
    errors = ProblemField(many=True, required=False)  # type: ignore[assignment]


def exact(value: Any) -> str:
    """Return a number as decimal text, without exponent or trailing zeros."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return str(value)
