"""Fuel burnt, electricity and heat bought, and what a project avoids (GHG Protocol Corporate Standard, Scope 2 Guidance)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product as every
from typing import ClassVar, Literal

from footprint.engine import factors
from footprint.engine.amounts import Amount, is_energy, read
from footprint.engine.factors import Chosen, OwnFactor
from footprint.engine.methods.base import Method, Scope3, activity, fossil_part, of_amounts, own_term, share_of, weighed
from footprint.engine.numbers import CONTEXT, HUNDRED, ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from footprint.engine.terms import Book, Term, has_upstream_row
from footprint.engine.units import counts_gross
from reference.files import ActivityKind

Basis = Literal["net", "gross"]
InstrumentKind = Literal["certificate", "contract", "supplier", "residual_mix"]
# The quality of an instrument, best first (Scope 2 Guidance, table 6.3); what none covers takes the residual mix or the grid.
HIERARCHY: tuple[InstrumentKind, ...] = ("certificate", "contract", "supplier", "residual_mix")
OPERATING_MARGIN = "elec_ma_operating_margin_2021"
GRID, HEAT = "electricity_grid", "heat_purchased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuel(Method):
    """
    Fuel burnt, by volume, mass or energy: `amount` × factor, of the table (`activity`) or its own.

    `density` (mass per volume) and `heating_value` (energy per mass or volume) lead from the amount to the unit of its own
    factor; energies are net, or say so, and `gross_to_net` leads from one to the other. `oxidation_pct` takes off CO2 alone.
    Scope 3 is the fuel of a carrier: category 4 unless the line names another.
    """

    category_in_scope_3: ClassVar[Scope3 | None] = "4"
    without_activity: ClassVar[tuple[str, ...]] = ("density", "heating_value", "factor_basis")
    amount: Amount
    activity: str = ""
    factor: OwnFactor | None = None
    density: Amount | None = None
    heating_value: Amount | None = None
    basis: Basis = "net"
    factor_basis: Basis = "net"
    gross_to_net: Decimal | None = None
    oxidation_pct: Decimal = HUNDRED
    biogenic_pct: Decimal = ZERO

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `heating_value_needed`, `gross_or_net`, and what `weighed` refuses."""
        if self.factor is None or self.activity:
            yield from self._of_activity(book)
            return
        self.factor.check()
        amount = self._in_unit_of(self.factor)
        chosen = self.factor.per(amount.unit, book.year, book.gwp_set)
        toe = self._toe()
        term = own_term(
            self, amount.value, amount.unit, chosen, scope="1", flags=() if toe is not None else ("toe_unknown",)
        )
        yield replace(fossil_part(term, self.biogenic_pct, self.oxidation_pct), toe=toe)

    def _of_activity(self, book: Book) -> Iterator[Term]:
        """Weigh a fuel of the table, which knows its density and heating value."""
        amount = self.amount
        if self.activity:
            amount = of_basis(activity(book, self.activity, "fuel"), amount, self.basis, self.gross_to_net)
        for term in weighed(self, book, amount, kinds=("fuel",), activity_id=self.activity, factor=self.factor):
            yield fossil_part(term, self.biogenic_pct, self.oxidation_pct) if term.part == "direct" else term

    def _toe(self) -> Decimal | None:
        """Return the net energy of the amount, None where nothing leads to it."""
        net = ONE if self.basis == "net" else self.gross_to_net
        energy = self._led_to("toe")
        return None if net is None or energy is None else energy * net

    def _in_unit_of(self, factor: OwnFactor) -> Amount:
        """Lead the amount to what the factor is per, over its density and its heating value."""
        _above, _, below = factor.unit.partition("/")
        value = self._led_to(below)
        if value is not None:
            return Amount(value * self._to_basis(below), below)
        raise Refusal(
            Problem(
                "heating_value_needed", params={"unit": self.amount.unit, "expected": below, "field": "heating_value"}
            )
        )

    def _led_to(self, unit: str) -> Decimal | None:
        """Return the amount in a unit, over its density and its heating value where they are needed."""
        if self.amount.measures(unit):
            return self.amount.to(unit)
        bridges = [one for one in (self.density, self.heating_value) if one is not None]
        for signs in every((1, -1, 0), repeat=len(bridges)):
            parts = [self.amount]
            for bridge, sign in zip(bridges, signs, strict=True):
                if sign:
                    parts.append(bridge if sign > 0 else _inverse(bridge))
            if _measures(unit, parts):
                return of_amounts(self, unit, "amount", *parts)
        return None

    def _to_basis(self, unit: str) -> Decimal:
        if self.basis == self.factor_basis or read(unit).dimension != read("MJ").dimension:
            return ONE
        if self.gross_to_net is None:
            raise Refusal(Problem("gross_or_net", params={"unit": unit, "expected": unit, "field": "gross_to_net"}))
        return self.gross_to_net if self.basis == "gross" else CONTEXT.divide(ONE, self.gross_to_net)


