from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final
from uuid import UUID

from kernel.queue.claims import open_arguments
from search import batch, names, registry, spelling, synonyms
from search.jobs import index
from search.ports import LONGEST_TEXT, Hits, Query

MOST: Final = 1000
FEW: Final = 3
_ROWS_READ: Final = 20
_MOST_TRIED: Final = 3


def find(query: Query) -> Hits:
    """
    Return the ids that fit, best first; the caller checks each against its policy before it is shown.

    What may no longer be found is left out at once, however long the index waits to hear of it. Words that find fewer than
    three rows are looked for once more, by titles that come near.
    """
    return by_words_or_near(_asked(query), registry.find)


def count(query: Query) -> int:
    """Return how many rows hold the words; what only comes close does not count."""
    return registry.find(_asked(replace(query, limit=1))).total


def _asked(query: Query) -> Query:
    left_out = (*query.without, *_no_longer_findable())
    limit = min(max(query.limit, 1), MOST)
    return replace(query, text=query.text[:LONGEST_TEXT], limit=limit, without=left_out)


def by_words_or_near(query: Query, ask: Callable[[Query], Hits]) -> Hits:
    """
    Ask for the words, and once more for what comes near when they find few.

    Filters have no say in that: what a facet counts is what its filter then finds.
    """
    hits = ask(query)
    is_whole = query.text.strip() and not (query.unfinished or query.alike or query.only is not None)
    if not is_whole or hits.total >= FEW or hits.degraded:
        return hits
    if query.tags and ask(replace(query, tags=(), facets=(), after=None, limit=1)).total >= FEW:
        return hits
    more = ask(replace(query, alike=True))
    return replace(more, near=True) if more.total > hits.total and not more.degraded else hits


@contextmanager
def among(kind: str, ids: Collection[UUID]) -> Iterator[batch.Holding]:
    """Lend what says which of these rows hold the words of a text now, whatever the index knows of them."""
    findable = registry.findables()[kind]
    with batch.among(map(findable.document, findable.rows().filter(pk__in=ids))) as holding:
        yield holding


def _no_longer_findable() -> list[UUID]:
    """Return the rows whose change still waits for the index and that may be found no more; of the latest 1,000."""
    waiting = [pair for (pairs,) in open_arguments(index.module_path, most=_ROWS_READ) for pair in pairs][:MOST]
    kinds = registry.findables().keys() & {kind for kind, _pk in waiting}
    ids = {UUID(pk) for kind, pk in waiting if kind in kinds}
    rows = [registry.findables()[kind].rows().filter(pk__in=ids) for kind in kinds]
    held = [one.order_by().values_list("pk", flat=True) for one in rows]
    return list(ids.difference(held[0].union(*held[1:]))) if held else []


def meant(text: str, near_titles: Iterable[str]) -> str:
    """Return the text with its slips mended by words of these titles and of known names, if that finds anything."""
    known = synonyms.known
    mended = spelling.proposals(
        text[:LONGEST_TEXT], near_titles, known.spelled(), lambda said: len(known.clauses(said))
    )
    return next((one for one in mended[:_MOST_TRIED] if count(Query(one))), "")


def complete(text: str, language: str, limit: int = 8) -> list[tuple[str, str]]:
    """Return the tags of which a name, in any language, has a word that begins so, each with its name in this one."""
    return names.known.beginning(text[:LONGEST_TEXT], language, limit)
