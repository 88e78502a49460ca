"""The views that every resource builds on: they turn HTTP into arguments, and one answer into HTTP."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from api import conditional
from api.actors import from_request
from api.filters import StrictFilterBackend, refuse_unknown
from api.pagination import PARAMETERS, Cursor
from api.parsers import LARGEST_LINES, TooLarge
from api.permissions import Anybody, ReadOrOrganization
from api.throttles import KeyThrottle, PersonThrottle, VisitorThrottle
from kernel.actor import Actor
from kernel.errors import Refused

Row = TypeVar("Row")


class View(GenericAPIView):
    """One address; `parameters` are the query parameters it reads, `is_tagged` says that it answers ETags."""

    parameters: tuple[str, ...] = ()
    is_tagged = True
    metadata_class: Any = None
    pagination_class: Any = None
    filter_backends: Any = ()

    @property
    def actor(self) -> Actor:
        return from_request(self.request)

    def known_parameters(self) -> set[str]:
        filterset = getattr(self, "filterset_class", None)
        pages = PARAMETERS if self.pagination_class else ()
        return {*self.parameters, *pages, *(filterset.base_filters if filterset else ())}

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        for method in conditional.CHANGES:
            if handler := getattr(self, method, None):
                setattr(self, method, conditional.guarded(self, handler))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        return conditional.answered(self, request, super().finalize_response(request, response, *args, **kwargs))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.META.get("qafila.too_large"):
            raise TooLarge(_("The body exceeds %(bytes)s bytes.") % {"bytes": LARGEST_LINES})
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, self.known_parameters())

    def answer(self, row: Any, *, status: int = 200) -> Response:
        return Response(self.get_serializer(row).data, status=status)

    def allowed(self, row: Row, action: str) -> Row:
        """
        Return a row that the caller may do this to, before its body is read.

        :raises Refused: when the caller may only see it
        """
        if not getattr(row, f"can_{action}"):
            raise Refused(action)
        return row

    def page(self, rows: QuerySet[Any], present: Callable[[list[Any]], list[Any]] | None = None) -> Response:
        """Return one page of rows, filtered and ordered as asked, each as this reader may see it."""
        found = self.paginate_queryset(self.filter_queryset(rows))
        assert found is not None, "a list is always paged"
        shown = present(list(found)) if present else found
        return self.get_paginated_response(self.get_serializer(shown, many=True).data)

    def body(self, kind: type[Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """
        Return the fields of the body that were given.

        :raises ValidationError: naming each field that is wrong, unknown or missing
        """
        if not isinstance(self.request.data, Mapping):
            raise ValidationError(_("The body is an object of names and values."))
        serializer = kind(data=self.request.data, partial=partial, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class Page(View):
    """A list, page by page; `orderings` are what it may be ordered by, the first one by default."""

    pagination_class = Cursor
    filter_backends = (StrictFilterBackend,)
    orderings: tuple[str, ...] = ("-id",)


class PublicView(View):
    """What a visitor may read too; to change something one acts for an organization."""

    permission_classes: Any = (ReadOrOrganization,)
    throttle_classes = (KeyThrottle, PersonThrottle, VisitorThrottle)


class OpenView(View):
    """A calculation for whoever asks, counted like any other request: nothing is kept, so a POST changes nothing."""

    permission_classes = (Anybody,)
    throttle_classes = (KeyThrottle, PersonThrottle, VisitorThrottle)
    is_tagged = False


class PublicPage(Page, PublicView):
    """A list that a visitor may read too."""
