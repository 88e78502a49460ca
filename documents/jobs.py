"""What happens to files by themselves: they are scanned, and those that nothing names are swept away."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from documents.choices import State
from documents.engine import clamav
from documents.models import Document
from kernel.queue.claims import waiting
from kernel.tasks import task

HALF_WRITTEN = timedelta(hours=1)
_KEY = "documents.sweep"


@transaction.atomic
def sweep_later(now: datetime) -> None:
    """Have what a killed process may have left half written taken away once it is surely nobody's."""
    if not waiting(_KEY):
        sweep.keyed(_KEY).using(run_after=now + 2 * HALF_WRITTEN).enqueue()  # type: ignore[attr-defined]


@task(transactional=False)
def sweep() -> int:
    """Remove the files that no document names, an hour after they were written; return how many."""
    from documents.actions.storing import stored_files

    oldest = time.time() - HALF_WRITTEN.total_seconds()
    old = [path for path in stored_files() if path.stat().st_mtime < oldest]
    swept = 0
    for start in range(0, len(old), 500):
        some = old[start : start + 500]
        names = [path.name for path in some]
        live = Document.objects.filter(stored__in=names, removed_at=None).exclude(state=State.REFUSED)
        kept = set(live.values_list("stored", flat=True))
        for path in some:
            if path.name not in kept:
                path.unlink(missing_ok=True)
                swept += 1
    return swept


@task(transactional=False)
def scan(document_id: str) -> None:
    """Ask the scanner about a document that waits; a scanner that is away is asked again by the queue."""
    from documents.actions.storing import discard, path_of

    row = Document.objects.filter(pk=document_id, state=State.PENDING, removed_at=None).first()
    if row is None:
        return
    path: Path = path_of(row.stored)
    state = State.REFUSED if clamav.is_infected(settings.CLAMAV_URL, path) else State.CLEAN
    with transaction.atomic():
        Document.objects.filter(pk=row.pk, state=State.PENDING).update(state=state)
    if state == State.REFUSED:
        discard(row.stored)
