"""Half-widths at 95 % (section 14b, step 6): small ones add as squares, from 60 % on they multiply."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from footprint.engine.numbers import CONTEXT, HUNDRED, ONE, ZERO, asinh, root

LARGE = Decimal(60)


class Weighed(Protocol):
    """What a sum needs of a line: its kg, its two half-widths, and what it shares with other lines."""

    @property
    def entry_key(self) -> str: ...
    @property
    def factor_id(self) -> str: ...
    @property
    def kg(self) -> Decimal: ...
    @property
    def activity_pct(self) -> Decimal: ...
    @property
    def factor_pct(self) -> Decimal: ...
    @property
    def uncertainty_pct(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Interval:
    low: Decimal
    high: Decimal


def combined(activity_pct: Decimal, factor_pct: Decimal) -> Decimal:
    """Return the half-width of a product, in per cent."""
    return root(activity_pct * activity_pct + factor_pct * factor_pct)


def interval(kg: Decimal, pct: Decimal, *, multiplies: bool) -> Interval | None:
    """Return the bounds of an emission; zero has none, and a credit note keeps low below high."""
    if not kg:
        return None
    share = CONTEXT.divide(pct, HUNDRED)
    if multiplies:
        spread = share + root(ONE + share * share)
        bounds = (CONTEXT.divide(kg, spread), kg * spread)
    else:
        bounds = (kg * (ONE - share), kg * (ONE + share))
    return Interval(min(bounds), max(bounds))


def is_large(pct: Decimal) -> bool:
    return pct >= LARGE


def of_sum(lines: Iterable[Weighed]) -> tuple[Decimal | None, Interval | None]:
    """
    Return the half-width in per cent and the bounds of a sum.

    One error per entry and one per factor are independent: lines that share either are added before they are squared.
    """
    rows = list(lines)
    total = sum((line.kg for line in rows), ZERO)
    if not total:
        return None, None
    if any(is_large(line.uncertainty_pct) for line in rows if line.kg):
        spread = _propagated(rows, asinh_of_pct)
        log_spread = CONTEXT.divide(spread, abs(total))
        grown = CONTEXT.exp(log_spread)
        pct = CONTEXT.divide(grown - CONTEXT.divide(ONE, grown), Decimal(2)) * HUNDRED
        return pct, interval(total, pct, multiplies=True)
    pct = CONTEXT.divide(_propagated(rows), abs(total))
    return pct, interval(total, pct, multiplies=False)


@lru_cache(maxsize=1024)
def asinh_of_pct(pct: Decimal) -> Decimal:
    return asinh(CONTEXT.divide(pct, HUNDRED))


def _propagated(rows: list[Weighed], scale: Callable[[Decimal], Decimal] | None = None) -> Decimal:
    """Return the root of the squares of the errors; this is half the cost of an inventory, so nothing is made twice here."""
    errors: dict[Hashable, Decimal] = {}
    for line in rows:
        kg, activity_pct, factor_pct = line.kg, line.activity_pct, line.factor_pct
        if scale is not None:
            activity_pct, factor_pct = scale(activity_pct), scale(factor_pct)
        source: Hashable = ("entry", line.entry_key)
        errors[source] = errors.get(source, ZERO) + activity_pct * kg
        source = line.factor_id
        errors[source] = errors.get(source, ZERO) + factor_pct * kg
    return root(sum([error * error for error in errors.values()], ZERO))
