"""What a firm can do, the rules that size it, and the prices of what it saves."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    id: str
    category: str
    name_fr: str
    name_en: str
    name_ar: str
    applies_to_carrier: tuple[str, ...]
    applies_to_end_use: tuple[str, ...]
    applicable_sectors: tuple[str, ...]
    saving_basis: str | None
    saving_pct_low: Decimal | None
    saving_pct_typical: Decimal | None
    saving_pct_high: Decimal | None
    capex_low: Decimal | None
    capex_typical: Decimal | None
    capex_high: Decimal | None
    capex_unit: str | None
    capex_currency: Literal["MAD", "EUR", "USD"] | None
    capex_year: str | None
    opex_value: Decimal | None
    opex_unit: str | None
    lifetime_years: Decimal | None
    payback_years_low: Decimal | None
    payback_years_typical: Decimal | None
    payback_years_high: Decimal | None
    performance_note: str | None
    co2_basis: str
    prerequisite: str | None
    rule_flag: str | None
    confidence: str
    source: str
    source_url: str | None


@dataclass(frozen=True, slots=True)
class MeasureTrigger:
    """The rules of one measure, in the small vocabulary of docs/method/measures.md section 1."""

    measure_id: str
    carriers: tuple[str, ...]
    end_uses: tuple[str, ...]
    needs_facts: tuple[str, ...]
    trigger: str
    size_rule: str
    saving_rule: str | None
    abatement_rule: str
    capex_rule: str | None
    maintenance_rule: str
    exclusions: str | None
    question_fr: str
    question_en: str
    question_ar: str
    state: Literal["priced", "carbon_only", "named_only"]
    confidence: str


@dataclass(frozen=True, slots=True)
class EnergyPrice:
    id: str
    carrier: str
    item: str
    value: Decimal | None
    unit: str
    currency: str
    tax: str | None
    date: str | None
    region: str | None
    confidence: str
    note: str | None
    source: str | None
    source_url: str | None
