"""What the last allocation keeps of a list, and what it was made from."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from accounts import queries as accounts
from documents import queries as documents
from matching.engine.capacity import room
from matching.engine.lists import Terms
from matching.engine.other_side import Ideal, Standing
from matching.models import (
    AllocationRun,
    Exposure,
    IdealCustomer,
    Introduction,
    MatchRun,
    Need,
    PartnerStats,
    Placement,
)
from partners import queries as partners

NOTHING_DONE = PartnerStats()


def placements(site_id: UUID, need_code: str) -> dict[UUID, Placement]:
    """Return the places of the lists of a site, or of one of its needs, by offer."""
    served = AllocationRun.objects.order_by("-created_at", "-pk").values("pk")[:1]
    rows = Placement.objects.filter(allocation__in=served, site_id=site_id, need_code=need_code)
    rows = rows.select_related("allocation")
    return {row.offer_id: row for row in rows}


def in_touch(site: str, partner: str) -> Exists:
    """Return what holds of a row whose site, at this path, has a request open to the partner at that one."""
    return Exists(Introduction.objects.filter(site=OuterRef(site), partner=OuterRef(partner)))


def served_lists() -> int:
    return MatchRun.objects.filter(superseded_at=None).count()


def stats_of(partner_ids: Collection[UUID]) -> dict[UUID, PartnerStats]:
    return PartnerStats.objects.in_bulk(list(partner_ids))


def rooms(partner_ids: Collection[UUID], stats: dict[UUID, PartnerStats], today: date, terms: Terms) -> dict[UUID, int]:
    """Return how many introductions each of these partners still takes; none while it is full or away."""
    capacity, found = partners.capacities(partner_ids), dict.fromkeys(partners.all_unavailable(partner_ids, today), 0)
    for partner in set(partner_ids) - set(found):
        row = stats.get(partner, NOTHING_DONE)
        same_month = row.month is not None and (row.month.year, row.month.month) == (today.year, today.month)
        recent = [date.fromisoformat(day) for day in row.recent]
        month = row.introductions_month if same_month else 0
        found[partner] = room(capacity.get(partner), month, recent, today, terms)
    return found


def ideals(partner_ids: Collection[UUID]) -> dict[UUID, Ideal]:
    """Return the customers that these partners look for, of those who said it."""
    rows = IdealCustomer.objects.in_bulk(list(partner_ids))
    return {pk: Ideal(tuple(row.sectors), tuple(row.regions), tuple(row.sizes)) for pk, row in rows.items()}


def standings(organization_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Return what the other rooms know of these firms, how soon they buy apart."""
    papers, reachable = documents.kinds_held(organization_ids), accounts.reachable(organization_ids)
    return {one: Standing(tuple(sorted(papers.get(one, ()))), one in reachable) for one in organization_ids}


def horizons(site_ids: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    """Return how soon the needs of these sites are to be met, by site and code, of those whose firm said it."""
    rows = Need.objects.filter(site_id__in=site_ids).exclude(horizon="").values_list("site_id", "code", "horizon")
    return {(site, code): horizon for site, code, horizon in rows}


def ledger(today: date) -> dict[UUID, tuple[int, int]]:
    """Return how many places each partner had on the days of this month before today, and how many it merited."""
    rows = Exposure.objects.filter(day__gte=today.replace(day=1), day__lt=today).values_list("organization_id")
    return {pk: (seen, due) for pk, seen, due in rows.annotate(Sum("seen_micro"), Sum("due_micro")).order_by()}
