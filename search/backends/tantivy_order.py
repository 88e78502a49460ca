"""The order of the embedded engine's hits made total, by score then id, so that each page goes on where the last one ended."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import Any, Final

import tantivy

from search.backends.tantivy_schema import ids_of, schema
from search.backends.tantivy_words import query_of
from search.ports import Place, Query

_GROWTH: Final = 8
_MUST: Final = tantivy.Occur.Must


def newest(searcher: Any, query: Query) -> tuple[list[Place], int]:
    """Return the places of one page by falling id, and how many rows fit in all."""
    asked = query_of(query)
    if query.after is None:
        result = searcher.search(asked, limit=query.limit, order_by_field="id")
        total = result.count
    else:
        total = searcher.search(asked, limit=1).count
        last = str(query.after[1])
        earlier = tantivy.Query.range_query(
            schema(), "id", tantivy.FieldType.Text, upper_bound=last, include_upper=False
        )
        both = tantivy.Query.boolean_query([(_MUST, asked), (_MUST, earlier)])
        result = searcher.search(both, limit=query.limit, count=False, order_by_field="id")
    return [(0.0, pk) for pk in ids_of(searcher, [address for _id, address in result.hits])], total or 0


def best(searcher: Any, query: Query) -> tuple[list[Place], int]:
    """
    Return the places of one page by falling score, then id, and how many rows fit in all.

    The engine breaks ties by where a row lies, which changes as rows are edited. More hits are asked for until the last
    group of equal scores is whole.
    """
    asked = query_of(query)
    row = _where(searcher, query) if query.after else None
    wanted, total = query.limit + 1, None
    while True:
        result = searcher.search(asked, limit=wanted, count=total is None)
        total = result.count if total is None else total
        page = _page(searcher, result.hits, query, row, whole=len(result.hits) < wanted)
        if page is not None:
            return page, total or 0
        wanted = min(wanted * _GROWTH, total + 1)


def _where(searcher: Any, query: Query) -> Any:
    """Return the address at which the row now lies after which the page begins; none when it fits no more."""
    assert query.after is not None
    hits = searcher.search(query_of(replace(query, only=(query.after[1],))), limit=1, count=False).hits
    return hits[0][1] if hits else None


def _page(searcher: Any, hits: list[Any], query: Query, row: Any, *, whole: bool) -> list[Place] | None:
    """Return the page, or none when these hits do not reach to its end."""
    after = query.after
    if after and row is not None:
        listed = next((score for score, address in hits if _same(address, row)), None)
        if listed is None and not whole:
            return None
        after = (after[0] if listed is None else listed, after[1])
    falling = [-score for score, _address in hits]
    at = bisect_left(falling, -after[0]) if after else 0
    page: list[Place] = []
    while len(page) < query.limit and at < len(hits):
        end = bisect_right(falling, falling[at], lo=at)
        if end == len(hits) and not whole:
            return None
        score = hits[at][0]
        tied = sorted(ids_of(searcher, [address for _score, address in hits[at:end]]), reverse=True)
        page += [(score, pk) for pk in tied if not after or (score, pk) < after]
        at = end
    return page[: query.limit] if whole or len(page) >= query.limit else None


def _same(one: Any, other: Any) -> bool:
    return bool(one.segment_ord == other.segment_ord and one.doc == other.doc)
