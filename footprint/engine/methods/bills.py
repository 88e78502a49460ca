"""A bill or a delivery over its days, shared out over the years it covers (docs/method/footprint.md section 15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from footprint.engine.amounts import Amount
from footprint.engine.days import part_in_year, year_of
from footprint.engine.entries import Document, Entry
from footprint.engine.factors import OwnFactor
from footprint.engine.lines import signed
from footprint.engine.methods.base import Method, activity
from footprint.engine.terms import Book, Term, Use, terms_of
from footprint.engine.units import measure_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill(Method):
    """
    An amount of any activity of the table; without its two days, of the whole year. A credit note takes off.

    `factor` is the supplier's own; `proof_kept` is for a green contract, `customer_pays` for a transport.
    """

    below_zero: ClassVar[tuple[str, ...]] = ("amount",)
    activity: str
    amount: Amount
    starts_on: date | None = None
    ends_on: date | None = None
    document: Document = "invoice"
    factor: OwnFactor | None = None
    proof_kept: bool = False
    customer_pays: bool = False

    def entry(self, year: int) -> Entry:
        whole = year_of(year)
        return Entry(
            key=self.key,
            activity_id=self.activity,
            quantity=self.amount.value,
            starts_on=self.starts_on or whole.first,
            ends_on=self.ends_on or whole.last,
            unit=self.amount.unit,
            document=self.document,
            evidence=self.evidence,
        )

    def terms(self, book: Book) -> Iterator[Term]:
        kind = activity(book, self.activity)
        entry = self.entry(book.year)
        own = self.factor.per(measure_of(kind), book.year, book.gwp_set) if self.factor else None
        quantity = part_in_year(signed(entry, kind), entry, book.year)
        use = Use(kind, quantity, entry.evidence_class, own, self.proof_kept, self.customer_pays, entry.is_credit_note)
        yield from terms_of(use, book)
