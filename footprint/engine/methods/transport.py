"""Goods carried, people carried (GHG Protocol Technical Guidance for Calculating Scope 3 Emissions, categories 4, 6, 7, 9)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Final, Literal

from footprint.engine.amounts import Amount, read
from footprint.engine.entries import Evidence
from footprint.engine.factors import OwnFactor
from footprint.engine.methods.base import Method, activity, of_amounts, share_of, weighed
from footprint.engine.numbers import CONTEXT, HUNDRED, ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from footprint.engine.terms import Book, Term

Incoterm = Literal["EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP"]
Leg = Literal["pre_carriage", "main", "on_carriage"]
LEGS: Final[tuple[Leg, ...]] = ("pre_carriage", "main", "on_carriage")
# How many of the three legs the seller pays (Incoterms 2020; FCA at the seller's premises).
SELLER_PAYS: Final[dict[Incoterm, int]] = {
    "EXW": 0,
    "FCA": 0,
    "FAS": 1,
    "FOB": 1,
    "CFR": 2,
    "CIF": 2,
    "CPT": 2,
    "CIP": 2,
    "DAP": 3,
    "DPU": 3,
    "DDP": 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightLeg(Method):
    """
    One leg: mass × distance × factor per t.km, or distance × factor per vehicle.km.

    Category 4, unless the goods are sold and the customer pays this leg, which the Incoterm says: category 9.
    """

    distance: Amount
    mass: Amount | None = None
    activity: str = ""
    factor: OwnFactor | None = None
    direction: Literal["inbound", "outbound"] = "inbound"
    incoterm: Incoterm | None = None
    leg: Leg = "main"

    @property
    def customer_pays(self) -> bool:
        if self.direction == "inbound" or self.incoterm is None:
            return False
        return LEGS.index(self.leg) >= SELLER_PAYS[self.incoterm]

    def terms(self, book: Book) -> Iterator[Term]:
        amount = self.distance
        if self.mass is not None:
            amount = Amount(of_amounts(self, "t.km", "mass", self.mass, self.distance), "t.km")
        category = "9" if self.customer_pays else "4"
        yield from weighed(
            self,
            book,
            amount,
            kinds=("freight", "travel"),
            activity_id=self.activity,
            factor=self.factor,
            category=category,
            nature="distance",
            customer_pays=self.customer_pays,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """Goods that share a run; `distance` is the shortest way of these goods, not the way driven."""

    mine: bool = False
    mass: Amount | None = None
    volume: Amount | None = None
    distance: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRun(Method):
    """
    One's own part of a run that carries goods of several firms.

    The whole run is weighed by its fuel, its kilometres or its tonne-kilometres; the part is by mass × distance, mass or
    volume.
    """

    amount: Amount
    consignments: tuple[Consignment, ...]
    by: Literal["mass_distance", "mass", "volume"] = "mass_distance"
    activity: str = ""
    factor: OwnFactor | None = None
    customer_pays: bool = False

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `consignment_incomplete` without what the run is shared by, `nothing_carried`, `nothing_mine`."""
        weights = [self._weight(one) for one in self.consignments]
        total = sum(weights, ZERO)
        if not total:
            raise Refusal(Problem("nothing_carried", params={"field": "consignments"}))
        if not any(one.mine for one in self.consignments):
            raise Refusal(Problem("nothing_mine", params={"field": "consignments"}))
        mine = sum((weight for weight, one in zip(weights, self.consignments, strict=True) if one.mine), ZERO)
        category = "9" if self.customer_pays else "4"
        share = CONTEXT.divide(mine, total)
        for term in weighed(
            self,
            book,
            self.amount,
            kinds=("freight", "fuel", "travel"),
            activity_id=self.activity,
            factor=self.factor,
            category=category,
            nature="distance",
            customer_pays=self.customer_pays,
        ):
            yield replace(term, quantity=term.quantity * share, scope="3", category=category, toe=None)

    def _weight(self, one: Consignment) -> Decimal:
        needed = {"mass_distance": (one.mass, one.distance), "mass": (one.mass,), "volume": (one.volume,)}[self.by]
        parts = [part for part in needed if part is not None]
        if len(parts) < len(needed):
            raise Refusal(Problem("consignment_incomplete", params={"field": "consignments"}))
        unit = {"mass_distance": "t.km", "mass": "t", "volume": "m3"}[self.by]
        return of_amounts(self, unit, "consignments", *parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel(Method):
    """A journey: distance × travellers × factor per passenger.km, distance × factor per km of a vehicle, or hotel nights."""

    amount: Amount
    travellers: Decimal = ONE
    activity: str = ""
    factor: OwnFactor | None = None

    def terms(self, book: Book) -> Iterator[Term]:
        yield from weighed(
            self,
            book,
            _carried(self, book, self.amount, self.travellers),
            kinds=("travel",),
            activity_id=self.activity,
            factor=self.factor,
            category="6",
            nature="distance",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One way to come to work: the share of the staff that uses it, and how far each lives."""

    one_way: Amount
    staff_pct: Decimal = HUNDRED
    activity: str = ""
    factor: OwnFactor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commuting(Method):
    """Commuting by headcount: staff × share of a mode × one way × 2 × days."""

    best_evidence: ClassVar[Evidence] = "extrapolated"
    employees: Decimal
    days_per_year: Decimal
    modes: tuple[Mode, ...]

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `shares_above_hundred` when the modes carry more than all."""
        if sum((mode.staff_pct for mode in self.modes), ZERO) > HUNDRED:
            raise Refusal(Problem("shares_above_hundred", params={"field": "modes"}))
        for mode in self.modes:
            staff = self.employees * share_of(mode.staff_pct)
            yield from _commuted(self, book, mode, staff * self.days_per_year * 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commuter:
    """One answer of a survey."""

    one_way: Amount
    days_per_year: Decimal
    activity: str = ""
    factor: OwnFactor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommutingSurvey(Method):
    """Commuting by a survey: what the answers emit, times all the staff over those who answered."""

    best_evidence: ClassVar[Evidence] = "extrapolated"
    employees: Decimal
    answers: tuple[Commuter, ...]

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `more_answers_than_staff`."""
        if len(self.answers) > self.employees:
            raise Refusal(Problem("more_answers_than_staff", params={"field": "employees"}))
        scale = CONTEXT.divide(self.employees, Decimal(len(self.answers)))
        for one in self.answers:
            for term in _commuted(self, book, one, one.days_per_year * 2):
                yield replace(term, quantity=term.quantity * scale)


def _commuted(method: Method, book: Book, how: Mode | Commuter, trips: Decimal) -> Iterator[Term]:
    yield from weighed(
        method,
        book,
        _carried(method, book, how.one_way, trips, how),
        kinds=("commuting", "travel"),
        activity_id=how.activity,
        factor=how.factor,
        category="7",
        nature="distance",
    )


def _carried(
    method: Method, book: Book, way: Amount, times: Decimal, how: "Travel | Mode | Commuter | None" = None
) -> Amount:
    """Return a distance as the factor counts it: of a person, of a vehicle, or as such; other amounts as they are."""
    value = way.value * times
    if not way.measures("km"):
        return Amount(value, way.unit)
    source = how or method
    activity_id, factor = getattr(source, "activity", ""), getattr(source, "factor", None)
    wanted = activity(book, activity_id).unit if activity_id else (factor.unit.partition("/")[2] if factor else "km")
    for counted in ("person.km", "vehicle.km"):
        if wanted != "km" and read(wanted).dimension == read(counted).dimension:
            return Amount(way.to("km") * times, counted)
    return Amount(value, way.unit)
