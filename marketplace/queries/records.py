"""How a partner answers, as anybody may read it: counts of its latest requests, and nothing before there are enough of them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from statistics import median_low
from uuid import UUID

from django.db.models import Q, Window
from django.db.models.functions import RowNumber

from kernel import working_days
from kernel.clock import moroccan_day
from marketplace.choices import DeclineReason, LeadStatus
from marketplace.models import Lead
from matching import queries as matching
from reference.queries import is_holiday

FEWEST, LATEST = 5, 100


@dataclass(frozen=True, slots=True)
class Record:
    """
    Of the latest requests that were answered or ran out: how many were answered, and within how many working days.

    Of the firms that something ended with: how many signed; of those that measured a whole year, for how many the promise
    was kept. Both are counted five firms at a time, and are zero before.
    """

    is_new: bool
    answered: int = 0
    asked: int = 0
    median_days: int | None = None
    ended: int = 0
    signed: int = 0
    measured: int = 0
    kept: int = 0


def record(partner_id: UUID) -> Record:
    """
    Return how a partner answers; with fewer than five answers it is new, and no count could point to one firm.

    Requests that wait, that the firm took back, or that ended with an account say nothing about the partner.
    """
    heard = Lead.objects.filter(partner_organization_id=partner_id).exclude(reason=DeclineReason.CLOSED)
    answered = heard.filter(answered_at__isnull=False).order_by("-sent_at", "-pk").values_list("sent_at", "answered_at")
    missed = heard.filter(status=LeadStatus.EXPIRED).order_by("-sent_at", "-pk").values_list("sent_at", "answered_at")
    ended = sorted([*answered[:LATEST], *missed[:LATEST]], reverse=True, key=lambda one: one[0])[:LATEST]
    days = [_days(sent_at, answered_at) for sent_at, answered_at in ended if answered_at]
    known = matching.outcomes(partner_id)
    firms = {
        "ended": known["signed"] + known["unsigned"],
        "signed": known["signed"],
        "measured": known["kept"] + known["missed"],
        "kept": known["kept"],
    }
    if len(days) < FEWEST:
        return Record(is_new=True, **firms)
    return Record(is_new=False, answered=len(days), asked=len(ended), median_days=median_low(days), **firms)


def answered(partner_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return of these partners how many of its latest requests each answered and of how many, as its record says; not of a new one."""
    ended = (Q(answered_at__isnull=False) | Q(status=LeadStatus.EXPIRED)) & Q(partner_organization_id__in=partner_ids)
    place = Window(RowNumber(), partition_by="partner_organization_id", order_by=["-sent_at", "-pk"])
    latest = Lead.objects.filter(ended).exclude(reason=DeclineReason.CLOSED).annotate(place=place)
    rows = list(latest.filter(place__lte=LATEST).values_list("partner_organization_id", "answered_at"))
    asked = Counter(partner for partner, _at in rows)
    heard = Counter(partner for partner, at in rows if at is not None)
    return {partner: (heard[partner], asked[partner]) for partner in asked if heard[partner] >= FEWEST}


def _days(sent_at: datetime, answered_at: datetime) -> int:
    sent_on, answered_on = moroccan_day(sent_at), moroccan_day(answered_at)
    return working_days.count(sent_on, answered_on, is_holiday, lambda _day: False)
