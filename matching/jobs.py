"""When lists are allocated anew: soon after something changed, and each morning, since the pace of partners goes by days."""

from datetime import datetime, time, timedelta

from django.db import transaction

from kernel import clock
from kernel.clock import MOROCCO, moroccan_day
from kernel.queue.claims import waiting
from kernel.tasks import task

SOON = timedelta(seconds=10)  # what changes together is allocated together
LARGE, SELDOM = 2_000, timedelta(hours=1)  # a market of so many lists is allocated at most so often
MORNING = time(5)
_SOON, _DAILY = "matching.allocate", "matching.allocate:daily"


@transaction.atomic
def allocate_soon(now: datetime) -> None:
    """Ask the queue for new lists, once while none is asked for."""
    if not waiting(_SOON):
        from matching.queries.placements import served_lists

        after = SELDOM if served_lists() > LARGE else SOON
        allocate.keyed(_SOON).using(run_after=now + after).enqueue()  # type: ignore[attr-defined]


@transaction.atomic
def allocate_tomorrow(now: datetime) -> None:
    if not waiting(_DAILY):
        at = datetime.combine(moroccan_day(now) + timedelta(days=1), MORNING, MOROCCO)
        allocate.keyed(_DAILY).using(run_after=at).enqueue()  # type: ignore[attr-defined]


@task(transactional=False)
def allocate() -> None:
    from matching.actions import allocate_lists

    now = clock.now()
    allocate_lists(now=now)
    allocate_tomorrow(now)
