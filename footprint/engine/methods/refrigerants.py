"""Gas lost from cold rooms and air conditioning, by the data there are, best first (docs/method/footprint.md section 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final, Literal

from footprint.engine.amounts import Amount
from footprint.engine.entries import Evidence
from footprint.engine.factors import OwnFactor
from footprint.engine.methods.base import Method, of_amounts, share_of, weighed
from footprint.engine.numbers import ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from footprint.engine.terms import Book, Term

Equipment = Literal[
    "domestic_fridge",
    "standalone_commercial",
    "medium_large_commercial",
    "transport",
    "industrial_cold",
    "chillers",
    "air_conditioning",
    "car_air_conditioning",
]
NOTHING: Final = Amount(ZERO, "kg")


def _rates(installation: str, yearly: str, left: str, recovered: str) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return Decimal(installation), Decimal(yearly), Decimal(left), Decimal(recovered)


# Shares of the charge: lost at installation, lost a year, left at the end, recovered of that. EPA Center for Corporate
# Climate Leadership, fugitive emissions guide; The Climate Registry, screening method.
SCREENING: Final[dict[Equipment, tuple[Decimal, Decimal, Decimal, Decimal]]] = {
    "domestic_fridge": _rates("0.01", "0.005", "0.8", "0.7"),
    "standalone_commercial": _rates("0.03", "0.15", "0.8", "0.7"),
    "medium_large_commercial": _rates("0.03", "0.35", "1", "0.7"),
    "transport": _rates("0.01", "0.5", "0.5", "0.7"),
    "industrial_cold": _rates("0.03", "0.25", "1", "0.9"),
    "chillers": _rates("0.01", "0.15", "1", "0.95"),
    "air_conditioning": _rates("0.01", "0.1", "0.8", "0.8"),
    "car_air_conditioning": _rates("0.005", "0.2", "0.5", "0.5"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refrigerant(Method):
    """A gas, by its activity in the table or by a factor of its own (`kg/kg`)."""

    optional: ClassVar[tuple[str, ...]] = ()  # amounts of which one at least is given
    activity: str = ""
    factor: OwnFactor | None = None

    def lost(self) -> Decimal:
        """Return the kg lost in the year."""
        raise NotImplementedError

    def terms(self, book: Book) -> Iterator[Term]:
        """:raises Refusal: `amount_needed` when no amount is given, `balance_below_zero`, and what `weighed` refuses."""
        if self.optional and all(getattr(self, name) is NOTHING for name in self.optional):
            raise Refusal(Problem("amount_needed", params={"field": self.optional[0]}))
        kg = self.lost()
        if kg < 0:
            raise Refusal(Problem("balance_below_zero", params={"value": kg}))
        yield from weighed(
            self,
            book,
            Amount(kg, "kg"),
            kinds=("refrigerant",),
            activity_id=self.activity,
            factor=self.factor,
            scope="1",
        )

    def kg(self, field: str) -> Decimal:
        return of_amounts(self, "kg", field, getattr(self, field))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefrigerantMaterialBalance(Refrigerant):
    """Loss = stock at start + bought − sold or returned − stock at end − increase of the full charge of the equipment."""

    opening_stock: Amount
    purchased: Amount = NOTHING
    returned: Amount = NOTHING
    closing_stock: Amount
    capacity_increase: Amount = NOTHING
    capacity_decrease: Amount = NOTHING

    def lost(self) -> Decimal:
        came = self.kg("opening_stock") + self.kg("purchased") + self.kg("capacity_decrease")
        return came - self.kg("returned") - self.kg("closing_stock") - self.kg("capacity_increase")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefrigerantSimplifiedBalance(Refrigerant):
    """Loss = (charge put into new units − their capacity) + top-ups + (capacity of scrapped units − gas recovered)."""

    optional: ClassVar[tuple[str, ...]] = ("new_charge", "topped_up", "scrapped_capacity", "new_capacity", "recovered")
    new_charge: Amount = NOTHING
    new_capacity: Amount = NOTHING
    topped_up: Amount = NOTHING
    scrapped_capacity: Amount = NOTHING
    recovered: Amount = NOTHING

    def lost(self) -> Decimal:
        at_installation = self.kg("new_charge") - self.kg("new_capacity")
        at_disposal = self.kg("scrapped_capacity") - self.kg("recovered")
        return at_installation + self.kg("topped_up") + at_disposal


@dataclass(frozen=True, slots=True, kw_only=True)
class RefrigerantScreening(Refrigerant):
    """
    Loss = charge of new units × k + charge in use × x × part of the year + charge scrapped × y × (1 − recovered).

    The rates are those of the equipment; each may be replaced, in per cent. Nobody measured the loss: it is a guess.
    """

    best_evidence: ClassVar[Evidence] = "guess"
    optional: ClassVar[tuple[str, ...]] = ("charge", "new_charge", "scrapped_charge")
    equipment: Equipment
    charge: Amount = NOTHING
    new_charge: Amount = NOTHING
    scrapped_charge: Amount = NOTHING
    years: Decimal = ONE
    installation_pct: Decimal | None = None
    yearly_pct: Decimal | None = None
    left_pct: Decimal | None = None
    recovered_pct: Decimal | None = None

    def lost(self) -> Decimal:
        typed = (self.installation_pct, self.yearly_pct, self.left_pct, self.recovered_pct)
        installation, yearly, left, recovered = (
            known if own is None else share_of(own) for known, own in zip(SCREENING[self.equipment], typed, strict=True)
        )
        in_use = self.kg("charge") * yearly * self.years
        at_disposal = self.kg("scrapped_charge") * left * (ONE - recovered)
        return self.kg("new_charge") * installation + in_use + at_disposal


@dataclass(frozen=True, slots=True, kw_only=True)
class RefrigerantInvoices(Refrigerant):
    """The gas that the service firm topped up in the year is what was lost."""

    topped_up: Amount

    def lost(self) -> Decimal:
        return self.kg("topped_up")
