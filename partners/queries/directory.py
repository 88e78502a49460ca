from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Count, Q

from kernel.actor import Actor
from partners.queries.found import KINDS, Groups, readable_rows
from partners.queries.offers import on_the_shelf
from reference.queries import catalogue
from search import queries as search
from search.ports import Hits, Place, Query

# In the memory of each process: whoever asks first after a minute waits for the count, and no server can be away.
kept, SECONDS_KEPT = LocMemCache("partners-by-region", {}), 60

FURTHER = 200  # hits looked at once more where some of a page may not be shown


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
    """
    One page of the directory, best first, and rows by tag; `next` is where the page after it goes on.

    `degraded` says that the database answered in the engine's place, `near` that few rows hold the words and others come close.
    """

    rows: Sequence[tuple[str, Any]]
    total: int
    degraded: bool
    next: Place | None
    counts: Mapping[str, int]
    near: bool = False


def directory(
    actor: Actor,
    *,
    text: str = "",
    tags: Groups = (),
    facets: tuple[str, ...] = (),
    kinds: tuple[str, ...] = KINDS,
    newest: bool = False,
    limit: int = 20,
    after: Place | None = None,
) -> Found:
    """
    Return offers and partners that fit, each checked again against the policy before it is shown.

    The page begins after the place `after`; what may not be shown is made up for by those that follow.
    """
    asked = Query(text, tags, kinds, limit=limit + 1, facets=facets, newest=newest, after=after)
    hits = search.find(asked)
    rows: list[tuple[str, Any]] = []
    last, hidden = after, 0
    for place, row in _read(actor, asked, hits):
        if row is None:
            hidden += 1
        elif len(rows) == limit:
            return Found(rows, hits.total - hidden, hits.degraded, last, hits.counts, hits.near)
        else:
            rows.append(row)
            last = place
    return Found(rows, max(hits.total - hidden, 0), hits.degraded, None, hits.counts, hits.near)


def _read(actor: Actor, asked: Query, hits: Hits) -> Iterator[tuple[Place, tuple[str, Any] | None]]:
    """Yield each place with its row, or none when it may not be shown, and ask for more hits as long as there are any."""
    places, is_last = hits.places, len(hits.ids) < min(asked.limit, search.MOST)
    while places:
        held = readable_rows(actor, [pk for _score, pk in places], asked.kinds)
        yield from ((place, held.get(place[1])) for place in places)
        if is_last:
            return
        further = search.find(replace(asked, limit=FURTHER, facets=(), after=places[-1]))
        places, is_last = further.places, len(further.ids) < FURTHER
