"""Emissions of a process, and how plants measure them (Regulation (EU) 2018/2066; IPCC 2006 volume 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from footprint.engine.amounts import Amount
from footprint.engine.factors import OwnFactor
from footprint.engine.formulas import CO2_PER_C, c2f6_beside, cf4_by_overvoltage, cf4_by_slope
from footprint.engine.methods.base import Method, fossil_part, gas_factor, of_amounts, own_term, share_of, weighed
from footprint.engine.numbers import HUNDRED, ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from footprint.engine.terms import Book, Term

PROCESS_PCT: Final = Decimal(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Method):
    """
    A process: material × factor × conversion, such as tonnes of limestone × 0.440 t CO2/t.

    `biogenic_pct` of the CO2 is counted apart.
    """

    amount: Amount
    factor: OwnFactor
    conversion_pct: Decimal = HUNDRED
    biogenic_pct: Decimal = ZERO

    def terms(self, book: Book) -> Iterator[Term]:
        converted = Amount(self.amount.value * share_of(self.conversion_pct), self.amount.unit)
        for term in weighed(self, book, converted, factor=self.factor, scope="1"):
            yield fossil_part(term, self.biogenic_pct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A material that enters or leaves, with its carbon (`%` or `kg/kg`)."""

    amount: Amount
    carbon: Amount
    flow: Literal["in", "out"] = "in"


@dataclass(frozen=True, slots=True, kw_only=True)
class MassBalance(Method):
    """CO2 = (carbon that enters − carbon that leaves, stocks included) × 3.664; another ratio may be given."""

    streams: tuple[Stream, ...]
    co2_per_carbon: Decimal = CO2_PER_C
    biogenic_pct: Decimal = ZERO

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `balance_below_zero` when more carbon leaves than enters."""
        carbon = ZERO
        for one in self.streams:
            kg = of_amounts(self, "kg", "streams", one.amount, one.carbon)
            carbon += kg if one.flow == "in" else -kg
        if carbon < 0:
            raise Refusal(Problem("balance_below_zero", params={"value": carbon, "field": "streams"}))
        chosen = gas_factor(book, "carbon_to_co2", uncertainty_pct=PROCESS_PCT, co2=self.co2_per_carbon)
        term = own_term(self, carbon, "kg", chosen, scope="1")
        yield fossil_part(term, self.biogenic_pct)


@dataclass(frozen=True, slots=True, kw_only=True)
class PfcSlope(Method):
    """
    PFC of primary aluminium by the slope method.

    CF4 = slope × minutes of anode effect a cell and day × tonnes of aluminium; C2F6 = CF4 × weight fraction. The slope is
    in kg CF4 per tonne of aluminium for each of these minutes.
    """

    aluminium: Amount
    slope: Decimal
    anode_effect_minutes: Decimal
    c2f6_fraction: Decimal

    def terms(self, book: Book) -> Iterator[Term]:
        cf4 = cf4_by_slope(self.slope, self.anode_effect_minutes)
        yield _pfc(self, book, cf4, self.aluminium, self.c2f6_fraction)


@dataclass(frozen=True, slots=True, kw_only=True)
class PfcOvervoltage(Method):
    """
    PFC of primary aluminium by overvoltage.

    CF4 = coefficient × overvoltage (mV) / current efficiency (per cent) × tonnes; C2F6 = CF4 × weight fraction.
    """

    aluminium: Amount
    coefficient: Decimal
    overvoltage_mv: Decimal
    current_efficiency_pct: Decimal
    c2f6_fraction: Decimal

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `zero_efficiency`."""
        if not self.current_efficiency_pct:
            raise Refusal(Problem("zero_efficiency", params={"field": "current_efficiency_pct"}))
        cf4 = cf4_by_overvoltage(self.coefficient, self.overvoltage_mv, self.current_efficiency_pct)
        yield _pfc(self, book, cf4, self.aluminium, self.c2f6_fraction)


def _pfc(method: Method, book: Book, cf4_per_t: Decimal, aluminium: Amount, c2f6_fraction: Decimal) -> Term:
    tonnes = of_amounts(method, "t", "aluminium", aluminium)
    c2f6 = c2f6_beside(cf4_per_t, c2f6_fraction)
    chosen = gas_factor(book, "pfc_of_anode_effects", uncertainty_pct=Decimal(15), cf4=cf4_per_t, c2f6=c2f6)
    return own_term(method, tonnes, "t", chosen, scope="1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hours of one mean concentration and flow of a stack."""

    concentration: Amount
    flow: Amount
    hours: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousMeasurement(Method):
    """A stack that is measured: Σ concentration × flow × hours of a gas; the biogenic part of CO2 is counted apart."""

    gas: Literal["co2", "n2o", "ch4"] = "co2"
    periods: tuple[Measured, ...]
    biogenic_pct: Decimal = ZERO

    def terms(self, book: Book) -> Iterator[Term]:
        kg = sum((self._kg(one) for one in self.periods), ZERO)
        one_kg = {str(self.gas): ONE}
        chosen = gas_factor(book, f"measured_{self.gas}", uncertainty_pct=Decimal("2.5"), **one_kg)
        term = own_term(self, kg, "kg", chosen, scope="1", nature="metered")
        yield fossil_part(term, self.biogenic_pct)

    def _kg(self, one: Measured) -> Decimal:
        return of_amounts(self, "kg", "periods", one.concentration, one.flow, Amount(one.hours, "h"))
