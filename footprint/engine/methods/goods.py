"""What is bought, leased, sold and owned in part (Technical Guidance, categories 1, 2, 8, 10 to 15)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Final, Literal

from footprint.engine.amounts import Amount
from footprint.engine.entries import Evidence
from footprint.engine.factors import Chosen, OwnFactor
from footprint.engine.methods.base import Method, Scope3, of_amounts, own_term, share_of, weighed
from footprint.engine.numbers import ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from footprint.engine.terms import Book, Term

REPORTED_PCT: Final = Decimal(20)  # half-width at 95 % of what somebody else computed: our judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasedGoods(Method):
    """
    Goods or services bought: an amount × a factor from cradle to gate.

    `supplier`: the supplier's own figure; `average`: the figure of a database, of the table or its own; `spend`: money × a
    factor per money, offered for what no amount is known of (no open table for Morocco was found).
    """

    amount: Amount
    approach: Literal["supplier", "average", "spend"] = "average"
    activity: str = ""
    factor: OwnFactor | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `factor_needed` without the supplier's figure or a factor per money."""
        if self.approach != "average" and self.factor is None:
            raise Refusal(Problem("factor_needed", params={"field": "factor"}))
        for term in weighed(
            self,
            book,
            self.amount,
            kinds=("material", "farm", "water"),
            activity_id=self.activity,
            factor=self.factor,
            category="1",
        ):
            yield replace(term, flags=(*term.flags, "spend_based")) if self.approach == "spend" else term


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What a supplier used for the goods sold: material, transport or waste, by a factor of the table or its own."""

    amount: Amount
    activity: str = ""
    factor: OwnFactor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchasedGoodsHybrid(Method):
    """
    Goods by the hybrid method: the supplier's scope 1 and 2 for these goods, and its inputs weighed one by one.

    `allocated` is the mass of CO2e that the supplier allocates to the goods.
    """

    allocated: Amount
    inputs: tuple[Input, ...] = ()

    def terms(self, book: Book) -> Iterator[Term]:
        yield reported(self, book, self.allocated, "1")
        for one in self.inputs:
            for term in weighed(self, book, one.amount, activity_id=one.activity, factor=one.factor, category="1"):
                yield replace(term, scope="3", category="1", toe=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedAsset(Method):
    """
    A leased asset by average data: floor area, or number of assets, × a factor for a year × the part of the year.

    With its bills it is a line of fuel or electricity in `scope` 3 whose `category` is 8 (leased by the firm) or 13 (leased out).
    """

    best_evidence: ClassVar[Evidence] = "extrapolated"
    amount: Amount
    factor: OwnFactor
    years: Decimal = ONE
    leased_out: bool = False

    def terms(self, book: Book) -> Iterator[Term]:
        chosen = self.factor.per(self.amount.unit, book.year, book.gwp_set)
        category = "13" if self.leased_out else "8"
        yield own_term(self, self.amount.value * self.years, self.amount.unit, chosen, category=category)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePhase(Method):
    """
    Use of sold products over their life: pieces × uses × energy of one use × factor, or pieces × what each emits.

    `emitted` is the gas or CO2e that a piece releases itself; energy is weighed by a factor of its own or of the table.
    """

    best_evidence: ClassVar[Evidence] = "extrapolated"
    sold: Decimal
    uses_per_life: Decimal = ONE
    energy_per_use: Amount | None = None
    emitted: Amount | None = None
    activity: str = ""
    factor: OwnFactor | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `use_needed` when neither energy nor emissions of a piece are given."""
        if self.energy_per_use is None and self.emitted is None:
            raise Refusal(Problem("use_needed", params={"field": "energy_per_use"}))
        times = self.sold * self.uses_per_life
        if self.emitted is not None:
            yield reported(self, book, Amount(self.emitted.value * times, self.emitted.unit), "11")
        if self.energy_per_use is not None:
            used = Amount(self.energy_per_use.value * times, self.energy_per_use.unit)
            for term in weighed(
                self, book, used, kinds=("fuel", "energy"), activity_id=self.activity, factor=self.factor, category="11"
            ):
                if term.method != "market":
                    yield replace(term, scope="3", category="11", method="both", toe=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Investment(Method):
    """
    A part of another firm: its scope 1 and 2 (`emissions`, or its revenue × a factor per money) × the part held.

    The part of a project financed is the same product: money lent over the cost of the project.
    """

    held_pct: Decimal
    emissions: Amount | None = None
    revenue: Amount | None = None
    factor: OwnFactor | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `emissions_or_revenue` without either."""
        if self.emissions is not None:
            term = reported(self, book, self.emissions, "15")
        elif self.revenue is not None and self.factor is not None:
            (term,) = weighed(self, book, self.revenue, factor=self.factor, category="15")
            term = replace(term, flags=(*term.flags, "spend_based"))
        else:
            raise Refusal(Problem("emissions_or_revenue", params={"field": "emissions"}))
        yield replace(term, quantity=term.quantity * share_of(self.held_pct))


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldProducts(Method):
    """What customers do to goods sold, by average data: processing (10) or end of life (12), an amount × a factor."""

    best_evidence: ClassVar[Evidence] = "extrapolated"
    amount: Amount
    stage: Literal["processing", "end_of_life"] = "end_of_life"
    activity: str = ""
    factor: OwnFactor | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        category = "10" if self.stage == "processing" else "12"
        for term in weighed(self, book, self.amount, activity_id=self.activity, factor=self.factor, category=category):
            yield replace(term, scope="3", category=category, toe=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(Method):
    """A figure that somebody else computed: a franchise, a carrier's report, a supplier's scope 1 and 2."""

    emissions: Amount
    category: Scope3

    def terms(self, book: Book) -> Iterator[Term]:
        yield reported(self, book, self.emissions, self.category)


def reported(method: Method, book: Book, emissions: Amount, category: str) -> Term:
    """Return a mass of CO2e as a line of its own: what is not split by gas cannot be switched."""
    kg = of_amounts(method, "kg", "emissions", emissions)
    chosen = Chosen("reported", book.year, ONE, {}, ZERO, REPORTED_PCT, "B", None, ("reported", "not_switchable"))
    return own_term(method, kg, "kg", chosen, category=category)
