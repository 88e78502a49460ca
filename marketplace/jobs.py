"""What an erased organization leaves outside of its rows: facts that no ranking holds, deleted words in the index, old pages."""

from django.db import transaction

from kernel import personal
from kernel.queue.claims import waiting
from kernel.tasks import task
from search.jobs import rebuild_now

_KEY = "marketplace.leave_no_trace"


@transaction.atomic
def leave_no_trace_later() -> None:
    """Ask the queue for it, once while none is asked for: it is tried again until it is done."""
    if not waiting(_KEY):
        leave_no_trace.keyed(_KEY).enqueue()  # type: ignore[attr-defined]


@task(transactional=False)
def leave_no_trace() -> None:
    """Make the index anew, since an engine keeps what it deleted for a while, and empty the database's log of writes."""
    from matching.actions import forget_facts

    forget_facts()
    rebuild_now()
    personal.scrub()
