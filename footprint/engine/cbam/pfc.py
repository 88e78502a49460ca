"""Perfluorocarbons of primary aluminium, by slope or by overvoltage (docs/method/cbam.md sections 3 and 9)."""

from dataclasses import dataclass
from decimal import Decimal

from footprint.engine.cbam.checks import problems_of, refuse
from footprint.engine.factors import GWP
from footprint.engine.formulas import c2f6_beside, cf4_by_overvoltage, cf4_by_slope
from footprint.engine.numbers import CONTEXT, HUNDRED, ONE
from footprint.engine.problems import Problem

GWP_CF4, GWP_C2F6 = GWP["AR5"]["cf4"], GWP["AR5"]["c2f6"]  # AR5, as the mechanism uses them
KG_PER_T = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Slope:
    """
    Anode effects counted by their minutes.

    `aluminium_t` tonnes of primary aluminium, `effects_per_cell_day` anode effects a cell and day, `minutes_per_effect`,
    `slope` in (kg CF4 / t Al) / (anode effect minutes / cell-day), `c2f6_share` kg C2F6 per kg CF4.
    """

    key: str
    aluminium_t: Decimal
    effects_per_cell_day: Decimal
    minutes_per_effect: Decimal
    slope: Decimal
    c2f6_share: Decimal


@dataclass(frozen=True, slots=True)
class Overvoltage:
    """
    Anode effects counted by their overvoltage.

    `coefficient` in kg CF4 / (t Al x mV), `millivolts` of mean anode effect overvoltage a cell, `efficiency_pct` of the
    current in per cent (95, not 0.95), as the coefficient is made for.
    """

    key: str
    aluminium_t: Decimal
    coefficient: Decimal
    millivolts: Decimal
    efficiency_pct: Decimal
    c2f6_share: Decimal


@dataclass(frozen=True, slots=True)
class Pfc:
    """Tonnes of each gas, and of CO2e together."""

    cf4_t: Decimal
    c2f6_t: Decimal
    tco2e: Decimal


def by_slope(one: Slope) -> Pfc:
    """
    Return CF4 = slope x anode effect minutes per cell-day x aluminium, and C2F6 as its share of it.

    :raises Refusal: naming each amount that cannot be right
    """
    refuse(
        problems_of(
            one.key,
            aluminium_t=one.aluminium_t,
            effects_per_cell_day=one.effects_per_cell_day,
            minutes_per_effect=one.minutes_per_effect,
            slope=one.slope,
        )
        + problems_of(one.key, highest=ONE, c2f6_share=one.c2f6_share)
    )
    minutes = CONTEXT.multiply(one.effects_per_cell_day, one.minutes_per_effect)
    return _gases(CONTEXT.multiply(cf4_by_slope(one.slope, minutes), one.aluminium_t), one.c2f6_share)


def by_overvoltage(one: Overvoltage) -> Pfc:
    """
    Return CF4 = coefficient x overvoltage / current efficiency x aluminium, and C2F6 as its share of it.

    :raises Refusal: naming each amount that cannot be right
    """
    problems = problems_of(one.key, aluminium_t=one.aluminium_t, coefficient=one.coefficient, millivolts=one.millivolts)
    problems += problems_of(one.key, highest=ONE, c2f6_share=one.c2f6_share)
    problems += problems_of(one.key, highest=HUNDRED, efficiency_pct=one.efficiency_pct)
    if one.efficiency_pct.is_finite() and not one.efficiency_pct:
        problems.append(Problem("zero_efficiency", one.key, {"field": "efficiency_pct"}))
    refuse(problems)
    per_tonne = cf4_by_overvoltage(one.coefficient, one.millivolts, one.efficiency_pct)
    return _gases(CONTEXT.multiply(per_tonne, one.aluminium_t), one.c2f6_share)


def _gases(cf4_kg: Decimal, c2f6_share: Decimal) -> Pfc:
    cf4 = CONTEXT.divide(cf4_kg, KG_PER_T)
    c2f6 = c2f6_beside(cf4, c2f6_share)
    return Pfc(cf4, c2f6, CONTEXT.add(CONTEXT.multiply(cf4, GWP_CF4), CONTEXT.multiply(c2f6, GWP_C2F6)))
