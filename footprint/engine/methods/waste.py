"""Waste, waste water and fertiliser (Technical Guidance category 5; IPCC 2006 volumes 4 and 5)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Final

from footprint.engine.amounts import Amount
from footprint.engine.factors import OwnFactor
from footprint.engine.methods.base import Method, gas_factor, of_amounts, own_term, weighed
from footprint.engine.numbers import CONTEXT, ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from footprint.engine.terms import Book, Term

B0: Final = Amount(Decimal("0.25"), "kg/kg")  # kg CH4 per kg COD, IPCC 2006 volume 5 table 6.2
N2O_PER_N: Final = CONTEXT.divide(Decimal(44), Decimal(28))
NOTHING: Final = Amount(ZERO, "kg")
N2O_PCT: Final = Decimal(135)  # field N2O: an interval of about x/÷ 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Waste(Method):
    """Waste by its material and its way out: mass × factor of that route."""

    mass: Amount
    activity: str = ""
    factor: OwnFactor | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        yield from weighed(
            self, book, self.mass, kinds=("waste",), activity_id=self.activity, factor=self.factor, category="5"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteWater(Method):
    """
    Methane of waste water: (COD − removed as sludge) × B0 × MCF − methane recovered, in kg.

    `activity` takes the B0 and MCF of a treatment of the table instead. COD is a mass, or `flow` × `concentration`.
    """

    without_activity: ClassVar[tuple[str, ...]] = ("b0", "methane_correction", "recovered_methane")
    cod: Amount | None = None
    flow: Amount | None = None
    concentration: Amount | None = None
    activity: str = ""
    b0: Amount = B0
    methane_correction: Decimal | None = None
    sludge_cod: Amount = NOTHING
    recovered_methane: Amount = NOTHING

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `cod_needed`, `treatment_needed`, `balance_below_zero`."""
        cod = self._cod() - of_amounts(self, "kg", "sludge_cod", self.sludge_cod)
        if cod < 0:
            raise Refusal(Problem("balance_below_zero", params={"value": cod, "field": "sludge_cod"}))
        if self.activity:
            yield from weighed(self, book, Amount(cod, "kg"), kinds=("waste_water",), activity_id=self.activity)
            return
        if self.methane_correction is None:
            raise Refusal(Problem("treatment_needed", params={"field": "methane_correction"}))
        made = cod * of_amounts(self, "kg/kg", "b0", self.b0) * self.methane_correction
        methane = made - of_amounts(self, "kg", "recovered_methane", self.recovered_methane)
        if methane < 0:
            raise Refusal(Problem("balance_below_zero", params={"value": methane, "field": "recovered_methane"}))
        chosen = gas_factor(book, "ipcc_2006_waste_water_ch4", uncertainty_pct=Decimal(50), ch4=ONE)
        yield own_term(self, methane, "kg", chosen, scope="1", nature="distance")

    def _cod(self) -> Decimal:
        if self.cod is not None:
            return of_amounts(self, "kg", "cod", self.cod)
        if self.flow is None or self.concentration is None:
            raise Refusal(Problem("cod_needed", params={"field": "cod"}))
        return of_amounts(self, "kg", "flow", self.flow, self.concentration)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fertiliser(Method):
    """
    Nitrogen spread on land: N2O from the field, and upstream the making of the fertiliser.

    `activity` takes the factors of the table. Otherwise N2O-N = N × (EF1 + volatilised × EF4 + leached × EF5), the fractions
    of IPCC 2006 volume 4 chapter 11 by default (tables 11.1 and 11.3); `production` weighs the making by a factor of its own.
    """

    without_activity: ClassVar[tuple[str, ...]] = (
        "direct_fraction",
        "volatilised_fraction",
        "volatilised_factor",
        "leached_fraction",
        "leached_factor",
        "production",
    )
    nitrogen: Amount
    activity: str = ""
    direct_fraction: Decimal = Decimal("0.01")
    volatilised_fraction: Decimal = Decimal("0.10")
    volatilised_factor: Decimal = Decimal("0.01")
    leached_fraction: Decimal = Decimal("0.30")
    leached_factor: Decimal = Decimal("0.0075")
    production: OwnFactor | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        if self.activity:
            yield from weighed(self, book, self.nitrogen, kinds=("fertiliser",), activity_id=self.activity)
            return
        indirect = self.volatilised_fraction * self.volatilised_factor + self.leached_fraction * self.leached_factor
        n2o = (self.direct_fraction + indirect) * N2O_PER_N
        chosen = gas_factor(book, "ipcc_2006_field_n2o", uncertainty_pct=N2O_PCT, n2o=n2o)
        kg = of_amounts(self, "kg", "nitrogen", self.nitrogen)
        yield own_term(self, kg, "kg", chosen, scope="1")
        if self.production is not None:
            for term in weighed(self, book, self.nitrogen, factor=self.production, category="1"):
                yield replace(term, part="upstream")
