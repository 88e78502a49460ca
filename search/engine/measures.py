"""How good an order is, held against graded judgements: nDCG with the gain 2^grade - 1, reciprocal rank, recall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

TOP: Final = 10
DEPTH: Final = 50


@dataclass(frozen=True, slots=True)
class Quality:
    """What an order is worth: each from 0 to 1."""

    ndcg_at_10: float
    mrr_at_10: float
    recall_at_50: float


def quality(order: Sequence[str], grades: Mapping[str, int]) -> Quality:
    """Measure the order of one query; what nobody judged counts as grade 0, and some grade must be above 0."""
    return Quality(ndcg(order, grades), reciprocal_rank(order, grades), recall(order, grades))


def mean(qualities: Sequence[Quality]) -> Quality:
    count = len(qualities)
    return Quality(
        sum(one.ndcg_at_10 for one in qualities) / count,
        sum(one.mrr_at_10 for one in qualities) / count,
        sum(one.recall_at_50 for one in qualities) / count,
    )


def ndcg(order: Sequence[str], grades: Mapping[str, int], depth: int = TOP) -> float:
    """Return the discounted gain of the first places, as a share of that of the best order."""
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(one, 0) for one in order[:depth]]) / _gain(best[:depth])


def reciprocal_rank(order: Sequence[str], grades: Mapping[str, int], depth: int = TOP) -> float:
    """Return 1 / the place of the first that is any good, 0 when the first places hold none."""
    return next((1 / place for place, one in enumerate(order[:depth], 1) if grades.get(one, 0) > 0), 0.0)


def recall(order: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Return the share of all that is any good among the first places."""
    good = {one for one, grade in grades.items() if grade > 0}
    return len(good.intersection(order[:depth])) / len(good)


def _gain(grades: Sequence[int]) -> float:
    return sum((2 ** max(grade, 0) - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))
