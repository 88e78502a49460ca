"""Saved searches meet new offers: each offer once for each search, however often the queue looks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts import queries as accounts
from kernel import events
from marketplace import jobs
from marketplace.choices import Alerts
from marketplace.events import SearchMet
from marketplace.models import FoundOffer, SavedSearch
from partners import queries as partners
from partners.choices import Intake
from search import queries as search
from search.ports import Query


def begin_alerts(row: SavedSearch, *, now: datetime) -> None:
    """Take what fits now as known, a thousand offers at most: its member has just seen it, and is told of what follows."""
    row.found.filter(told_at=None).update(told_at=now)  # type: ignore[attr-defined]
    hits = search.find(_query(row))
    if hits.near:  # what only comes close is no news, but may come to fit
        hits = search.find(_query(row, hits.ids))
    offers = partners.on_the_shelf().filter(pk__in=hits.ids)
    _meet(row.pk, offers.values_list("pk", flat=True), told_at=now)
    jobs.tell_tomorrow(now)


def meet_searches(*, since: datetime, now: datetime) -> None:
    """
    Run the searches that have alerts on the offers that came or changed since an instant; tell at once who wants so.

    Each search is told in a transaction of its own: made again from the start, it adds nothing.
    """
    fresh = partners.on_the_shelf().exclude(intake=Intake.CLOSED).filter(updated_at__gte=since).order_by("pk")
    offers = list(fresh.values_list("pk", "organization_id", "search_tags"))
    searches = list(with_alerts().order_by("pk")) if offers else []
    fitting: dict[UUID, set[UUID]] = {row.pk: set() for row in searches}
    for start in range(0, len(offers) if searches else 0, search.MOST):
        few = {pk: (owner_id, tags) for pk, owner_id, tags in offers[start : start + search.MOST]}
        with search.among("offer", few) as holding:
            for row in searches:
                groups = partners.narrowing(row.tags)
                fitting[row.pk] |= {pk for pk in holding(row.text) if _is_for(row, groups, *few[pk])}
    for search_id, offer_ids in fitting.items():
        if offer_ids:
            _meet_and_tell(search_id, offer_ids, now)


def _is_for(row: SavedSearch, groups: partners.Groups, owner_id: UUID, tags: str) -> bool:
    """Return whether an offer is another's and has the tags asked for."""
    return owner_id != row.organization_id and all(any(f" {tag} " in tags for tag in group) for group in groups)


@transaction.atomic
def _meet_and_tell(search_id: UUID, offer_ids: set[UUID], now: datetime) -> None:
    """Note what fits, unless the alerts ended or the search was deleted meanwhile; tell at once who wants so."""
    row = with_alerts().select_for_update().filter(pk=search_id).first()
    if row is not None:
        _meet(search_id, offer_ids)
        if row.alerts == Alerts.INSTANT:
            _tell(search_id, now)


def tell_all(*, now: datetime) -> None:
    """Tell each member what its searches with alerts have met and it was not told."""
    waiting = with_alerts().filter(found__told_at=None, found__isnull=False).order_by("pk").distinct()
    for search_id in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            _tell(search_id, now)


def with_alerts() -> QuerySet[Any]:
    return SavedSearch.objects.exclude(alerts=Alerts.NEVER)


def _query(row: SavedSearch, only: Sequence[UUID] | None = None) -> Query:
    return Query(
        row.text,
        partners.narrowing(row.tags),
        ("offer",),
        limit=search.MOST,
        only=None if only is None else tuple(only),
    )


def _meet(search_id: UUID, offer_ids: Iterable[UUID], *, told_at: datetime | None = None) -> None:
    rows = [FoundOffer(search_id=search_id, offer_id=pk, told_at=told_at) for pk in offer_ids]
    FoundOffer.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _tell(search_id: UUID, now: datetime) -> None:
    """Say once what was met and is still open; what closed meanwhile waits, and is told when it opens again."""
    row = with_alerts().select_for_update().filter(pk=search_id).first()
    if row is None:
        return
    if row.user_id not in {one.pk for one in accounts.members(row.organization_id)}:
        row.delete()  # who has left an organization is told nothing more for it
        return
    untold = FoundOffer.objects.filter(search=row, told_at=None)
    open_now = partners.on_the_shelf().exclude(intake=Intake.CLOSED).filter(pk__in=untold.values("offer_id"))
    if untold.filter(offer_id__in=list(open_now.values_list("pk", flat=True))).update(told_at=now):
        SavedSearch.objects.filter(pk=row.pk).update(told_at=now)
        events.publish(SearchMet(row.pk, row.user_id, row.organization_id, now.isoformat()))
