"""Searches that found nothing, for the team: words that were asked on several days, never who asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum
from django.db.models.functions import Coalesce

from accounts.choices import Duty
from accounts.queries import operates
from kernel.actor import Actor
from kernel.errors import Refused
from marketplace.choices import MOST_UNMET, UNMET_DAYS
from marketplace.models import UnmetSearch


@dataclass(frozen=True, slots=True)
class Unmet:
    """Words with their filters that found nothing, so many times on so many days."""

    text: str
    language: str
    tags: tuple[str, ...]
    count: int
    days: int
    last_on: date


@dataclass(frozen=True, slots=True)
class UnmetSearches:
    """What was asked most; `untold` counts the searches whose words are not shown, asked on one day alone."""

    rows: tuple[Unmet, ...]
    untold: int


def may_read_unmet(actor: Actor) -> bool:
    return operates(actor, Duty.OVERSEE)


def unmet_searches(actor: Actor, *, first: date) -> UnmetSearches:
    """
    Return what found nothing since a day, the most asked first.

    :raises Refused: when the actor does not oversee the market
    """
    if not may_read_unmet(actor):
        raise Refused("unmet_searches")
    asked = UnmetSearch.objects.filter(day__gte=first).values("text", "tags", "language").order_by()
    found: Any = asked.annotate(total=Sum("count"), days=Count("day", distinct=True), last_on=Max("day"))
    shown = found.filter(days__gte=UNMET_DAYS).order_by("-total", "-last_on", "text", "tags", "language")
    rare = found.filter(days__lt=UNMET_DAYS)
    untold = rare.aggregate(count=Coalesce(Sum("total"), 0))["count"]
    return UnmetSearches(tuple(_told(shown[:MOST_UNMET])), untold)


def _told(rows: Iterable[dict[str, Any]]) -> Iterable[Unmet]:
    for row in rows:
        tags = tuple(row["tags"].split())
        yield Unmet(row["text"], row["language"], tags, row["total"], row["days"], row["last_on"])
