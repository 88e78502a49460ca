"""How the engine counts: 34 digits, every function of its own so that all platforms agree to the last digit."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache, wraps
from typing import NamedTuple, ParamSpec, TypeVar

from footprint.engine.numbers import CONTEXT

ZERO, ONE, HUNDRED, HALF = Decimal(0), Decimal(1), Decimal(100), Decimal("0.5")
MICRO = Decimal(1_000_000)
PI = Decimal("3.141592653589793238462643383279503")

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Triple(NamedTuple):
    """A figure at its low, typical and high level; they are not sorted when a measure loses."""

    low: Decimal
    typ: Decimal
    high: Decimal


def triple(value: Decimal) -> Triple:
    return Triple(value, value, value)


def exactly(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Run a function with 34 digits, whatever context its caller is in."""

    @wraps(function)
    def inside(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        with localcontext(CONTEXT):
            return function(*args, **kwargs)

    return inside


def half_up(value: Decimal, step: str = "1") -> Decimal:
    return value.quantize(Decimal(step), rounding=ROUND_HALF_UP)


def micro(value: Decimal) -> int:
    """Return the value in millionths, half up."""
    return int(half_up(value * MICRO))


def floor(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_FLOOR))


@lru_cache(65536)
def logistic(value: Decimal) -> Decimal:
    """Return 1 / (1 + exp(value))."""
    return ONE / (ONE + value.exp())


def cosine(angle: Decimal) -> Decimal:
    """Return the cosine of an angle in radians, by its series."""
    term = total = ONE
    square, n = angle * angle, 0
    while abs(term) > Decimal("1E-30"):
        n += 2
        term = -term * square / (n * (n - 1))
        total += term
    return total


@lru_cache(65536)
def kilometres(lat: Decimal, lon: Decimal, other_lat: Decimal, other_lon: Decimal) -> Decimal:
    """Return the distance of two places of one country, on the plane that touches the sphere between them."""
    degree = Decimal("111.195")
    shrink = cosine((lat + other_lat) / 2 * PI / 180)
    north, east = (lat - other_lat) * degree, (lon - other_lon) * degree * shrink
    return (north * north + east * east).sqrt()


@lru_cache(65536)
def beta_quantile(good: int, bad: int, share: Decimal) -> Decimal:
    """Return the quantile of Beta(1 + good, 1 + bad), by bisection of its binomial sum."""
    n = good + bad + 1
    choose = [ONE]
    for k in range(n):
        choose.append(choose[-1] * (n - k) / (k + 1))
    low, high = ZERO, ONE
    for _ in range(60):
        middle = (low + high) / 2
        below = sum((choose[j] * middle**j * (ONE - middle) ** (n - j) for j in range(good + 1, n + 1)), ZERO)
        low, high = (middle, high) if below < share else (low, middle)
    return low
