"""Every number that an order hangs on and a person may change: its starting value, and within what it may be changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from matching.engine.choice import Parameters
from matching.engine.lists import STARTING_TERMS, Terms
from matching.engine.numbers import ONE, ZERO
from matching.engine.other_side import WEIGHTS
from matching.engine.weights import STARTING_WEIGHTS, Weights

FIRM: Final = "firm_"
LISTS: Final = "lists"
NEEDS: Final = "needs"


@dataclass(frozen=True, slots=True)
class Limits:
    low: Decimal
    high: Decimal
    is_whole: bool = True

    def allow(self, value: Decimal) -> bool:
        return self.low <= value <= self.high and not (self.is_whole and value % 1)


def _whole(low: int, high: int) -> Limits:
    return Limits(Decimal(low), Decimal(high))


STARTING: Final[Mapping[str, Weights]] = MappingProxyType(
    {
        **STARTING_WEIGHTS,
        **{f"{FIRM}{kind}": weights for kind, weights in WEIGHTS.items()},
        NEEDS: asdict(Parameters()),
        LISTS: {name: Decimal(value) for name, value in asdict(STARTING_TERMS).items()},
    }
)
LIMITS: Final[Mapping[str, Mapping[str, Limits]]] = {
    NEEDS: {
        "rate": Limits(ZERO, ONE, is_whole=False),
        "shadow_mad_t": Limits(ZERO, Decimal(10_000), is_whole=False),
        "money": Limits(ZERO, ONE, is_whole=False),
        "cbam_eur_t": Limits(ZERO, Decimal(1_000), is_whole=False),
    },
    LISTS: {
        "places": _whole(1, 12),
        "new_place": _whole(1, 12),
        "new_below": _whole(0, 100),
        "good_enough_pct": _whole(0, 100),
        "likeness_pct": _whole(0, 100),
        "alike_pct": _whole(0, 100),
        "owed_below_pct": _whole(0, 100),
        "pace_day_pct": _whole(1, 100),
        "pace_week_pct": _whole(1, 100),
    },
}


def adds_up(values: Mapping[str, Decimal]) -> bool:
    """Return whether these are weights: none below zero, and 1 together."""
    return min(values.values()) >= ZERO and sum(values.values(), ZERO) == ONE


def out_of_limits(subject: str, values: Mapping[str, Decimal]) -> list[str]:
    """Return the numbers that may not be what they are, of a subject that is no set of weights."""
    return [name for name, limits in LIMITS[subject].items() if not limits.allow(values[name])]


def terms_of(values: Mapping[str, Decimal]) -> Terms:
    return Terms(**{name: int(value) for name, value in values.items()})
