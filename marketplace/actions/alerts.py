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


class Behind(Exception):
    """The search engine is away: the database would answer, with other words."""


def begin_alerts(row: SavedSearch, *, now: datetime) -> None:
    """Take what fits now as known, a thousand offers at most: its member has just seen it, and is told of what follows."""
    row.found.filter(told_at=None).update(told_at=now)  # type: ignore[attr-defined]
    fitting = _fitting(row, search.find(_query(row)).ids, insist=True)
    offers = partners.on_the_shelf().filter(pk__in=fitting)
    _meet(row.pk, offers.values_list("pk", flat=True), told_at=now)
    jobs.tell_tomorrow(now)


def meet_searches(*, since: datetime, now: datetime, insist: bool = False) -> None:
    """
    Run the searches that have alerts on the offers that came or changed since an instant; tell at once who wants so.

    Each search is a transaction of its own: made again from the start, it adds nothing.

    :raises Behind: when the engine is away, unless the caller insists on the answer of the database
    """
    fresh = partners.on_the_shelf().exclude(intake=Intake.CLOSED).filter(updated_at__gte=since).order_by("pk")
    offers = list(fresh.values_list("pk", "organization_id", "search_tags"))
    for row in with_alerts().order_by("pk") if offers else ():
        groups = partners.narrowing(row.tags)
        may_fit = [
            pk
            for pk, owner_id, tags in offers
            if owner_id != row.organization_id and all(any(f" {tag} " in tags for tag in group) for group in groups)
        ]
        fitting = {
            pk
            for start in range(0, len(may_fit), search.MOST)
            for pk in _fitting(row, may_fit[start : start + search.MOST], insist=insist)
        }
        if fitting:
            _meet_and_tell(row.pk, fitting, now)


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


def _fitting(row: SavedSearch, ids: Sequence[UUID], *, insist: bool) -> set[UUID]:
    """Return those of these offers that hold the words: what only comes close is no news."""
    hits = search.find(_query(row, ids))
    if hits.degraded and not insist:
        raise Behind
    return set(hits.ids) & set(ids)


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
