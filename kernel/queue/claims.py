"""Who runs which row, and until when: claim, extend, finish, fail, and take back from the dead."""

import os
import random
import socket
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kernel.models import Task
from kernel.retention import delete_in_parts

LEASE = timedelta(seconds=30)
ATTEMPTS = 8
MOST_KEYS = 500
_OPEN = (Task.Status.READY, Task.Status.RUNNING)


def claim(worker: str, *, now: datetime, limit: int = 50) -> list[Task]:
    """Lease up to limit rows whose time has come, oldest first, never two of one key at a time."""
    same_key = Task.objects.filter(key=OuterRef("key")).exclude(id=OuterRef("id"))
    earlier = Q(id__lt=OuterRef("id"), status__in=_OPEN)
    # A transaction that was longer may commit an earlier row while a later one is already under way.
    under_way = Q(status=Task.Status.RUNNING, lease_until__gte=now)
    before = same_key.filter(earlier | under_way)
    free = Task.objects.filter(Q(key="") | ~Exists(before)).order_by("-priority", "id")
    # One statement for each status, so that an index gives the rows in order and stops at the last one wanted.
    due = (
        free.filter(status=Task.Status.READY, run_after__lte=now),
        free.filter(status=Task.Status.RUNNING, lease_until__lt=now),
    )
    with transaction.atomic():
        found = [row for rows in due for row in _unheld(rows).values_list("priority", "pk")[:limit]]
        ids = [pk for _priority, pk in sorted(found, key=lambda row: (-row[0], row[1]))[:limit]]
        if not ids:
            return []
        Task.objects.filter(pk__in=ids).update(
            status=Task.Status.RUNNING, worker=worker, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    return list(Task.objects.filter(pk__in=ids).order_by("-priority", "id"))


def _unheld(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Hold the rows until the transaction ends, those that another holds left out."""
    skips = connection.features.has_select_for_update_skip_locked and connection.in_atomic_block
    return rows.select_for_update(skip_locked=True) if skips else rows


def extend(worker: str, *, now: datetime) -> None:
    """Push the leases of a worker that is alive."""
    Task.objects.filter(worker=worker, status=Task.Status.RUNNING).update(lease_until=now + LEASE)


def finish(row: Task, *, now: datetime) -> bool:
    """Mark the row done; False when the lease was lost to another worker meanwhile."""
    mine = Task.objects.filter(pk=row.pk, worker=row.worker, attempts=row.attempts, status=Task.Status.RUNNING)
    return bool(mine.update(status=Task.Status.DONE, finished_at=now, lease_until=None, error=""))


def fail(row: Task, error: str, *, now: datetime) -> None:
    """Put the row back with exponential back-off and jitter, or into the parking place after the last attempt."""
    parked = row.attempts >= ATTEMPTS
    delay = timedelta(seconds=min(600, 2**row.attempts) * random.uniform(0.5, 1))  # noqa: S311 - jitter
    mine = Task.objects.filter(pk=row.pk, worker=row.worker, attempts=row.attempts, status=Task.Status.RUNNING)
    mine.update(
        status=Task.Status.PARKED if parked else Task.Status.READY,
        run_after=now + delay,
        lease_until=None,
        error=error[-4000:],
        finished_at=now if parked else None,
    )


def take_back_from_the_dead() -> int:
    """Free the rows of workers of this machine whose process is gone, without waiting for their lease."""
    host, freed = socket.gethostname(), 0
    running = Task.objects.filter(status=Task.Status.RUNNING, worker__startswith=f"{host}:")
    for worker in set(running.values_list("worker", flat=True)):
        if not _alive(int(worker.split(":")[1])):
            freed += running.filter(worker=worker).update(status=Task.Status.READY, lease_until=None)
    return freed


def waiting(*keys: str) -> set[str]:
    """
    Return which of these keys have a row not begun yet: one more would do the same again.

    The rows are held until the caller's transaction ends, so that none begins before its change is there to be seen.
    """
    found: set[str] = set()
    for start in range(0, len(keys), MOST_KEYS):
        rows = Task.objects.filter(status=Task.Status.READY, key__in=keys[start : start + MOST_KEYS])
        found.update(_unheld(rows).values_list("key", flat=True))
    return found


def held_open(path: str) -> Task | None:
    """
    Return the last row of this task that no worker has begun and that waits for nothing, so that more can join it.

    It is held until the caller's transaction ends: it cannot begin before the change that joined it is there to be seen.
    """
    rows = Task.objects.filter(path=path, status=Task.Status.READY, key="", attempts=0).order_by("-id")
    return _unheld(rows).first()


def open_arguments(path: str, *, most: int) -> list[list[Any]]:
    """Return what the latest rows of this task that wait or run were asked with, newest first."""
    rows = Task.objects.filter(path=path, status__in=_OPEN).order_by("-id")
    return list(rows.values_list("args", flat=True)[:most])


def replay(ids: list[str] | None = None, *, now: datetime) -> int:
    """Give parked rows a fresh set of attempts."""
    rows = Task.objects.filter(status=Task.Status.PARKED)
    if ids:
        rows = rows.filter(pk__in=ids)
    return rows.update(status=Task.Status.READY, attempts=0, run_after=now, finished_at=None)


def prune(*, before: datetime) -> int:
    """Forget rows done before this instant."""
    return delete_in_parts(Task.objects.filter(status=Task.Status.DONE, finished_at__lt=before))


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
