from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.clock import moroccan_day
from matching.engine.capacity import WEEK
from matching.jobs import allocate_soon
from matching.models import Introduction, PartnerStats

KEPT_HOURS = 200
_ANSWERS = {"accepted": "accepted", "declined": "declined"}


@transaction.atomic
def record_step(partner_id: UUID, status: str, *, sent_at: datetime, now: datetime) -> None:
    """
    Count what a partner did with a request, in the caller's transaction.

    A request taken back before any answer does not count against it.
    """
    row, _made = PartnerStats.objects.select_for_update().get_or_create(organization_id=partner_id)
    today = moroccan_day(now)
    if row.month is None or (row.month.year, row.month.month) != (today.year, today.month):
        row.month, row.introductions_month = today.replace(day=1), 0
    if status == "sent":
        row.introductions += 1
        row.introductions_month += 1
        first = (today - WEEK).isoformat()
        row.recent = [*(day for day in row.recent if day > first), today.isoformat()]
        allocate_soon(now)
    elif status == "withdrawn":
        row.introductions = max(0, row.introductions - 1)
    elif status in _ANSWERS:
        row.answers += 1
        setattr(row, status, getattr(row, status) + 1)
        hours = int((now - sent_at).total_seconds() // 3600)
        row.hours_to_answer = [*row.hours_to_answer, hours][-KEPT_HOURS:]
    row.save()


@transaction.atomic
def open_introduction(request_id: UUID, *, site_id: UUID, partner_id: UUID, now: datetime) -> None:
    """Note, in the caller's transaction, that a site asks a partner: until it ends, lists give the two no second place."""
    Introduction.objects.create(request=request_id, site_id=site_id, partner_id=partner_id)
    allocate_soon(now)


@transaction.atomic
def end_introduction(request_id: UUID, *, now: datetime) -> None:
    """Note that a request has ended, however it did."""
    Introduction.objects.filter(request=request_id).delete()
    allocate_soon(now)


@transaction.atomic
def record_outcomes(partner_id: UUID, **counts: int) -> None:
    """Add what came of a partner's work with several firms at once: `signed` and `unsigned`, or `kept` and `missed`."""
    row, _made = PartnerStats.objects.select_for_update().get_or_create(organization_id=partner_id)
    for name, count in counts.items():
        setattr(row, name, getattr(row, name) + count)
    row.save(update_fields=list(counts))
