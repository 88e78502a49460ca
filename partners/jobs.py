"""What happens to an offer by itself: a day passes on which something of it ended."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts import actions as accounts
from kernel import clock, events
from kernel.clock import MOROCCO, moroccan_day
from kernel.imports import jobs as imports
from kernel.queue.claims import waiting
from kernel.tasks import task
from partners.choices import CaseState, Intake
from partners.events import OfferLapsed, VerificationEnded
from partners.models import Offer, VerificationCase
from partners.queries.offers import on_the_shelf
from partners.search import keep_findable


def watch(row: Offer, *, now: datetime) -> None:
    """
    Have the queue look at an offer on the shelf when its last day, or that of its accreditation, has passed.

    One that comes to the shelf open after its last day is looked at now; an accreditation that ended before changes nothing.
    """
    for day in _last_days(row):
        key = f"day_passed:{row.pk}:{day}"
        is_late = row.intake == Intake.OPEN and day == row.closes_on
        if (is_late or day >= moroccan_day(now)) and not waiting(key):
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


@task
def verification_ends(case_id: str) -> None:
    """Take the badge away after its last day and say so, unless a later case moved that day."""
    case = VerificationCase.objects.filter(pk=case_id, state=CaseState.VERIFIED).first()
    if case and case.until and accounts.end_verification(case.organization_id, day=case.until, now=clock.now()):
        events.publish(VerificationEnded(case.organization_id, case.pk))


def enqueue_read(job: Any) -> None:
    read_offers_file.keyed(f"import:{job.organization_id}").enqueue(str(job.pk))  # type: ignore[attr-defined]


def enqueue_apply(job: Any) -> None:
    write_offers_file.keyed(f"import:{job.organization_id}").enqueue(str(job.pk))  # type: ignore[attr-defined]


@task(transactional=False)
def read_offers_file(import_id: str) -> None:
    """Read a file of offers; it may be made again from the start."""
    from partners.actions.sheets import OFFERS

    imports.read(UUID(import_id), OFFERS)


@task(transactional=False)
def write_offers_file(import_id: str) -> None:
    """Write the offers of a file, once."""
    from partners.actions.sheets import OFFERS

    imports.apply(UUID(import_id), OFFERS, now=clock.now())


@task(transactional=False)
def watch_offers(import_id: str) -> None:
    """Have the last days of the offers of a file watched, some offers at a time; made again, it adds nothing."""
    job = imports.written(UUID(import_id))
    if job is None:
        return
    ending = Q(closes_on__isnull=False) | Q(terms__has_key="accreditation_valid_until")
    rows = on_the_shelf().filter(ending, organization_id=job.organization_id).order_by("pk")
    for row in rows.iterator(chunk_size=500):
        with transaction.atomic():
            watch(row, now=clock.now())
