"""What this process counts, and what all of them share, as Prometheus reads it; each web process is read by itself."""

import hmac
import time

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest

from api.realtime import consumers
from config.backup.copies import stamp
from kernel import clock, running
from kernel.models import Task

_REGISTRY = CollectorRegistry()
_REQUESTS = Histogram(
    "qafila_request_seconds",
    "Requests of this process by route, method and status",
    ["route", "method", "status"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
    registry=_REGISTRY,
)
_SOCKETS = Gauge("qafila_sockets_open", "Sockets open in this process", registry=_REGISTRY)
_ROWS = Gauge("qafila_queue_rows", "Rows of the queue: due, later, running, parked", ["state"], registry=_REGISTRY)
_OLDEST = Gauge("qafila_queue_oldest_seconds", "How long the oldest row has been due", registry=_REGISTRY)
_LAG = Gauge("qafila_index_lag_seconds", "How long a change has waited for the search index", registry=_REGISTRY)
_WORKER = Gauge("qafila_worker_alive", "Whether any worker runs on this data folder", registry=_REGISTRY)
_BACKUP = Gauge("qafila_backup_age_seconds", "Since the last backup; NaN when there is none", registry=_REGISTRY)


def requested(route: str, method: str, status: int, seconds: float) -> None:
    _REQUESTS.labels(route, method, status).observe(seconds)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer who sends the token; without one in the settings there is no such page."""
    given = request.headers.get("Authorization", "").encode()
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        raise Http404
    _look()
    return HttpResponse(generate_latest(_REGISTRY), content_type="text/plain; version=0.0.4; charset=utf-8")


def _look() -> None:
    """Read the shared figures; one pass over the open rows."""
    now, status = clock.now(), Task.Status
    due = Q(status=status.READY, run_after__lte=now)
    found = Task.objects.exclude(status=status.DONE).aggregate(
        due=Count("pk", filter=due),
        later=Count("pk", filter=Q(status=status.READY, run_after__gt=now)),
        running=Count("pk", filter=Q(status=status.RUNNING)),
        parked=Count("pk", filter=Q(status=status.PARKED)),
        oldest=Min("run_after", filter=due),
        unindexed=Min("enqueued_at", filter=Q(path="search.jobs.index") & ~Q(status=status.PARKED)),
    )
    for state in ("due", "later", "running", "parked"):
        _ROWS.labels(state).set(found[state])
    for gauge, since in ((_OLDEST, found["oldest"]), (_LAG, found["unindexed"])):
        gauge.set((now - since).total_seconds() if since else 0)
    _WORKER.set(running.held("worker"))
    _SOCKETS.set(consumers.open_sockets())
    _BACKUP.set(time.time() - stamp().stat().st_mtime if stamp().exists() else float("nan"))
