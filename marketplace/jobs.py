"""What follows an erased organization, outside of its rows, and a merged one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel import clock, personal
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


@transaction.atomic
def follow_later(lead_id: UUID, at: datetime) -> None:
    """Have the clock of a request look at it again at this instant, unless it will do so anyway: one row a request."""
    key = f"marketplace.follow:{lead_id}"
    if not waiting(key):
        follow.keyed(key).using(run_after=at).enqueue(str(lead_id))  # type: ignore[attr-defined]


@task
def follow(lead_id: str) -> None:
    from marketplace.actions import follow_lead

    follow_lead(UUID(lead_id), now=clock.now())


@task
def bring_over_late(kept_id: str, absorbed_id: str) -> None:
    """Hand over what was being written for an organization at the moment it was merged into another."""
    from marketplace.actions import bring_over

    bring_over(UUID(kept_id), UUID(absorbed_id), now=clock.now())
    personal.hand_over(UUID(absorbed_id), UUID(kept_id))
