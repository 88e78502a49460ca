"""Pages by keyset: each goes on after the last row seen, ties parted by id, nulls always last."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError as InvalidValue
from django.db.models import F, Field, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.sentences import listed

SMALLEST, USUAL, LARGEST = 1, 20, 100
PARAMETERS = ("cursor", "page_size", "ordering")


def encode(position: Sequence[Any]) -> str:
    text = json.dumps([value if isinstance(value, int | float | None) else str(value) for value in position])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[Any]:
    """
    Return what a cursor holds.

    :raises ValidationError: when it was not given by an answer of this list
    """
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"==="))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise cursor_refused() from error
    if not isinstance(position, list) or len(position) != length:
        raise cursor_refused()
    return position


def cursor_refused() -> ValidationError:
    return ValidationError({"cursor": [_("This cursor does not belong to this list.")]}, code="bad_cursor")


def page_size(request: Request) -> int:
    typed = request.query_params.get("page_size", str(USUAL))
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5 and SMALLEST <= int(typed) <= LARGEST):
        message = _("Between %(smallest)s and %(largest)s.") % {"smallest": SMALLEST, "largest": LARGEST}
        raise ValidationError({"page_size": [message]}, code="out_of_range")
    return int(typed)


def next_link(request: Request, position: Sequence[Any]) -> str:
    """Return the address of the next page: this one's, going on after a position."""
    parameters = request.query_params.copy()
    parameters["cursor"] = encode(position)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


class Cursor(BasePagination):
    """A view lists in `orderings` what its rows may be ordered by; the first is the default and stays stable."""

    next: str | None = None

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        name = self._ordering(request, view)
        field, size = name.lstrip("-"), page_size(request)
        cursor = request.query_params.get("cursor")
        if cursor is not None:
            queryset = queryset.filter(self._after(queryset, decode(cursor, 3), name))
        rows = list(queryset.order_by(*_order(queryset, name))[: size + 1])
        if len(rows) > size:
            last = rows[size - 1]
            key = queryset.model._meta.pk.name
            self.next = next_link(request, [name, _plain(_held(last, field)), _held(last, key)])
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {"type": ["string", "null"], "format": "uri"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        orderings = list(getattr(view, "orderings", ("id",)))
        parameters: list[dict[str, Any]] = [
            {"name": "cursor", "schema": {"type": "string"}},
            {"name": "page_size", "schema": {"type": "integer", "minimum": SMALLEST, "maximum": LARGEST}},
            {"name": "ordering", "schema": {"type": "string", "enum": orderings}},
        ]
        return [{**parameter, "in": "query", "required": False} for parameter in parameters]

    def _ordering(self, request: Request, view: Any) -> str:
        orderings = getattr(view, "orderings", ("id",))
        name = request.query_params.get("ordering", orderings[0])
        if name not in orderings:
            message = _("One of: %(choices)s.") % {"choices": listed(orderings)}
            raise ValidationError({"ordering": [message]}, code="unknown_ordering")
        return name

    def _after(self, rows: QuerySet[Any], position: list[Any], name: str) -> Q:
        ordering, value, pk = position
        model = rows.model
        field, side = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        try:
            pk = model._meta.pk.to_python(pk)
            value = _column(rows, field).to_python(value)
        except (InvalidValue, ValueError, TypeError, ArithmeticError) as error:
            raise cursor_refused() from error
        if ordering != name or pk is None:
            raise cursor_refused()
        tie = Q(**{f"pk__{side}": pk})
        if field == model._meta.pk.name:
            return tie
        if value is None:
            return Q(**{f"{field}__isnull": True}) & tie
        # The bound says where to begin in an index; what follows alone would be read from its start.
        later = Q(**{f"{field}__{side}e": value}) & (Q(**{f"{field}__{side}": value}) | tie)
        return later | Q(**{f"{field}__isnull": True}) if _may_be_null(rows, field) else later


def _order(rows: QuerySet[Any], name: str) -> list[Any]:
    """Return the order; where there are no nulls to come last, the one that an index has."""
    field, nulls_last = name.lstrip("-"), _may_be_null(rows, name.lstrip("-")) or None
    if name.startswith("-"):
        return [F(field).desc(nulls_last=nulls_last), F("pk").desc()]
    return [F(field).asc(nulls_last=nulls_last), F("pk").asc()]


def _column(rows: QuerySet[Any], name: str) -> Field[Any, Any]:
    """Return the field of the model, or of what was computed beside it."""
    if name in rows.query.annotations:
        return rows.query.annotations[name].output_field
    return cast(Field[Any, Any], rows.model._meta.get_field(name))


def _may_be_null(rows: QuerySet[Any], field: str) -> bool:
    return bool(getattr(_column(rows, field), "null", False))


def _held(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
