from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Count, Q

from kernel.actor import Actor
from partners.queries.offers import offers, on_the_shelf
from partners.queries.profiles import profiles
from reference.queries import catalogue
from search import queries as search
from search.ports import Query

# In the memory of each process: whoever asks first after a minute waits for the count, and no server can be away.
kept, SECONDS_KEPT = LocMemCache("partners-by-region", {}), 60


def partners_by_region() -> dict[str, int]:
    """Return how many partners have an offer on the shelf that serves each region; it may be a minute old."""
    return kept.get_or_set("partners_by_region", _count_by_region, SECONDS_KEPT) or {}


def _count_by_region() -> dict[str, int]:
    """Look at every offer on the shelf: half a second for 50,000."""
    served = {
        code: Count("organization_id", distinct=True, filter=Q(search_tags__contains=f" region:{code} "))
        for code in catalogue().regions
    }
    named = {code.replace("-", "_"): count for code, count in served.items()}
    counted = on_the_shelf().aggregate(**named)
    return {code: counted[code.replace("-", "_")] for code in served}


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the directory, best first, and rows by tag; `degraded` when the database answered in the engine's place."""

    rows: Sequence[tuple[str, Any]]
    total: int
    degraded: bool
    next_offset: int | None
    counts: Mapping[str, int]


def directory(
    actor: Actor,
    *,
    text: str = "",
    tags: tuple[tuple[str, ...], ...] = (),
    facets: tuple[str, ...] = (),
    kinds: tuple[str, ...] = ("offer", "partner"),
    limit: int = 20,
    offset: int = 0,
    after: UUID | None = None,
) -> Found:
    """
    Return offers and partners that fit, each checked again against the policy before it is shown.

    The page begins after the row `after` wherever it now ranks, at `offset` when it ranks no more.
    """
    hits = search.find(Query(text, tags, kinds, limit=search.MOST, facets=facets))
    readable = {"offer": offers(actor), "partner": profiles(actor)}
    asked = [readable[kind].filter(pk__in=hits.ids).order_by().values_list("pk", flat=True) for kind in kinds]
    held = set(asked[0].union(*asked[1:]))
    shown = [pk for pk in hits.ids if pk in held]
    offset = shown.index(after) + 1 if after in held else offset
    end = offset + limit
    page = shown[offset:end]
    rows = {row.pk: (kind, row) for kind in kinds for row in readable[kind].filter(pk__in=page)}
    later = end if end < len(shown) else None
    return Found([rows[pk] for pk in page if pk in rows], len(shown), hits.degraded, later, hits.counts)
