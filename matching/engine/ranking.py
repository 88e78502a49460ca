"""The best of many offers: those that may be among them by the columns of all, then scored exactly."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from operator import itemgetter
from threading import Lock
from typing import Final

from matching.engine.columns import Columns
from matching.engine.numbers import exactly
from matching.engine.offers import case
from matching.engine.run import Candidate, Result, of_each, result
from matching.engine.score import mean, parts
from matching.engine.sieve import Sieve
from matching.engine.situation import Situation
from matching.engine.weights import Weights
from reference.files import Catalogue

_lock: Final = Lock()
_held: Final[dict[tuple[str, ...], Columns]] = {}


def best(
    situation: Situation, candidates: Iterable[Candidate], weights: Mapping[str, Weights], as_of: date, most: int
) -> list[tuple[Candidate, Result]]:
    """
    Return, of the offers about the need, the `most` that fit and then the `most` near misses, with their results.

    Of those that fit, one partner has three for a need at most.
    """
    with _lock:
        columns = _columns(tuple(weights), situation.catalogue, candidates)
        rows = Sieve(columns, situation, weights, as_of).best(most)
        kept = [[columns.rows[row] for row in some] for some in rows]
    fits, near = (_in_order(situation, some, weights, as_of) for some in kept)
    chosen = [*islice(of_each(fits), most), *(one for one, _need in near[:most])]
    return [(one, result(situation, one, weights, as_of)) for one in chosen]


def _columns(kinds: tuple[str, ...], catalogue: Catalogue, candidates: Iterable[Candidate]) -> Columns:
    """Return the columns of these offers: those of the last ranking of these kinds, with what changed since."""
    held = _held.get(kinds)
    if held is None or held.catalogue.edition != catalogue.edition or held.is_stale:
        held = _held[kinds] = Columns(catalogue)
    held.follow(candidates)
    return held


@exactly
def _in_order(
    situation: Situation, candidates: Iterable[Candidate], weights: Mapping[str, Weights], as_of: date
) -> list[tuple[Candidate, str]]:
    """Order offers as `run.in_order` does their results, each with the need for which it counts."""
    placed = []
    for one in candidates:
        before = case(situation, one.offer, as_of, one.record)
        place = -mean(parts(before, weights[before.kind])), one.digest, one.offer.offer_id
        placed.append((place, one, situation.main_need(before.served)))
    return [(one, need) for _place, one, need in sorted(placed, key=itemgetter(0))]
