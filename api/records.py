"""Records of the engine as bodies: each dataclass is a strict serializer of its fields, described by its own words."""

import inspect
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework_dataclasses.field_utils import TypeInfo
from rest_framework_dataclasses.serializers import DataclassSerializer

from api.serializers import Strict, TypedNumber
from kernel.numbers import Ambiguous, Unreadable, parse_decimal
from kernel.sentences import listed

LONGEST_WORD = 200
MOST_DIGITS = 30  # fewer than the engines count with


def _digits(typed: Any) -> int:
    """Return how many digits a number has when it is written out."""
    if isinstance(typed, str):
        return sum(letter.isdigit() for letter in typed)
    number = Decimal(str(typed))
    return max(number.adjusted() + 1, 0) + max(-int(number.as_tuple().exponent), 0) if number.is_finite() else 0


class ProgramNumber(TypedNumber):
    """A number as programs write it: a point for decimals, nothing between thousands, at most 30 digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": True, "allow_null": False, **options})

    def to_internal_value(self, data: Any) -> Decimal:
        typed = super().to_internal_value(data)
        if _digits(typed) > MOST_DIGITS:
            message = _("A number has at most %(digits)s digits.") % {"digits": MOST_DIGITS}
            raise serializers.ValidationError(message, code="too_many_digits")
        try:
            return parse_decimal(typed, "program")
        except Unreadable as error:
            raise serializers.ValidationError(_("This is not a number."), code="not_a_number") from error
        except Ambiguous as several:
            message = _("Which one did you mean: %(readings)s?") % {"readings": listed(map(str, several.readings))}
            raise serializers.ValidationError(message, code="ambiguous") from several


class Word(serializers.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_blank": True, "max_length": LONGEST_WORD, **options})


class Record(Strict, DataclassSerializer[Any]):
    """The fields of a dataclass, those without a default required."""

    serializer_field_mapping = {
        **DataclassSerializer.serializer_field_mapping,
        Decimal: ProgramNumber,
        str: Word,
    }

    def build_dataclass_field(self, field_name: str, type_info: TypeInfo) -> Any:
        _named, options = super().build_dataclass_field(field_name, type_info)
        options.pop("dataclass", None)
        return record(type_info.base_type), options


@cache
def record(kind: Any) -> type[Record]:
    """Return the serializer of a dataclass; its description in the document is that of the dataclass."""
    meta = type("Meta", (), {"dataclass": kind})
    return type(f"{kind.__name__}In", (Record,), {"Meta": meta, "__doc__": inspect.getdoc(kind)})