def of_basis(kind: ActivityKind, amount: Amount, basis: Basis, gross_to_net: Decimal | None = None) -> Amount:
    """
    Return an amount whose energy is on the heating value that the activity counts with; other amounts as they are.

    :raises Refusal: `gross_or_net` for gross energy of a fuel whose ratio to net is not known
    """
    if not is_energy(amount.unit):
        return amount
    if basis == "gross" and gross_to_net is not None and not counts_gross(kind):
        amount, basis = Amount(amount.value * gross_to_net, amount.unit), "net"
    elif basis == "net" and gross_to_net is not None and counts_gross(kind):
        amount, basis = Amount(CONTEXT.divide(amount.value, gross_to_net), amount.unit), "gross"
    if kind.gross_to_net is not None:
        return Amount(amount.value, f"{amount.unit}_{basis}")
    if basis == "gross":
        raise Refusal(Problem("gross_or_net", params={"expected": kind.unit, "field": "gross_to_net"}))
    return amount if is_energy(kind.unit) else Amount(amount.value, f"{amount.unit}_net")


def _inverse(amount: Amount) -> Amount:
    above, _, below = amount.unit.partition("/")
    return Amount(CONTEXT.divide(ONE, amount.value), f"{below}/{above}")


def _measures(unit: str, parts: list[Amount]) -> bool:
    powers: dict[str, int] = {}
    for part in parts:
        for family, power in read(part.unit).dimension:
            powers[family] = powers.get(family, 0) + power
    return {family: power for family, power in powers.items() if power} == dict(read(unit).dimension)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What says where electricity comes from: a certificate, a bundled contract, a supplier's rate, a residual mix."""

    kind: InstrumentKind
    factor: OwnFactor
    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Electricity(Method):
    """
    Electricity bought, under both methods of the Scope 2 Guidance.

    Location-based: the factor of the grid, of the table or its own. Market-based: `instruments` by their quality, each for
    its `amount` or all that is left; what none covers takes the grid. `losses_pct` is the share of what is sent out that
    never arrives, 0 where the factor holds it; without it, whoever the supplier is, the table's of the Moroccan grid.
    """

    category_in_scope_3: ClassVar[Scope3 | None] = "8"
    amount: Amount
    activity: str = GRID
    factor: OwnFactor | None = None
    instruments: tuple[Instrument, ...] = ()
    losses_pct: Decimal | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `instruments_above_amount`, and what the units or factors refuse."""
        kind = activity(book, self.activity, "energy")
        whole = self.amount.to(kind.unit)
        grid = (
            self.factor.per(kind.unit, book.year, book.gwp_set)
            if self.factor
            else factors.direct(kind, book.year, book.gwp_set, book.catalogue)
        )
        found = own_term(self, whole, kind.unit, grid, scope="2", nature="metered")
        direct = replace(
            found,
            carrier="electricity",
            activity_id=kind.activity_id,
            toe=None if kind.toe_per_unit is None else whole * kind.toe_per_unit,
        )
        yield replace(direct, method="location" if self.instruments else "both")
        yield from self._market(book, direct) if self.instruments else ()
        if has_upstream_row(kind) and not kind.market_factor_id and "upstream_inside" not in grid.flags:
            before = factors.upstream(kind, book.catalogue)
            category = before.scope3_category or "3"
            yield replace(direct, chosen=before, part="upstream", scope="3", category=category, toe=None)
        if (losses := self._losses(book, grid)) is not None:
            of_table = self.factor is not None and self.losses_pct is None
            flags = ("losses_of_the_grid",) if of_table else ()
            yield replace(direct, chosen=losses, part="losses", scope="3", category="3", toe=None, flags=flags)

    def _market(self, book: Book, direct: Term) -> Iterator[Term]:
        left = direct.quantity
        for one in sorted(self.instruments, key=lambda one: HIERARCHY.index(one.kind)):
            taken = left if one.amount is None else one.amount.to(direct.unit)
            if taken > left:
                raise Refusal(Problem("instruments_above_amount", params={"field": "instruments"}))
            left -= taken
            chosen = one.factor.per(direct.unit, book.year, book.gwp_set)
            flags: tuple[str, ...] = () if one.factor.documented else ("green_contract_without_proof",)
            if flags and one.kind != "residual_mix":
                chosen = direct.chosen  # a claim without its proof counts as the grid
            if direct.quantity and not taken:
                flags = (*flags, "instrument_unused")
            yield replace(direct, quantity=taken, chosen=chosen, method="market", toe=None, flags=flags)
        if left:
            yield replace(direct, quantity=left, method="market", toe=None)

    def _losses(self, book: Book, grid: Chosen) -> Chosen | None:
        if self.losses_pct == ZERO:
            return None
        if self.losses_pct is not None:
            if self.losses_pct == HUNDRED:
                raise Refusal(Problem("above_hundred", params={"field": "losses_pct", "value": self.losses_pct}))
            share = CONTEXT.divide(self.losses_pct, HUNDRED - self.losses_pct)
            gases = {gas: kg * share for gas, kg in grid.gases.items()}
            return replace(
                grid, factor_id=f"{grid.factor_id}:losses", kgco2e_per_unit=grid.kgco2e_per_unit * share, gases=gases
            )
        kind = book.catalogue.activities[self.activity]
        if not kind.losses_factor_id:
            return None
        if self.factor is not None:
            grid = factors.direct(kind, book.year, book.gwp_set, book.catalogue)
        return factors.losses(kind, grid, book.catalogue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat(Method):
    """
    Heat or steam from a boiler: the heat received over what the pipes and the boiler lose gives the fuel that is weighed.

    The efficiency is on the net heating value. Bought heat is scope 2; `own_boiler` makes it scope 1.
    """

    amount: Amount
    boiler_efficiency_pct: Decimal
    losses_pct: Decimal = ZERO
    activity: str = ""
    factor: OwnFactor | None = None
    own_boiler: bool = False

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `zero_efficiency`, and what `weighed` refuses."""
        useful = share_of(self.boiler_efficiency_pct) * share_of(HUNDRED - self.losses_pct)
        if not useful:
            raise Refusal(Problem("zero_efficiency", params={"field": "boiler_efficiency_pct"}))
        scope = "1" if self.own_boiler else "2"
        fuel = Amount(CONTEXT.divide(self.amount.value, useful), self.amount.unit)
        if self.activity:
            fuel = of_basis(activity(book, self.activity, "fuel"), fuel, "net")
        for term in weighed(
            self,
            book,
            fuel,
            kinds=("fuel",),
            activity_id=self.activity,
            factor=self.factor,
            scope=scope,
            nature="metered",
        ):
            if term.part != "direct":
                yield term
                continue
            toe = self._toe(book, fuel) if term.toe is None or not self.own_boiler else term.toe
            flags = term.flags if toe is not None else (*term.flags, "toe_unknown")
            yield replace(term, scope=scope, toe=toe, flags=flags)

    def _toe(self, book: Book, fuel: Amount) -> Decimal | None:
        """Return the final energy: the fuel of one's own boiler, the heat itself where it is bought."""
        if not is_energy(self.amount.unit):
            return None
        if self.own_boiler:
            return fuel.to("toe")
        per_kwh = book.catalogue.activities[HEAT].toe_per_unit
        return None if per_kwh is None else self.amount.to("kWh") * per_kwh


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidedElectricity(Method):
    """
    Electricity that a project saves or produces, by the operating margin of the grid: shown apart, in no total.

    Beside it stands what the factor of the inventory would give (docs/method/footprint.md section 4); the two never add up.
    """

    amount: Amount
    factor: OwnFactor | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        kwh = of_amounts(self, "kWh", "amount", self.amount)
        margin = (
            self.factor.per("kWh", book.year, book.gwp_set)
            if self.factor
            else factors.row(book.catalogue, OPERATING_MARGIN, Decimal(10))
        )
        grid = factors.direct(book.catalogue.activities[GRID], book.year, book.gwp_set, book.catalogue)
        by_margin = replace(own_term(self, kwh, "kWh", margin, nature="metered"), part="avoided", method="market")
        yield by_margin
        yield replace(by_margin, chosen=grid, method="location")
