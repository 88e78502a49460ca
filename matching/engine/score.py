"""The score of an offer: a weighted geometric mean that is the sum of its reasons (docs/method/matching.md, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from matching.engine.criteria import CRITERIA, Utility
from matching.engine.numbers import HALF, HUNDRED, MICRO, ZERO, exactly, floor, half_up, micro
from matching.engine.offers import Case
from matching.engine.verdicts import Side

FLOOR: Final = Decimal("0.05")
START: Final = HALF
NOTHING: Final = Decimal("1E-9")


@dataclass(frozen=True, slots=True)
class Part:
    """
    One criterion of a score: its utility, None when missing, the ends it may take, its weight and its points.

    A missing utility counts as the start, or as the nearer end when the start is out of its reach.
    """

    code: str
    weight: Decimal
    utility: Utility
    points: int = 0

    @property
    def taken(self) -> Decimal:
        return min(self.utility.high, max(self.utility.low, START))

    @property
    def is_missing(self) -> bool:
        return self.utility.known is None


@dataclass(frozen=True, slots=True)
class Score:
    """S in millionths with the ends of its interval; 50 and the points of the parts make 100 S, half up."""

    micro: int
    low: int
    high: int
    parts: tuple[Part, ...]

    def plain(self) -> list[dict[str, Any]]:
        return [
            {
                "code": part.code,
                "weight": part.weight,
                "x": None if part.is_missing else micro(part.taken),
                "low": micro(part.utility.low),
                "high": micro(part.utility.high),
                "points": part.points,
            }
            for part in self.parts
        ]


@exactly
def score(case: Case, weights: Mapping[str, Decimal]) -> Score:
    """Return the score of an offer before a firm; criteria without a weight do not enter."""
    return total(parts(case, weights))


def parts(case: Case, weights: Mapping[str, Decimal]) -> list[Part]:
    return [Part(code, weights[code], find(case)) for code, find in CRITERIA.items() if weights.get(code)]


def mean(parts: list[Part]) -> int:
    """Return S alone, in millionths."""
    return micro(_mean(sum((part.weight * log(part.taken) for part in parts), ZERO)))


@exactly
def total(parts: list[Part]) -> Score:
    """Put parts together: their logs add up, and their points share out the distance from the start."""
    logs = [part.weight * log(part.taken) for part in parts]
    found = micro(_mean(sum(logs, ZERO)))
    low, high = (
        micro(_mean(sum((part.weight * log(getattr(part.utility, end)) for part in parts), ZERO)))
        for end in ("low", "high")
    )
    points = _points([part.code for part in parts], logs, found)
    return Score(found, low, high, tuple(Part(one.code, one.weight, one.utility, points[one.code]) for one in parts))


@lru_cache(65536)
def log(utility: Decimal) -> Decimal:
    """Return ln(y / x0) with y above the floor: one terrible criterion pulls down, and no further."""
    return (max(utility, FLOOR) / START).ln()


def _mean(logs: Decimal) -> Decimal:
    return START * logs.exp()


def _points(codes: list[str], logs: list[Decimal], found: int) -> dict[str, int]:
    """Share out 100 S - 50 by the logs: floored, then the largest remainders, ties by code."""
    whole = sum(logs, ZERO)
    gained = (Decimal(found) / MICRO - START) * HUNDRED
    scale = HUNDRED * START if abs(whole) < NOTHING else gained / whole
    raw = {code: scale * log for code, log in zip(codes, logs, strict=True)}
    points = {code: floor(one) for code, one in raw.items()}
    rest = int(half_up(HUNDRED * Decimal(found) / MICRO)) - 50 - sum(points.values())
    by_remainder = sorted(raw, key=lambda code: (points[code] - raw[code], code))
    for code in by_remainder[:rest]:
        points[code] += 1
    return points


@dataclass(frozen=True, slots=True)
class Question:
    """A missing fact: whoever can tell it, and how far the interval of the score would close, in millionths."""

    criterion: str
    fact: str
    who: Side
    narrows: int


@exactly
def questions(found: Score) -> tuple[Question, ...]:
    """Return the missing facts, the one that narrows the interval most first."""
    asked = []
    for part in found.parts:
        if not part.is_missing or not part.utility.fact:
            continue
        low, high = (
            (part.weight * (log(end) - log(part.taken))).exp() for end in (part.utility.low, part.utility.high)
        )
        width = Decimal(found.micro) * (high - low)
        asked.append(Question(part.code, part.utility.fact, part.utility.who, int(half_up(width))))
    return tuple(sorted(asked, key=lambda one: (-one.narrows, one.criterion)))
