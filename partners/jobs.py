"""What happens to an offer by itself: a day passes on which something of it ended."""

from datetime import date, datetime, time

from kernel import events
from kernel.clock import MOROCCO, moroccan_day
from kernel.queue.claims import waiting
from kernel.tasks import task
from partners.choices import Intake
from partners.events import OfferLapsed
from partners.models import Offer
from partners.queries.offers import on_the_shelf
from partners.search import keep_findable


def watch(row: Offer, *, now: datetime) -> None:
    """Have the queue look at an offer on the shelf when its last day, or that of its accreditation, has passed."""
    for day in _last_days(row):
        key = f"day_passed:{row.pk}:{day}"
        if day >= moroccan_day(now) and not waiting(key):
            the_end = datetime.combine(day, time.max, MOROCCO)
            day_passed.keyed(key).using(run_after=the_end).enqueue(str(row.pk), day.isoformat())  # type: ignore[attr-defined]


@task
def day_passed(offer_id: str, day: str) -> None:
    """Say that something of an offer ended, unless the offer left the shelf or the day was moved meanwhile."""
    row = on_the_shelf().filter(pk=offer_id).first()
    if row is not None and row.intake == Intake.OPEN and row.closes_on == date.fromisoformat(day):
        row.intake = Intake.CLOSED
        keep_findable(row, "intake")
    if row is not None and date.fromisoformat(day) in _last_days(row):
        events.publish(OfferLapsed(row.pk, row.organization_id))


def _last_days(row: Offer) -> list[date]:
    accredited = row.terms.get("accreditation_valid_until")
    return [day for day in (row.closes_on, date.fromisoformat(accredited) if accredited else None) if day]
