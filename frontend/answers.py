"""What a page answers when a room says no: the rooms raise, and this one place turns it into an answer."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import ObjectDoesNotExist
from django.db.utils import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse

from frontend.pages import errors
from kernel import disk
from kernel.errors import Conflict, Refused

log = logging.getLogger("qafila.pages")
Handler = Callable[[HttpRequest], HttpResponse]


class Sessions(SessionMiddleware):
    """A session that cannot be kept is no failure of ours either: the page says that nothing was saved."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        try:
            return super().process_response(request, response)
        except (DatabaseError, OSError) as error:
            if not disk.cannot_write(error):
                raise
            log.error("nothing can be written", exc_info=error)
            return errors.not_saved(request)


class RoomsAnswer:
    """Not visible is a page not found; visible but refused, or gone on meanwhile, is a page that says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("qafila.too_large") and not request.path.startswith("/api/"):
            return errors.too_large(request)
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return errors.not_found(request, Http404())  # Django's own page lists the addresses
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return errors.forbidden(request, exception)
        if isinstance(exception, Conflict):
            return errors.moved_on(request, exception)
        if isinstance(exception, ObjectDoesNotExist | Http404):
            return errors.not_found(request, Http404())
        if disk.cannot_write(exception):
            log.error("nothing can be written", exc_info=exception)
            return errors.not_saved(request)
        return None
