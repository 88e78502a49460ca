"""Limits a minute: per organization key, per member, per address for visitors."""

import logging
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from api.actors import from_request

log = logging.getLogger("qafila.api")

# One process serves everything unless Redis is set: counting in memory then costs no write to the database.
counts: Any = caches["default"] if settings.REDIS_URL else LocMemCache("api-throttles", {"max_entries": 100_000})


class _Throttle(SimpleRateThrottle):
    cache = counts

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; while the counts are away it passes, since a limit is there to keep the service up."""
        try:
            return super().allow_request(request, view)
        except Exception:
            log.exception("the counts of requests are away")
            return True


class KeyThrottle(_Throttle):
    scope = "key"

    def get_cache_key(self, request: Request, _view: Any) -> str | None:
        actor = from_request(request)
        return f"key:{actor.organization_id}:{actor.user_id}" if actor.via == "key" else None


class PersonThrottle(_Throttle):
    """Counts members by who they are."""

    scope = "person"

    def get_cache_key(self, request: Request, _view: Any) -> str | None:
        actor = from_request(request)
        return None if actor.via == "key" or actor.is_anonymous else f"person:{actor.user_id}"


class VisitorThrottle(_Throttle):
    scope = "anon"

    def get_cache_key(self, request: Request, _view: Any) -> str | None:
        return f"anon:{self.get_ident(request)}" if from_request(request).is_anonymous else None
