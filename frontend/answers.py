"""What a page answers when a room says no: the rooms raise, and this one place turns it into an answer."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse

from frontend.pages import errors
from kernel.errors import Refused

Handler = Callable[[HttpRequest], HttpResponse]


class RoomsAnswer:
    """Not visible is a page not found; visible but refused is a page that says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return errors.not_found(request, Http404())  # Django's own page lists the addresses
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return errors.forbidden(request, exception)
        if isinstance(exception, ObjectDoesNotExist | Http404):
            return errors.not_found(request, Http404())
        return None
