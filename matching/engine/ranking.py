"""
The best of many offers, without scoring them all.

Offers that do the same (the same measures, end uses and standards) share the criteria that hang on that alone, and with
them a bound that none of their scores passes. The promising ones come first; once a list is full and no bound reaches
its last place, the rest is left. What is kept is what `match` would put first, to the byte.
"""

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any, Final

from matching.engine.criteria import CRITERIA, Utility
from matching.engine.numbers import ONE, exactly
from matching.engine.offers import Case, case
from matching.engine.rules import refusals
from matching.engine.run import Candidate, Result, result, serves
from matching.engine.score import Part, mean, parts
from matching.engine.situation import Situation
from matching.engine.weights import Weights

does: Final = attrgetter("kind", "measures", "end_uses", "standards_accredited", "approved_auditor_law_47_09")
HANG_ON_IT: Final = frozenset({"goal", "cover", "carbon", "economics", "compliance"})
ANYTHING: Final = Utility(ONE, ONE)


@dataclass(slots=True)
class Places:
    """A list of so many places, in the order of the score; ties go by the offer's digest, then its id."""

    most: int
    held: list[tuple[int, str, str, Candidate]] = field(default_factory=list)

    def are_beyond(self, bound: int) -> bool:
        """Whether all are taken, and the last of them by more than the bound."""
        return len(self.held) == self.most and -self.held[-1][0] > bound

    def offer(self, micro: int, one: Candidate) -> None:
        insort(self.held, (-micro, one.digest, one.offer.offer_id, one))
        del self.held[self.most :]


@dataclass(frozen=True, slots=True)
class Alike:
    """Offers that do the same: the case of one of them, and what no score of theirs passes, in millionths."""

    case: Case
    candidates: list[Candidate]
    bound: int


@exactly
def best(
    situation: Situation, candidates: Iterable[Candidate], weights: Mapping[str, Weights], as_of: date, most: int
) -> list[tuple[Candidate, Result]]:
    """Return, of the offers about the need, the `most` that fit and then the `most` near misses, with their results."""
    fitting, near = lists = Places(most), Places(most)
    for group in _groups(situation, candidates, weights, as_of):
        if fitting.are_beyond(group.bound) and near.are_beyond(group.bound):
            break
        for candidate in group.candidates:
            one = replace(group.case, offer=candidate.offer, record=candidate.record)
            refused = refusals(one)
            if refused < 2 and not lists[refused].are_beyond(group.bound):
                lists[refused].offer(mean(parts(one, weights[one.kind])), candidate)
    return [(one, result(situation, one, weights, as_of)) for places in lists for *_, one in places.held]


def _groups(
    situation: Situation, candidates: Iterable[Candidate], weights: Mapping[str, Weights], as_of: date
) -> list[Alike]:
    alike: dict[tuple[Any, ...], list[Candidate]] = {}
    for one in candidates:
        alike.setdefault(does(one.offer), []).append(one)
    found = []
    for group in alike.values():
        first = case(situation, group[0].offer, as_of)
        if situation.need is None or serves(first, situation.need):
            found.append(Alike(first, group, _bound(first, weights[first.kind])))
    return sorted(found, key=lambda one: -one.bound)


def _bound(one: Case, weights: Weights) -> int:
    """Return the score with every other criterion at its best, and one millionth for the rounding."""
    known = (
        Part(code, weights[code], find(one) if code in HANG_ON_IT else ANYTHING)
        for code, find in CRITERIA.items()
        if weights.get(code)
    )
    return mean(list(known)) + 1
