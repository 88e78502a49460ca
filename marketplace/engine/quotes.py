"""
The arithmetic of a quote: what follows from its own figures, and where what it states differs from that.

Nothing is corrected: a difference is a fact for both sides. Money is MAD without VAT, energy kWh of the first whole year,
power kWp, mass tCO2e a year, payback years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

CENTIME: Final = Decimal("0.01")
# A figure that was rounded to be written is no difference: whole dirhams, a tenth of a year, a tenth of a tonne or 1 %.
ONE_DIRHAM: Final = Decimal(1)
HALF_A_TENTH: Final = Decimal("0.05")
ONE_PERCENT: Final = Decimal("0.01")
KG_PER_TONNE: Final = Decimal(1000)

Code = Literal["capex_mad", "payback_years", "avoided_t_year", "yield_kwh_kwp"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is sold: so many of a unit at a price for each, in MAD without VAT."""

    quantity: Decimal
    unit_price_mad: Decimal

    @property
    def amount_mad(self) -> Decimal:
        """Return quantity × price, to the centime, halves up as on an invoice."""
        return (self.quantity * self.unit_price_mad).quantize(CENTIME, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a quote states; None is not stated."""

    lines: Sequence[Line]
    capex_mad: Decimal | None = None
    saving_mad_year: Decimal | None = None
    energy_kwh_year: Decimal | None = None
    is_electricity: bool = True
    is_produced: bool = False
    power_kwp: Decimal | None = None
    avoided_t_year: Decimal | None = None
    payback_years: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What a quote is held against: rows of the reference data, each shown with its source."""

    grid_kgco2e_per_kwh: Decimal | None = None
    highest_yield_kwh_kwp: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """A quote in the units that make several comparable; None where a figure is not stated."""

    lines_mad: Decimal
    mad_per_kwp: Decimal | None
    mad_per_kwh: Decimal | None
    kwh_per_kwp: Decimal | None
    payback_years: Decimal | None
    avoided_t_year: Decimal | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A stated figure beside what follows from the others, in the unit that its code ends with."""

    code: Code
    stated: Decimal
    computed: Decimal


def rates(quote: Figures, marks: Marks) -> Rates:
    """
    Return what follows from the figures of a quote.

    MAD/kWp = price / power; MAD/kWh = price / energy of a year; payback = price / yearly saving, simple, as in
    docs/method/measures.md section 5 (7); tCO2e = kWh × grid factor / 1000, for electricity alone, as in the same
    section (3). Nothing is divided by zero: such a rate is not known.
    """
    price = quote.capex_mad
    avoided = None
    if quote.is_electricity and quote.energy_kwh_year is not None and marks.grid_kgco2e_per_kwh is not None:
        avoided = quote.energy_kwh_year * marks.grid_kgco2e_per_kwh / KG_PER_TONNE
    return Rates(
        lines_mad=sum((line.amount_mad for line in quote.lines), Decimal(0)),
        mad_per_kwp=_over(price, quote.power_kwp),
        mad_per_kwh=_over(price, quote.energy_kwh_year),
        kwh_per_kwp=_over(quote.energy_kwh_year, quote.power_kwp) if quote.is_produced else None,
        payback_years=_over(price, quote.saving_mad_year),
        avoided_t_year=avoided,
    )


def differences(quote: Figures, marks: Marks) -> tuple[Difference, ...]:
    """
    Return where a quote states something else than follows from its other figures, in the order of the page.

    A yield is no stated figure: it is told when it lies above the highest one of the region in the reference data.
    """
    found, follows = [], rates(quote, marks)
    if quote.lines:
        found += _apart("capex_mad", quote.capex_mad, follows.lines_mad, ONE_DIRHAM)
    found += _apart("payback_years", quote.payback_years, follows.payback_years, HALF_A_TENTH)
    avoided = follows.avoided_t_year
    if avoided is not None:
        found += _apart("avoided_t_year", quote.avoided_t_year, avoided, max(HALF_A_TENTH, avoided * ONE_PERCENT))
    highest = marks.highest_yield_kwh_kwp
    if follows.kwh_per_kwp is not None and highest is not None and follows.kwh_per_kwp > highest:
        found.append(Difference("yield_kwh_kwp", follows.kwh_per_kwp, highest))
    return tuple(found)


def _apart(code: Code, stated: Decimal | None, computed: Decimal | None, tolerance: Decimal) -> list[Difference]:
    if stated is None or computed is None or abs(stated - computed) <= tolerance:
        return []
    return [Difference(code, stated, computed)]


def _over(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return part / whole if part is not None and whole else None
