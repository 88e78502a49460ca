"""The goods of the EU carbon border mechanism, and the Harmonized System they sit in (docs/method/cbam.md)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

CbamSector = Literal["aluminium", "cement", "electricity", "fertilisers", "hydrogen", "iron_steel"]
OTHER_COUNTRIES = "Other Countries and Territories"
HIGHEST = "ANNEX_IV_HIGHEST"


@dataclass(frozen=True, slots=True)
class CbamGood:
    """A heading of Annex I, with its words and the range of its figures."""

    cn_code: str
    cn_prefix: str
    digits: int
    sector: CbamSector
    aggregated_categories: str
    description_en: str
    description_fr: str
    description_ar: str
    gases: tuple[str, ...]
    scope_of_embedded_emissions: Literal["direct", "direct+indirect"]
    cn8_count: int
    default_morocco_min_tco2e_t: Decimal | None
    default_morocco_max_tco2e_t: Decimal | None
    default_other_min_tco2e_t: Decimal | None
    default_other_max_tco2e_t: Decimal | None
    markup_2026_pct: Decimal | None
    markup_2027_pct: Decimal | None
    markup_2028_on_pct: Decimal | None
    benchmark_a_min: Decimal | None
    benchmark_a_max: Decimal | None
    benchmark_b_min: Decimal | None
    benchmark_b_max: Decimal | None
    de_minimis_50t_applies: bool
    transitional_default_2023_example: str | None
    source: str
    source_url: str
    notes: str | None


@dataclass(frozen=True, slots=True)
class CbamLine:
    """One covered eight-digit line; a superseded one names its heirs."""

    cn8: str
    cn_display: str
    sector: CbamSector
    aggregated_category: str
    gases: tuple[str, ...]
    scope_of_embedded_emissions: Literal["direct", "direct+indirect"]
    benchmark_col_a_actual_data: str | None
    benchmark_col_b_default_values: str | None
    status: str

    @property
    def is_current(self) -> bool:
        return self.status == "current"

    @property
    def heirs(self) -> tuple[str, ...]:
        _, _, codes = self.status.partition("superseded by ")
        return tuple(code.strip() for code in codes.split(",") if code)


@dataclass(frozen=True, slots=True)
class CbamDefault:
    """A default value of one country, in tonnes of CO2e per tonne; marked-up columns already hold the mark-up."""

    country: str
    sector: CbamSector
    cn_digits: str
    cn_code: str
    route: str | None
    direct_tco2e_t: Decimal | None
    indirect_tco2e_t: Decimal | None
    total_tco2e_t: Decimal | None
    with_markup_2026: Decimal | None
    with_markup_2027: Decimal | None
    with_markup_2028: Decimal | None
    status: Literal["ok", "precursor_of_unknown_origin", "use_other_countries"]


@dataclass(frozen=True, slots=True)
class CbamBenchmark:
    """A benchmark of one line: column A for own data, B for default values."""

    cn8: str
    sector: CbamSector
    column: Literal["A", "B"]
    route: str | None
    years: Literal["2026-2027", "2026-2030", "2028-2030"]
    benchmark_tco2_t: Decimal

    def covers(self, year: int) -> bool:
        first, last = self.years.split("-")
        return int(first) <= year <= int(last)


@dataclass(frozen=True, slots=True)
class HsHeading:
    code: str
    digits: int
    parent: str | None
    description_en: str
