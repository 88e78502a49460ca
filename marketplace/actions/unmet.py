"""Searches that found nothing are counted, so that gaps in supply and in synonyms show; nobody is attached to them."""

import logging
import re
from datetime import datetime
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError, transaction
from django.db.models import F

from accounts.choices import Kind
from kernel import clock
from kernel.actor import Actor
from kernel.retention import delete_in_parts
from kernel.text import ascii_digits, words
from marketplace import queries
from marketplace.choices import UNMET_A_MINUTE
from marketplace.models import UnmetSearch
from partners import queries as partners
from search import queries as search
from search.ports import LONGEST_TEXT, Query
from search.words import terms

log = logging.getLogger("qafila.marketplace")
counted = LocMemCache("unmet-searches", {})  # of each process: a limit that costs no write

# An address, a telephone or account number, an identity card: nine digits together, or letters and six.
_PERSONAL = re.compile(r"@|(?:\d[\s.\-/()]*){9}|\b[a-z]{1,2}\s?\d{6}\b", re.IGNORECASE)


def note_unmet(
    actor: Actor, found: Any, *, text: str, tags: tuple[tuple[str, ...], ...], language: str, now: datetime
) -> None:
    """
    Count words that found nothing on the first page, unless a search engine that is away may be why.

    Not counted: what looks like somebody's address or number, filters that the directory does not have, what the team
    types, and more than sixty a minute. A count that fails is written down and disturbs nobody.
    """
    if found.degraded or actor.kind == Kind.OPERATOR or not terms(text) or is_personal(text):
        return
    if found.total and not (found.near and not _fits(text, tags)):
        return
    kept = " ".join(sorted(tag for group in tags for tag in group if not tag.endswith(":*")))
    if len(kept) > 300 or not all(map(queries.is_filter, kept.split())) or not _has_room(now):
        return
    asked = {
        "day": clock.moroccan_day(now),
        "text": " ".join(words(text[:LONGEST_TEXT]))[:LONGEST_TEXT],
        "tags": kept,
        "language": language,
    }
    try:
        with transaction.atomic():
            if not UnmetSearch.objects.filter(**asked).update(count=F("count") + 1):
                UnmetSearch.objects.bulk_create([UnmetSearch(**asked)], ignore_conflicts=True)
    except DatabaseError:
        log.exception("a search without an answer could not be counted")


def _fits(text: str, tags: tuple[tuple[str, ...], ...]) -> bool:
    """Return whether a row holds the words, and none only comes close."""
    return search.count(Query(text, partners.narrowing(tags))) > 0


def forget_unmet(*, before: datetime) -> int:
    """Forget what found nothing before this instant; return how many rows went."""
    return delete_in_parts(UnmetSearch.objects.filter(day__lt=clock.moroccan_day(before)))


def is_personal(text: str) -> bool:
    """Return whether a text holds what looks like an address or a number of somebody."""
    return bool(_PERSONAL.search(ascii_digits(text)))


def _has_room(now: datetime) -> bool:
    key = f"{now:%H%M}"
    counted.add(key, 0, 120)
    return counted.incr(key) <= UNMET_A_MINUTE
