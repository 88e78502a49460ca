"""Log-normal uncertainty from quality scores (docs/method/footprint.md section 9; ecoinvent's pedigree, Scope 3 Guidance)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Final, Literal

from footprint.engine.numbers import CONTEXT, HUNDRED, ONE, ZERO, root
from footprint.engine.problems import Problem, Refusal
from footprint.engine.uncertainty import Interval

Criterion = Literal["reliability", "technical", "geographic", "temporal", "completeness"]
# Contribution of a criterion to the squared geometric standard deviation, by score: 1 very poor … 5 very good.
CONTRIBUTIONS: Final[Mapping[Criterion, tuple[Decimal, ...]]] = {
    "reliability": tuple(map(Decimal, ("1.5", "1.2", "1.1", "1.05", "1"))),
    "technical": tuple(map(Decimal, ("2", "1.5", "1.2", "1.1", "1"))),
    "geographic": tuple(map(Decimal, ("1.1", "1.05", "1.02", "1.01", "1"))),
    "temporal": tuple(map(Decimal, ("1.5", "1.2", "1.1", "1.03", "1"))),
    "completeness": tuple(map(Decimal, ("1.2", "1.1", "1.05", "1.02", "1"))),
}
# At most so large a squared deviation has this rating, 5 the best.
RATINGS: Final = ((5, Decimal("1.1199")), (4, Decimal("1.2621")), (3, Decimal("1.6361")), (2, Decimal("2.5163")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The quality of a factor, 1 very poor to 5 very good by criterion; what is not said counts as very poor."""

    reliability: int = 1
    technical: int = 1
    geographic: int = 1
    temporal: int = 1
    completeness: int = 1

    @property
    def half_width_pct(self) -> Decimal:
        """
        Return the half-width at 95 % that these scores stand for.

        :raises Refusal: `score_out_of_range`
        """
        return half_width_of_gsd2(gsd2_of_scores(asdict(self)))


def gsd2_of_scores(scores: Mapping[str, int]) -> Decimal:
    """
    Return the squared geometric standard deviation of a datum; a criterion without a score counts as very poor.

    :raises Refusal: `score_out_of_range` outside 1 to 5
    """
    squares = ZERO
    for criterion, contributions in CONTRIBUTIONS.items():
        score = scores.get(criterion, 1)
        if not 1 <= score <= len(contributions):
            raise Refusal(Problem("score_out_of_range", params={"field": f"quality.{criterion}", "value": score}))
        log = CONTEXT.ln(contributions[score - 1])
        squares += log * log
    return CONTEXT.exp(root(squares))


def gsd2_of_product(*deviations: Decimal) -> Decimal:
    """Return the squared deviation of a product of independent log-normal data."""
    return CONTEXT.exp(root(sum((CONTEXT.ln(one) ** 2 for one in deviations), ZERO)))


def gsd2_of_sum(parts: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Return the squared deviation of a sum of independent (emission, squared deviation) pairs; emissions above zero."""
    rows = list(parts)
    total = sum((kg for kg, _ in rows), ZERO)
    if not total:
        return ONE
    return CONTEXT.exp(root(sum((CONTEXT.divide(kg * CONTEXT.ln(gsd2), total) ** 2 for kg, gsd2 in rows), ZERO)))


def gsd2_of_half_width(pct: Decimal) -> Decimal:
    """Return the squared deviation that a symmetric half-width at 95 % stands for: U + √(1 + U²), U as a fraction."""
    share = CONTEXT.divide(pct, HUNDRED)
    return share + root(ONE + share * share)


def half_width_of_gsd2(gsd2: Decimal) -> Decimal:
    """Return the symmetric half-width in per cent that a squared deviation stands for: the other way round."""
    return CONTEXT.divide(gsd2 - CONTEXT.divide(ONE, gsd2), Decimal(2)) * HUNDRED


def interval_of(kg: Decimal, gsd2: Decimal) -> Interval:
    """Return the bounds at 95 %."""
    return Interval(CONTEXT.divide(kg, gsd2), kg * gsd2)


def rating(gsd2: Decimal) -> int:
    """Return 5 (very good) to 1 (very poor)."""
    return next((score for score, most in RATINGS if gsd2 <= most), 1)
