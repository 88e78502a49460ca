"""How the engine counts: 34 digits, half up, ten decimals kept on a line and no rounding before display."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TypeVar

CONTEXT = Context(prec=34, rounding=ROUND_HALF_UP)
ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
KEPT = Decimal("1E-10")

Key = TypeVar("Key")


def kept(value: Decimal) -> Decimal:
    """Round once, half up, to the ten decimals that a line keeps."""
    return CONTEXT.quantize(value, KEPT)


@lru_cache(maxsize=1024)
def root(value: Decimal) -> Decimal:
    return CONTEXT.sqrt(value)


@lru_cache(maxsize=1024)
def asinh(value: Decimal) -> Decimal:
    return CONTEXT.ln(CONTEXT.add(value, root(value * value + ONE)))


def parted(whole: Decimal, weights: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Part a whole by weights so that the parts add up to it; the heaviest takes the last digit."""
    total = sum(weights.values(), ZERO)
    if not total:
        return {}
    parts = {key: kept(CONTEXT.divide(whole * weight, total)) for key, weight in weights.items()}
    heaviest = max(weights, key=lambda key: weights[key])
    parts[heaviest] += whole - sum(parts.values(), ZERO)
    return parts
