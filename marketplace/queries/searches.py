"""A member's saved searches, and the offers that it was told of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel.actor import Actor
from marketplace.choices import MOST_NAMED, Alerts
from marketplace.models import FoundOffer, SavedSearch
from marketplace.policies import SAVED_SEARCH
from partners import queries as partners
from partners.choices import Intake, Shelf

WITH_EVERY = ("measure", "sector")
Batch = tuple[UUID, datetime]  # a saved search, and when its member was told


@dataclass(frozen=True, slots=True)
class NewOffer:
    id: UUID
    name: str
    owner: str


@dataclass(frozen=True, slots=True)
class SearchNews:
    """What a member was told of one saved search at one moment, as far as it still holds."""

    search: Any
    offers: tuple[NewOffer, ...]  # the first ten
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.offers)


def saved_searches(actor: Actor) -> QuerySet[SavedSearch]:
    """Return the actor's own saved searches, the last saved first, with what it may do to each."""
    rows = SAVED_SEARCH.abilities(actor, SAVED_SEARCH.scope(actor, "read", SavedSearch.objects.all()))
    return rows.order_by("-created_at", "-pk")


def saved_search(actor: Actor, search_id: UUID) -> SavedSearch:
    """
    Return one of the actor's own saved searches.

    :raises SavedSearch.DoesNotExist: when it is somebody else's
    """
    return saved_searches(actor).get(pk=search_id)


def anybody_waits_for_offers() -> bool:
    """Return whether a saved search has alerts."""
    return SavedSearch.objects.exclude(alerts=Alerts.NEVER).exists()


def search_to_end(search_id: UUID, user_id: UUID) -> SavedSearch:
    """
    Return the saved search of which the link of a letter ends the alerts.

    :raises SavedSearch.DoesNotExist: when it is gone, or another person's
    """
    return SavedSearch.objects.get(pk=search_id, user_id=user_id)


def news_of_searches(actor: Actor, batches: Iterable[Batch]) -> dict[Batch, SearchNews]:
    """
    Return what the actor was told of its searches at these moments: offers that it may read and that are open now.

    A moment of which nothing is left is left out.
    """
    asked = set(batches)
    if not asked:
        return {}
    searches = saved_searches(actor).in_bulk({search_id for search_id, _at in asked})
    told: Any = FoundOffer.objects.filter(search_id__in=searches, told_at__in={at for _id, at in asked}).order_by(
        "offer_id"
    )
    found: defaultdict[Batch, list[UUID]] = defaultdict(list)
    for row in told.values_list("search_id", "told_at", "offer_id"):
        found[row[:2]].append(row[2])
    wanted = {offer_id for ids in found.values() for offer_id in ids}
    offers = open_offers_among(wanted, actor) if wanted else {}
    news = {}
    for batch in asked & found.keys():
        if held := [offers[pk] for pk in found[batch] if pk in offers]:
            news[batch] = SearchNews(searches[batch[0]], tuple(held[:MOST_NAMED]), len(held))
    return news


def narrowing(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Return groups of tags as search takes them: an offer that serves every measure or sector serves the one asked for."""
    return tuple((*group, *sorted({f"{kind}:*" for kind in WITH_EVERY if _holds(group, kind)})) for group in groups)


def _holds(group: Iterable[str], kind: str) -> bool:
    return any(tag.startswith(f"{kind}:") for tag in group)


def open_offers_among(offer_ids: Iterable[UUID], actor: Actor) -> dict[UUID, NewOffer]:
    """Return those of these offers that the actor may read now and that are neither closed nor its own."""
    rows = partners.offers(actor).filter(pk__in=set(offer_ids), shelf=Shelf.PUBLISHED).exclude(intake=Intake.CLOSED)
    rows = rows.exclude(organization_id=actor.organization_id)
    return {row.pk: NewOffer(row.pk, partners.in_language(row, "name"), partners.owner_name(row)) for row in rows}
