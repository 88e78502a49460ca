"""Where a site stands, and what it does there."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reference.files.cells import Span


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    hcp_code: str
    name_fr: str
    name_ar: str
    name_en: str
    capital_fr: str
    capital_ar: str
    lat: Decimal
    lon: Decimal
    coastal_capital: bool
    population_2024: int
    provinces: int
    establishments_business_2024: int
    establishments_industry_2024: int
    establishments_10_49_2024: int
    establishments_50_plus_2024: int
    establishment_jobs_2024: int
    ghi_kwh_m2_yr_modelled: Decimal
    pv_tilt_deg: Decimal
    poa_kwh_m2_yr_modelled: Decimal
    pv_yield_kwh_kwp_yr_modelled: Decimal
    pv_yield_kwh_kwp_yr_measured: Span | None
    ghi_kwh_m2_yr_published: Decimal | None
    solar_confidence: str
    solar_source: str
    source: str


@dataclass(frozen=True, slots=True)
class Province:
    code: str
    name_fr: str
    name_ar: str
    type: Literal["prefecture", "prefecture_of_arrondissements", "province"]
    region_code: str
    population_2024: int
    lat: Decimal | None
    lon: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Sector:
    id: str
    nace_rev2: str
    nma2010_division: str
    name_fr: str
    name_en: str
    name_ar: str
    group: Literal["agrifood", "crafts", "industry", "leather", "services", "textile", "tourism"]
    hs_chapters: tuple[str, ...]
    end_uses_by_priority: tuple[str, ...]
    cbam_exposure: Literal["direct", "indirect", "none"]
    cbam_headings: str | None
    eudr_in_scope: str
    eu_organic_2018_848: bool
    eu_textile_strategy: bool
    ppwr_packaging: bool
    csrd_value_chain_pressure: Literal["yes", "partly", "no"]
    other_rules: str | None
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class EndUseShare:
    """The share of carriers that goes to one end use; a row without a typical share is context only."""

    sector_id: str
    end_use: str
    carrier_base: tuple[str, ...]
    share_pct_low: Decimal
    share_pct_typical: Decimal | None
    share_pct_high: Decimal
    meaning: str
    source: str
    source_url: str | None
