"""What follows an erased organization, outside of its rows, and a merged one; what the days do to a quote."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kernel import clock, events, personal
from kernel.clock import MOROCCO
from kernel.queue.claims import waiting
from kernel.tasks import task
from marketplace.choices import REMIND_DAYS, RESULT_MONTHS, UNDER_WAY, QuoteStatus
from marketplace.choices import searches as paces
from marketplace.events import QuoteEnded, QuoteEnds
from marketplace.models import Quote
from search.jobs import rebuild_now

_KEY = "marketplace.leave_no_trace"
MORNING = time(8)


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


@transaction.atomic
def ask_outcome_later(lead_id: UUID, on: date) -> None:
    """Have the queue ask on the morning of this day what came of a request, unless it will look at it before: one row a request."""
    key = f"marketplace.outcome:{lead_id}"
    if not waiting(key):
        at = datetime.combine(on, MORNING, MOROCCO)
        ask_outcome.keyed(key).using(run_after=at).enqueue(str(lead_id))  # type: ignore[attr-defined]


@task
def ask_outcome(lead_id: str) -> None:
    from marketplace.actions import ask_outcome as ask

    ask(UUID(lead_id), now=clock.now())


def ask_results_later(lead_id: UUID, signed_at: datetime) -> None:
    """Have the queue ask for what was measured, so many months after a request was signed."""
    for months in RESULT_MONTHS:
        at = datetime.combine(clock.months_after(clock.moroccan_day(signed_at), months), MORNING, MOROCCO)
        ask_result.using(run_after=at).enqueue(str(lead_id), months)


@task
def ask_result(lead_id: str, months: int) -> None:
    from marketplace.actions import ask_result as ask

    ask(UUID(lead_id), months=months, now=clock.now())


@task
def bring_over_late(kept_id: str, absorbed_id: str) -> None:
    """Hand over what was being written for an organization at the moment it was merged into another."""
    from marketplace.actions import bring_over

    bring_over(UUID(kept_id), UUID(absorbed_id), now=clock.now())
    personal.hand_over(UUID(absorbed_id), UUID(kept_id))


def watch_quote(quote_id: UUID, *, last_day: date, now: datetime) -> None:
    """Have the queue remind of a quote that was sent some days before its last one, and end it after that."""
    the_end = datetime.combine(last_day, time.max, MOROCCO)
    remind_at = datetime.combine(last_day - timedelta(days=REMIND_DAYS), MORNING, MOROCCO)
    if remind_at > now:
        quote_ends.using(run_after=remind_at).enqueue(str(quote_id))
    quote_ended.using(run_after=the_end).enqueue(str(quote_id))


@task
def quote_ends(quote_id: str) -> None:
    """Say that the last day of a quote is near, while it waits."""
    quote = Quote.objects.select_related("lead").filter(pk=quote_id, status=QuoteStatus.SENT).first()
    if quote is not None:
        _publish(QuoteEnds, quote)


@task
def quote_ended(quote_id: str) -> None:
    """End a quote that still waits after its last day."""
    waiting_still = Quote.objects.filter(pk=quote_id, status=QuoteStatus.SENT)
    if waiting_still.update(status=QuoteStatus.EXPIRED):
        quote = Quote.objects.select_related("lead").get(pk=quote_id)
        _publish(QuoteEnded, quote)


def _publish(kind: type, quote: Quote) -> None:
    """Say it while the request goes on; of one that ended nobody waits for a word."""
    lead = quote.lead
    if lead.status in UNDER_WAY:
        events.publish(kind(quote.pk, lead.pk, lead.partner_organization_id, lead.organization_id))


_MEET, _TELL = "marketplace.meet_searches", "marketplace.tell_searches"


def meet_soon(now: datetime) -> None:
    """Have saved searches meet what came or changed, once while none is asked for, a little later."""
    if not waiting(_MEET):
        meet_searches.keyed(_MEET).using(run_after=now + paces.SOON).enqueue(now.isoformat())  # type: ignore[attr-defined]


@task(transactional=False)
def meet_searches(asked: str) -> None:
    """Meet what came since."""
    from marketplace.actions import alerts

    alerts.meet_searches(since=datetime.fromisoformat(asked) - paces.LOOK_BACK, now=clock.now())


@transaction.atomic
def tell_tomorrow(now: datetime) -> None:
    """Have the clock tell what saved searches met, on the next morning, once while none is asked for."""
    if not waiting(_TELL):
        today = datetime.combine(clock.moroccan_day(now), MORNING, MOROCCO)
        at = today if today > now else datetime.combine(clock.moroccan_day(now) + timedelta(days=1), MORNING, MOROCCO)
        tell_searches.keyed(_TELL).using(run_after=at).enqueue()  # type: ignore[attr-defined]


@task(transactional=False)
def tell_searches() -> None:
    """Look once more at what came in two days, whatever became of it then; tell what waits; come back tomorrow while anybody wants it."""
    from marketplace.actions import alerts

    now = clock.now()
    alerts.meet_searches(since=now - paces.LOOK_BACK_DAILY, now=now)
    alerts.tell_all(now=now)
    if alerts.with_alerts().exists():
        tell_tomorrow(now)
