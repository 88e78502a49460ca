from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request


def refuse_unknown(request: Request, known: Iterable[str]) -> None:
    """
    Check that this address reads every query parameter it was given.

    :raises ValidationError: naming each that it does not
    """
    unknown = request.query_params.keys() - set(known)
    if unknown:
        message = _("There is no parameter of this name here.")
        raise ValidationError({name: [message] for name in sorted(unknown)}, code="unknown_parameter")


class StrictFilterBackend(DjangoFilterBackend):
    """The filters of django-filter, refusing what they do not know instead of passing it over."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset = self.get_filterset(request, queryset, view)
        refuse_unknown(request, view.known_parameters())
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise ValidationError(filterset.errors, code="invalid")
        return filterset.qs
