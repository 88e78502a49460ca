"""What a firm enters: one quantity of one activity over some days, with its document."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Document = Literal["invoice", "credit_note", "estimate"]
Evidence = Literal["invoice", "meter", "extrapolated", "guess"]
GRADE_OF: dict[Evidence, str] = {"invoice": "A", "meter": "B", "extrapolated": "C", "guess": "D"}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One bill or reading, as typed; both days are included and a credit note subtracts whatever its sign.

    `supplier_factor` is in kg CO2e per unit of the entry; `proof_kept` is for a green contract, `customer_pays` for
    a transport that the customer pays.
    """

    key: str
    activity_id: str
    quantity: Decimal
    starts_on: date
    ends_on: date
    unit: str = ""
    document: Document = "invoice"
    evidence: Evidence = "invoice"
    supplier_factor: Decimal | None = None
    supplier_document: bool = False
    proof_kept: bool = False
    customer_pays: bool = False

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def is_credit_note(self) -> bool:
        return self.document == "credit_note"

    @property
    def evidence_class(self) -> Evidence:
        """A bill that its supplier marks as estimated is worth a reading."""
        return "meter" if self.document == "estimate" and self.evidence == "invoice" else self.evidence

    def days_within(self, first: date, last: date) -> int:
        """Return how many days of this entry fall between two days, both included."""
        return max(0, (min(self.ends_on, last) - max(self.starts_on, first)).days + 1)
