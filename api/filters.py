from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

SHAPES: tuple[tuple[type, dict[str, str]], ...] = (
    (django_filters.UUIDFilter, {"type": "string", "format": "uuid"}),
    (django_filters.BooleanFilter, {"type": "boolean"}),
    (django_filters.DateFilter, {"type": "string", "format": "date"}),
)


def refuse_unknown(request: Request, known: Iterable[str]) -> None:
    """
    Check that this address reads every query parameter it was given.

    :raises ValidationError: naming each that it does not
    """
    unknown = request.query_params.keys() - set(known)
    if unknown:
        message = _("There is no parameter of this name here.")
        raise ValidationError({name: [message] for name in sorted(unknown)}, code="unknown_parameter")


class StrictFilterBackend(BaseFilterBackend):
    """The filters of a view's `filterset_class`, refusing a value they do not know; `View` refuses unknown names."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        kind = getattr(view, "filterset_class", None)
        if kind is None or not kind.base_filters.keys() & request.query_params.keys():
            return queryset  # a filter set copies all of its fields: not for a list that nobody filters
        filterset = kind(request.query_params, queryset=queryset, request=request)
        if not filterset.is_valid():
            raise ValidationError(filterset.errors)
        return filterset.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        kind = getattr(view, "filterset_class", None)
        return [
            {"name": name, "in": "query", "required": False, "schema": _shape(one)}
            for name, one in (kind.base_filters if kind else {}).items()
        ]


def _shape(one: Any) -> dict[str, Any]:
    if isinstance(one, django_filters.MultipleChoiceFilter):
        return {"type": "array", "items": {"type": "string", "enum": _codes(one)}}
    if isinstance(one, django_filters.ChoiceFilter):
        return {"type": "string", "enum": _codes(one)}
    return dict(next((shape for kind, shape in SHAPES if isinstance(one, kind)), {"type": "string"}))


def _codes(one: Any) -> list[str]:
    choices = one.extra["choices"]
    return [code for code, _label in (choices() if callable(choices) else choices)]
