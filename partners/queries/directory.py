from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from kernel.actor import Actor
from partners.queries.offers import offers, on_the_shelf
from partners.queries.profiles import profiles
from reference.queries import catalogue
from search import queries as search
from search.ports import Query


def partners_by_region() -> dict[str, int]:
    """Return how many partners have an offer on the shelf that serves each region."""
    served = {
        code: Count("organization_id", distinct=True, filter=Q(search_tags__contains=f" region:{code} "))
        for code in catalogue().regions
    }
    named = {code.replace("-", "_"): count for code, count in served.items()}
    counted = on_the_shelf().aggregate(**named)
    return {code: counted[code.replace("-", "_")] for code in served}


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the directory, best first; `degraded` when the database answered in the place of the engine."""

    rows: Sequence[tuple[str, Any]]
    total: int
    degraded: bool
    next_offset: int | None


def directory(
    actor: Actor,
    *,
    text: str = "",
    tags: tuple[tuple[str, ...], ...] = (),
    kinds: tuple[str, ...] = ("offer", "partner"),
    limit: int = 20,
    offset: int = 0,
    after: UUID | None = None,
) -> Found:
    """
    Return offers and partners that fit, each checked again against the policy before it is shown.

    The page begins after the row `after` wherever it now ranks, at `offset` when it ranks no more.
    """
    hits = search.find(Query(text, tags, kinds, limit=1000))
    found: dict[Any, tuple[str, Any]] = {}
    if "offer" in kinds:
        found |= {row.pk: ("offer", row) for row in offers(actor).filter(pk__in=hits.ids)}
    if "partner" in kinds:
        found |= {row.pk: ("partner", row) for row in profiles(actor).filter(pk__in=hits.ids)}
    shown = [found[pk] for pk in hits.ids if pk in found]
    offset = next((place + 1 for place, (_kind, row) in enumerate(shown) if row.pk == after), offset)
    end = offset + limit
    return Found(shown[offset:end], len(shown), hits.degraded, end if end < len(shown) else None)
