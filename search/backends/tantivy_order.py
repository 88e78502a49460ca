"""The order of the embedded engine's hits made total, by score then id, so that each page goes on where the last one ended."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import tantivy

from search.backends.tantivy_schema import ids_of, made_before, schema
from search.backends.tantivy_words import query_of
from search.ports import DRIFT, Place, Query

_GROWTH: Final = 8
_FEW: Final = 100  # of one score, whose ids are read; of more, the rows are gone through by id
_WALKED: Final = 8  # rows looked at for each one wanted
_ROUNDING: Final = 1e-5  # of a score
_MUST: Final = tantivy.Occur.Must


def newest(searcher: Any, query: Query) -> tuple[list[Place], int]:
    """Return the places of one page by falling id, and how many rows fit in all."""
    asked = query_of(query)
    if query.after is None:
        rows, total = _by_id(searcher, asked, None, query.limit, count=True)
    else:
        rows, _left = _by_id(searcher, asked, query.after[1], query.limit)
        total = searcher.search(asked, limit=1).count
    return [(0.0, pk) for pk, _address in rows], total


def _by_id(
    searcher: Any, asked: Any, before: UUID | None, limit: int, *, count: bool = False
) -> tuple[list[tuple[UUID, Any]], int]:
    """Return rows with their addresses, by falling id; before an id alone where one is given."""
    if before is not None:
        asked = tantivy.Query.boolean_query([(_MUST, asked), (_MUST, made_before(before))])
    result = searcher.search(asked, limit=limit, count=count, order_by_field="id")
    return [(UUID(pk), address) for pk, address in result.hits], result.count or 0


def best(searcher: Any, query: Query) -> tuple[list[Place], int]:
    """
    Return the places of one page by falling score, then id, and how many rows fit in all.

    The engine breaks ties by where a row lies, which changes as rows are edited. More hits are asked for until the last
    group of equal scores is whole.
    """
    asked = query_of(query)
    row = _now(searcher, query) if query.after else None
    wanted, total = max(query.limit + 1, 2 * _FEW), None
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
    hits, at, now = listing.hits, 0, float("inf")
    if query.after:
        if (settled := listing.score_of(query.after[0], row)) is None:
            return None
        now = settled
        at = bisect_left(hits, -now * (1 + _ROUNDING), key=_falling)
    page: list[Place] = []
    while len(page) < query.limit and at < len(hits):
        score, most = hits[at][0], query.limit - len(page)
        before = query.after[1] if query.after and _equal(score, now) else None
        end = bisect_right(hits, -score * (1 - _ROUNDING), lo=at, key=_falling)
        if end == len(hits) and not listing.whole:
            ids = listing.walked(score, before, most) if end - at > _FEW else []
            return page + [(score, pk) for pk in ids] if len(ids) == most else None
        page += [(score, pk) for pk in listing.tied(at, end, before, most)]
        at = end
    return page if listing.whole or len(page) == query.limit else None


@dataclass(frozen=True, slots=True)
class _Listing:
    """The best hits of a query: all there are, when they are whole."""

    searcher: Any
    asked: Any
    hits: list[Any]
    whole: bool

    def score_of(self, given: float, row: Any) -> float | None:
        """Return the score of the row; of one that is gone, the nearest one. None when these hits do not reach to it."""
        if row:
            return float(row[0])
        start = bisect_left(self.hits, -given * (1 + DRIFT), key=_falling)
        end = bisect_right(self.hits, -given * (1 - DRIFT), key=_falling)
        if end == len(self.hits) and not self.whole:
            return None
        near = (score for score, _address in self.hits[start:end])
        return min(near, key=lambda score: abs(score - given), default=given)

    def tied(self, start: int, end: int, before: UUID | None, most: int) -> list[UUID]:
        """Return the largest ids of a whole group of equal scores, those before an id alone."""
        if end - start <= _FEW:
            ids = ids_of(self.searcher, (address for _score, address in self.hits[start:end]))
            return sorted((pk for pk in ids if before is None or pk < before), reverse=True)[:most]
        # Of many, it is faster to go through all rows from the largest id than to read the id of each.
        members = {_key(address) for _score, address in self.hits[start:end]}
        return self._largest(lambda rows: [pk for pk, address in rows if _key(address) in members], before, most)

    def walked(self, score: float, before: UUID | None, most: int) -> list[UUID]:
        """Return the largest ids of a group that goes on beyond these hits, as far as few rows show them."""

        def of_this_score(rows: list[tuple[UUID, Any]]) -> list[UUID]:
            only = tantivy.Query.term_set_query(schema(), "id", [str(pk) for pk, _address in rows])
            both = tantivy.Query.boolean_query(
                [(_MUST, self.asked), (_MUST, tantivy.Query.const_score_query(only, 0.0))]
            )
            hits = self.searcher.search(both, limit=len(rows) + 1, count=False).hits
            scores = {_key(address): one for one, address in hits}
            return [pk for pk, address in rows if _equal(scores.get(_key(address), 0.0), score)]

        return self._largest(of_this_score, before, most, within=_WALKED * most)

    def _largest(
        self,
        members: Callable[[list[tuple[UUID, Any]]], list[UUID]],
        before: UUID | None,
        most: int,
        within: float = float("inf"),
    ) -> list[UUID]:
        found: list[UUID] = []
        step, seen = most, 0
        while len(found) < most and seen < within:
            rows, _left = _by_id(self.searcher, self.asked, before, step)
            found += members(rows)
            if len(rows) < step:
                break
            before, seen, step = rows[-1][0], seen + step, step * 2
        return found[:most]


def _equal(one: float, other: float) -> bool:
    """Return whether two scores are the same: their parts may have been added in another order."""
    return abs(one - other) <= _ROUNDING * other


def _falling(hit: Any) -> float:
    return -float(hit[0])


def _key(address: Any) -> tuple[int, int]:
    return address.segment_ord, address.doc
