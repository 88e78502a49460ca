"""Around each request: its number in the answer, one line in the log, one count in the metrics."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config import metrics
from kernel.actor import Actor
from kernel.ids import uuid7
from kernel.trace import request_id

logger = logging.getLogger("qafila.requests")
_QUIET = {"healthz", "readyz", "metrics"}
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


class Traced:
    """The outermost middleware; the route is named, never the address, which may hold a secret or a search."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        number = _number(request)
        token = request_id.set(number)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            self._tell(request, response.status_code, time.monotonic() - started)
        finally:
            request_id.reset(token)
        return response

    def _tell(self, request: HttpRequest, status: int, seconds: float) -> None:
        match = request.resolver_match
        route = match.view_name or match.route if match else "none"
        method = request.method if request.method in _METHODS else "other"
        metrics.requested(route, method, status, seconds)
        actor = _actor(request)
        facts = {
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "user": actor.user_id if actor else None,
            "organization": actor.organization_id if actor else None,
            "via": actor.via if actor else None,
        }
        level = logging.DEBUG if route in _QUIET or _is_static(request) else logging.INFO
        logger.log(level, "request", extra={"facts": facts})


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _number(request: HttpRequest) -> str:
    """Return the number that the proxy gave, when one is trusted, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT and _GIVEN.fullmatch(given)
    return given if trusted else str(uuid7())


def _actor(request: HttpRequest) -> Actor | None:
    """Return who acted, as far as the view asked: the log asks the database nothing."""
    held: Any = request
    key = getattr(held, "auth", None)
    actor = key if isinstance(key, Actor) else getattr(held, "qafila_actor", None)
    return actor if actor is not None and not actor.is_anonymous else None


def _is_static(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.STATIC_URL)
