"""
Plain formulas that the footprint and the border tax share: what burns, what a material turns into, what anodes give off.

They know nothing of units: whoever calls them says in what the answer is.
"""

from decimal import Decimal
from typing import Final

from footprint.engine.numbers import CONTEXT, ONE

CO2_PER_C: Final = Decimal("3.664")  # Regulation (EU) 2018/2066 article 36(3)


def times(*factors: Decimal) -> Decimal:
    product = ONE
    for factor in factors:
        product = CONTEXT.multiply(product, factor)
    return product


def parted_co2(co2: Decimal, biogenic_share: Decimal, reacted_share: Decimal = ONE) -> tuple[Decimal, Decimal]:
    """Return the fossil and the biogenic CO2 of what burns or turns over; what does not react (oxidation, conversion) is off."""
    made = CONTEXT.multiply(co2, reacted_share)
    biogenic = CONTEXT.multiply(made, biogenic_share)
    return CONTEXT.subtract(made, biogenic), biogenic


def cf4_by_slope(slope: Decimal, minutes_per_cell_day: Decimal) -> Decimal:
    """Return kg CF4 per tonne of aluminium: slope × anode effect minutes (IPCC 2006, volume 3, chapter 4, equation 4.26)."""
    return CONTEXT.multiply(slope, minutes_per_cell_day)


def cf4_by_overvoltage(coefficient: Decimal, millivolts: Decimal, efficiency_pct: Decimal) -> Decimal:
    """
    Return kg CF4 per tonne of aluminium: coefficient × overvoltage / current efficiency in per cent.

    Regulation (EU) 2018/2066, Annex IV section 8; GHG Protocol aluminium worksheets, whose 1.16, 5 mV and 95 % give 0.0610526.
    """
    return CONTEXT.divide(CONTEXT.multiply(coefficient, millivolts), efficiency_pct)


def c2f6_beside(cf4: Decimal, share: Decimal) -> Decimal:
    """Return the C2F6 that goes with CF4, by its weight fraction."""
    return CONTEXT.multiply(cf4, share)
