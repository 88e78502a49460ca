"""The order of the embedded engine's hits made total, by score then id, so that each page goes on where the last one ended."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import tantivy

from search.backends.tantivy_schema import ids_of, made_before
from search.backends.tantivy_words import query_of
from search.ports import DRIFT, Place, Query

_GROWTH: Final = 8
_FEW: Final = 200
_ROUNDING: Final = 1e-5  # of a score: the same parts may be added in another order
_MUST: Final = tantivy.Occur.Must


def newest(searcher: Any, query: Query) -> tuple[list[Place], int]:
    """Return the places of one page by falling id, and how many rows fit in all."""
    asked = query_of(query)
    total = searcher.search(asked, limit=1).count
    last = query.after[1] if query.after else None
    return [(0.0, pk) for pk, _address in _by_id(searcher, asked, last, query.limit)], total or 0


def _by_id(searcher: Any, asked: Any, before: UUID | None, limit: int) -> list[tuple[UUID, Any]]:
    if before is not None:
        asked = tantivy.Query.boolean_query([(_MUST, asked), (_MUST, made_before(before))])
    hits = searcher.search(asked, limit=limit, count=False, order_by_field="id").hits
    return [(UUID(pk), address) for pk, address in hits]


def best(searcher: Any, query: Query) -> tuple[list[Place], int]:
    """
    Return the places of one page by falling score, then id, and how many rows fit in all.

    The engine breaks ties by where a row lies, which changes as rows are edited. More hits are asked for until the last
    group of equal scores is whole.
    """
    asked = query_of(query)
    row = _now(searcher, query) if query.after else None
    wanted, total = query.limit + 1, None
    while True:
        result = searcher.search(asked, limit=wanted, count=total is None)
        hits, total = result.hits, result.count if total is None else total
        whole = len(hits) < wanted
        page = _page(_Listing(searcher, asked, hits, whole), query, row)
        if page is not None:
            return page, total or 0
        wanted = min(wanted * _GROWTH, total + 1)


def _now(searcher: Any, query: Query) -> Any:
    """Return the score and address of the row after which the page begins, as they are now; none when it fits no more."""
    assert query.after is not None
    hits = searcher.search(query_of(replace(query, only=(query.after[1],))), limit=1, count=False).hits
    return hits[0] if hits else None


def _page(listing: "_Listing", query: Query, row: Any) -> list[Place] | None:
    """Return the page, or none when these hits do not reach to its end."""
    hits, at, below, last = listing.hits, 0, float("inf"), None
    if query.after:
        if (listed := listing.score_of(query.after[0], row)) is None:
            return None
        below, last = listed, query.after[1]
        at = bisect_left(hits, -below, key=_falling)
    page: list[Place] = []
    while len(page) < query.limit and at < len(hits):
        score = hits[at][0]
        end = bisect_right(hits, -score, lo=at, key=_falling)
        if end == len(hits) and not listing.whole:
            return None
        ids = listing.tied(at, end, before=last if score == below else None, most=query.limit - len(page))
        page += [(score, pk) for pk in ids]
        at = end
    return page if listing.whole or len(page) == query.limit else None


@dataclass(frozen=True, slots=True)
class _Listing:
    """The best hits of a query, of equal scores in the order of their addresses; all there are when they are whole."""

    searcher: Any
    asked: Any
    hits: list[Any]
    whole: bool

    def score_of(self, given: float, row: Any) -> float | None:
        """Return the score of the row; of one that is gone, the nearest one. None when these hits do not reach to it."""
        now, slack = (row[0], _ROUNDING) if row else (given, DRIFT)
        start = bisect_left(self.hits, -now * (1 + slack), key=_falling)
        end = bisect_right(self.hits, -now * (1 - slack), key=_falling)
        if end == len(self.hits) and not self.whole:
            return None
        near = self.hits[start:end]
        if row and near and near[0][0] != near[-1][0]:
            return next((score for score, address in near if _key(address) == _key(row[1])), now)
        return min((score for score, _address in near), key=lambda score: abs(score - now), default=now)

    def tied(self, start: int, end: int, *, before: UUID | None, most: int) -> list[UUID]:
        """Return the largest ids of a group of equal scores, those before an id alone; all of a group are compared."""
        if end - start <= _FEW:
            ids = ids_of(self.searcher, (address for _score, address in self.hits[start:end]))
            return sorted((pk for pk in ids if before is None or pk < before), reverse=True)[:most]
        # Of many, it is faster to go through all rows from the largest id than to read the id of each.
        found: list[UUID] = []
        step = most
        while len(found) < most:
            rows = _by_id(self.searcher, self.asked, before, step)
            found += [pk for pk, address in rows if self._is_among(start, end, address)]
            if len(rows) < step:
                break
            before, step = rows[-1][0], step * 2
        return found[:most]

    def _is_among(self, start: int, end: int, address: Any) -> bool:
        at = bisect_left(self.hits, _key(address), lo=start, hi=end, key=lambda hit: _key(hit[1]))
        return at < end and _key(self.hits[at][1]) == _key(address)


def _falling(hit: Any) -> float:
    return -float(hit[0])


def _key(address: Any) -> tuple[int, int]:
    return address.segment_ord, address.doc
