"""
A measured result beside what the quote promised for the same days.

A quote promises the first whole year; of a shorter or longer period it promises that share of it by days, whatever the
season: only a period of a whole year says whether the promise was kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

CODES: Final = ("energy_kwh", "saving_mad", "avoided_t")
DAYS_OF_A_YEAR: Final = Decimal(365)
# A year has its weather, and a meter its error: a promise is kept from nine tenths on.
KEPT_FROM: Final = Decimal("0.9")

Figures = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a period: what was measured, what was promised for as many days, and the one over the other."""

    code: str
    measured: Decimal | None
    promised: Decimal | None
    share: Decimal | None


def compared(promised_a_year: Figures, measured: Figures, days: int) -> tuple[Compared, ...]:
    """Return each figure that was promised or measured, in one order."""
    found = []
    for code in CODES:
        a_year, got = promised_a_year.get(code), measured.get(code)
        promised = None if a_year is None else a_year * days / DAYS_OF_A_YEAR
        share = got / promised if got is not None and promised else None
        if got is not None or promised is not None:
            found.append(Compared(code, got, promised, share))
    return tuple(found)


def kept(figures: tuple[Compared, ...]) -> bool | None:
    """Return whether the promise was kept, by the first figure that can be held against it: energy, money, mass."""
    shares = (one.share for one in figures if one.share is not None)
    first = next(shares, None)
    return None if first is None else first >= KEPT_FROM
