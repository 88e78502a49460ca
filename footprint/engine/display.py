"""What a page shows: three significant figures, kilograms then tonnes, whole per cents (section 14b, step 9)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

TONNE = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Shown:
    """A rounded figure in the unit that goes with its size."""

    value: Decimal
    unit: Literal["kg", "t"]


def three_figures(value: Decimal) -> Decimal:
    """Round half up to three significant figures, written out."""
    if not value:
        return Decimal(0)
    step = Decimal(1).scaleb(value.adjusted() - 2)
    rounded = value.quantize(step, ROUND_HALF_UP)
    if rounded.adjusted() > value.adjusted():
        rounded = rounded.quantize(step.scaleb(1), ROUND_HALF_UP)
    return rounded if step < 1 else rounded.quantize(Decimal(1))


def mass(kg: Decimal) -> Shown:
    """Return an emission as it is shown: from 1,000 kg on in tonnes."""
    rounded = three_figures(kg)
    return Shown(three_figures(kg / TONNE), "t") if abs(rounded) >= TONNE else Shown(rounded, "kg")


def per_cent(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def toe(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
