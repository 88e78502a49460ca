"""What a firm can enter and the factors that weigh it (docs/method/footprint.md section 14b)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reference.files.cells import FactorsByYear, Packs

Evidence = Literal["A", "B", "C", "D"]
IN_A_BLEND = re.compile(r"\b(?:HFC-|R)(\w+) (\d+(?:\.\d+)?) %")


@dataclass(frozen=True, slots=True)
class EmissionFactor:
    id: str
    name_en: str
    name_fr: str
    scope: Literal["1", "2", "3"]
    category: str
    unit: str
    kgco2e_per_unit: Decimal
    kgco2_per_unit: Decimal | None
    kgch4_per_unit: Decimal | None
    kgn2o_per_unit: Decimal | None
    biogenic_kgco2_per_unit: Decimal | None
    gwp_set: Literal["AR4", "AR5", "AR6"]
    geography: str
    year: int
    uncertainty_pct: Decimal | None
    source: str
    source_url: str | None
    notes: str | None
    scope3_category: str | None
    is_default: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ActivityKind:
    activity_id: str
    name_fr: str
    name_ar: str
    name_en: str
    kind: Literal[
        "commuting",
        "energy",
        "farm",
        "fertiliser",
        "freight",
        "material",
        "refrigerant",
        "travel",
        "waste",
        "waste_water",
        "water",
    ]
    offer_first: bool
    carrier: str
    scope: Literal["1", "2", "3"]
    scope3_category: str | None
    unit: str
    tells_fact: Literal["freight_tkm_road", "waste_t", "water_m3"] | None
    entry_packs: Packs | None
    factor_id: str | None
    factor_ids_by_year: FactorsByYear | None
    market_factor_id: str | None
    location_based: bool | None
    upstream_factor_id: str
    losses_factor_id: str | None
    ncv_mj_per_unit: Decimal | None
    density_kg_per_l: Decimal | None
    gross_to_net: Decimal | None
    toe_per_unit: Decimal | None
    activity_uncertainty_pct_invoice: Decimal
    activity_uncertainty_pct_meter: Decimal
    activity_uncertainty_pct_extrapolated: Decimal
    activity_uncertainty_pct_guess: Decimal
    default_factor_uncertainty_pct: Decimal | None
    upstream_uncertainty_pct: Decimal | None
    plausible_max_per_year: Decimal
    source: str
    notes: str | None

    def activity_uncertainty(self, evidence: str) -> Decimal:
        """Return the half-width at 95 % of an amount of this evidence class, in per cent."""
        pct: Decimal = getattr(self, f"activity_uncertainty_pct_{evidence}")
        return pct

    @property
    def blend(self) -> dict[str, Decimal]:
        """Return the share of each gas in a refrigerant, by mass, as its notes give it."""
        if self.kind != "refrigerant":
            return {}
        parts = IN_A_BLEND.findall(self.notes or "")
        return {f"r{gas.lower()}": Decimal(pct) / 100 for gas, pct in parts} or {
            self.activity_id.removeprefix("refrigerant_"): Decimal(1)
        }
