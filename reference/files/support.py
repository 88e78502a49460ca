"""Who pays and who certifies: finance schemes and standards."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from reference.files.cells import Span


@dataclass(frozen=True, slots=True)
class Standard:
    id: str
    name: str
    family: str
    scope: str
    applies_to_sectors: tuple[str, ...]
    demanded_by_markets: str
    duration_months_low: Decimal | None
    duration_months_high: Decimal | None
    cost_note: str | None
    validity_years: str | None
    surveillance: str | None
    who_issues: str
    accreditation_needed: str | None
    self_declared_or_third_party: Literal["rating", "self_declared", "self+third_party", "third_party"]
    trap: str | None
    confidence: str
    source: str
    source_url: str | None


@dataclass(frozen=True, slots=True)
class Scheme:
    id: str
    name: str
    institution: str
    partner_institutions: str | None
    kind: Literal["grant", "guarantee", "leasing", "loan", "technical_assistance"]
    status: Literal["open", "closed", "unknown"]
    as_of: str | None
    eligible_company: str | None
    employees_max: int | None
    revenue_max_mad: Decimal | None
    revenue_min_mad: Decimal | None
    eligible_sectors: tuple[str, ...]
    eligible_sectors_note: str | None
    excluded_sectors: str | None
    eligible_measures: tuple[str, ...]
    eligible_measures_note: str | None
    eligible_regions: str | None
    min_amount: Decimal | None
    max_amount: Decimal | None
    amount_currency: Literal["MAD", "EUR"] | None
    amount_meaning: str | None
    rate: str | None
    grant_pct_low: Decimal | None
    grant_pct_high: Decimal | None
    own_funds_min_pct: Decimal | None
    tenor_years: Span | None
    envelope: str | None
    conditions: str | None
    apply_at: str | None
    confidence: str
    source: str
    source_url: str

    @property
    def as_of_day(self) -> date | None:
        """The first day of the year, month or day that `as_of` names: the status is at least that fresh."""
        if self.as_of is None:
            return None
        year, month, day = (int(part) for part in f"{self.as_of}-01-01".split("-")[:3])
        return date(year, month, day)
