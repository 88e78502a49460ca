"""Is it alive (cheap), is it ready (names the failing part)."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from kernel import clock, disk, running
from kernel.models import Task
from reference import queries as reference
from search import registry

_SECONDS_KEPT = 1.0
_said: list[tuple[float, dict[str, str]]] = []


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 with every part ok, else 503; search counts as degraded, since its fallback answers."""
    parts = _parts()
    failing = {name for name, verdict in parts.items() if verdict != "ok"} - {"search"}
    return JsonResponse({"ready": not failing, "parts": parts}, status=503 if failing else 200)


def _parts() -> dict[str, str]:
    """Look again after a second, however many ask."""
    if not _said or time.monotonic() - _said[0][0] > _SECONDS_KEPT:
        _said[:] = [(time.monotonic(), {name: _verdict(check) for name, check in CHECKS.items()})]
    return _said[0][1]


def _verdict(check: Callable[[], str]) -> str:
    try:
        return check() or "ok"
    except Exception as error:  # noqa: BLE001 - the part that fails is named, whatever it raises
        return f"{type(error).__name__}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _disk() -> str:
    return disk.trouble(settings.DATA)


def _cache() -> str:
    caches["default"].get("ready")
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = ", ".join(f"{one.app_label}.{one.name}" for one, _backwards in pending)
    return f"not applied: {names}" if pending else ""


def _queue() -> str:
    """A worker must live, and what is due must not wait, whoever holds it up."""
    late = clock.now() - timedelta(seconds=settings.QUEUE_LATE_SECONDS)
    oldest = Task.objects.filter(status=Task.Status.READY, run_after__lt=late).aggregate(Min("run_after"))
    if since := oldest["run_after__min"]:
        return f"stuck: a row has been due since {since:%Y-%m-%dT%H:%M:%SZ}"
    return "" if running.held("worker") else "no worker runs on this data folder"


def _time_zone() -> str:
    return "" if clock.zone_data_are_current() else "zone data are older than 2026c"


def _reference() -> str:
    return "" if reference.edition_is_current() else "load_reference has not run for this edition"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "disk": _disk,
    "cache": _cache,
    "migrations": _migrations,
    "queue": _queue,
    "time_zone": _time_zone,
    "reference": _reference,
    "search": registry.state,
}
