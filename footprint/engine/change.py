"""From one year to another: intensities, what use and what factors changed, when a base year is computed again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from footprint.engine.inventory import Inventory
from footprint.engine.lines import Line
from footprint.engine.numbers import CONTEXT, HUNDRED, ZERO

THRESHOLD_PCT = Decimal(5)  # usual significance threshold of the GHG Protocol Corporate Standard, chapter 5
ROUNDING_KG = Decimal("1E-6")  # what the last digits of lines leave is no effect of a factor

Source = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one source changed (kg CO2e): because more or less was used, and because its factor is another."""

    activity_id: str
    part: str
    before_kg: Decimal
    after_kg: Decimal
    activity_kg: Decimal
    factor_kg: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """Two years of the location-based total; `activity_kg` and `factor_kg` add up to the difference."""

    effects: tuple[Effect, ...]

    @property
    def before_kg(self) -> Decimal:
        return sum((one.before_kg for one in self.effects), ZERO)

    @property
    def after_kg(self) -> Decimal:
        return sum((one.after_kg for one in self.effects), ZERO)

    @property
    def activity_kg(self) -> Decimal:
        return sum((one.activity_kg for one in self.effects), ZERO)

    @property
    def factor_kg(self) -> Decimal:
        return sum((one.factor_kg for one in self.effects), ZERO)


def year_on_year(before: Iterable[Line], after: Iterable[Line]) -> Change:
    """
    Split a change: activity effect at the old factor, factor effect at the new activity.

    A source that is new or gone is all activity; one of several factors in a year counts with their mean.
    """
    old, new = _by_source(before), _by_source(after)
    effects = tuple(_effect(source, old.get(source), new.get(source)) for source in sorted({*old, *new}))
    return Change(effects)


def _by_source(lines: Iterable[Line]) -> dict[Source, tuple[Decimal, Decimal]]:
    sums: dict[Source, tuple[Decimal, Decimal]] = {}
    for line in lines:
        if line.is_memo or line.method == "market":
            continue
        source = (line.activity_id or line.entry_key, line.part, line.unit)
        quantity, kg = sums.get(source, (ZERO, ZERO))
        sums[source] = (quantity + line.quantity, kg + line.kg)
    return sums


def _effect(source: Source, old: tuple[Decimal, Decimal] | None, new: tuple[Decimal, Decimal] | None) -> Effect:
    before, after = old or (ZERO, ZERO), new or (ZERO, ZERO)
    moved = after[1] - before[1]
    if not before[0] or not after[0]:
        activity_kg = moved
    else:
        activity_kg = CONTEXT.divide((after[0] - before[0]) * before[1], before[0])
        if abs(moved - activity_kg) < ROUNDING_KG:
            activity_kg = moved
    return Effect(source[0], source[1], before[1], after[1], activity_kg, moved - activity_kg)


@dataclass(frozen=True, slots=True)
class BaseYear:
    """A base year beside the same year computed again with today's structure, methods and factors."""

    kg: Decimal
    recomputed_kg: Decimal
    change_pct: Decimal | None
    is_due: bool


def base_year(kg: Decimal, recomputed_kg: Decimal, threshold_pct: Decimal = THRESHOLD_PCT) -> BaseYear:
    """Return whether a base year is to be replaced: when what changed is above the threshold; growth never changes it."""
    if not kg:
        return BaseYear(kg, recomputed_kg, None, bool(recomputed_kg))
    pct = CONTEXT.divide((recomputed_kg - kg) * HUNDRED, kg)
    return BaseYear(kg, recomputed_kg, pct, abs(pct) > threshold_pct)


@dataclass(frozen=True, slots=True)
class Intensity:
    """Emissions for each of something (kg CO2e per MAD, tonne, employee, piece): scope 1 and 2, and the total."""

    name: str
    unit: str
    scope12_kg: Decimal
    total_kg: Decimal


def intensities(inventory: Inventory, denominators: Mapping[str, tuple[Decimal, str]]) -> tuple[Intensity, ...]:
    """Return one intensity for each denominator above zero; the others have none."""
    scope12 = inventory.scopes["1+2"].kg
    return tuple(
        Intensity(name, unit, CONTEXT.divide(scope12, value), CONTEXT.divide(inventory.total.kg, value))
        for name, (value, unit) in denominators.items()
        if value > 0
    )
