"""Which factor weighs an activity (section 14b, step 1), and what one unit of it emits (step 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.problems import Problem, Refusal
from reference.files import ActivityKind, Catalogue, EmissionFactor

GwpSet = Literal["AR4", "AR5", "AR6"]
GWP: Mapping[str, tuple[Decimal, Decimal]] = {
    "AR4": (Decimal(25), Decimal(298)),
    "AR5": (Decimal(28), Decimal(265)),
    "AR6": (Decimal("27.9"), Decimal(273)),
}
LOSSES = Decimal("0.1503")  # share of the electricity sent out that never arrives
SIX_DECIMALS = Decimal("0.000001")
KYOTO_OUTSIDERS = frozenset({"refrigerant_r22"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A factor with what one unit emits; `gases` is empty when the source gives a total only."""

    factor_id: str
    year: int
    kgco2e_per_unit: Decimal
    gases: Mapping[str, Decimal]
    biogenic_per_unit: Decimal
    uncertainty_pct: Decimal
    evidence: str
    scope3_category: str | None
    flags: tuple[str, ...] = ()

    def co2e_by_gas(self, quantity: Decimal, gwp_set: GwpSet) -> dict[str, Decimal]:
        """Return the kg CO2e of each gas of a quantity, unrounded."""
        methane, nitrous_oxide = GWP[gwp_set]
        weights = {"co2": Decimal(1), "ch4": methane, "n2o": nitrous_oxide}
        return {gas: quantity * per_unit * weights[gas] for gas, per_unit in self.gases.items()}


def direct(kind: ActivityKind, year: int, gwp_set: GwpSet, catalogue: Catalogue) -> Chosen:
    """
    Return the factor of an activity in a year of consumption.

    :raises Refusal: `no_factor` or `no_factor_in_gwp_set`
    """
    factor_id, factor_year, flags = _by_year(kind, year)
    if factor_id is None:
        raise Refusal(Problem("no_factor", params={"activity": kind.activity_id}))
    return row(
        catalogue, _in_set(factor_id, kind, gwp_set, catalogue), kind.default_factor_uncertainty_pct, factor_year, flags
    )


def market(kind: ActivityKind, catalogue: Catalogue) -> Chosen:
    return row(catalogue, kind.market_factor_id or "", kind.default_factor_uncertainty_pct)


def upstream(kind: ActivityKind, catalogue: Catalogue) -> Chosen:
    return row(catalogue, kind.upstream_factor_id, kind.upstream_uncertainty_pct)


def losses(kind: ActivityKind, grid: Chosen, catalogue: Catalogue) -> Chosen:
    """Return the factor of the grid losses that go with a grid factor; a row holds one year, the others are computed."""
    chosen = row(catalogue, kind.losses_factor_id or "", kind.upstream_uncertainty_pct)
    if grid.year == chosen.year:
        return chosen
    share = CONTEXT.divide(LOSSES, 1 - LOSSES)
    value = CONTEXT.quantize(grid.kgco2e_per_unit * share, SIX_DECIMALS)
    return Chosen(
        chosen.factor_id,
        grid.year,
        value,
        {},
        ZERO,
        chosen.uncertainty_pct,
        chosen.evidence,
        chosen.scope3_category,
        ("not_switchable",),
    )


def supplied(kind: ActivityKind, value: Decimal, year: int, *, documented: bool) -> Chosen:
    """Return a supplier's own factor: grade B with its document, D without."""
    floor = Decimal(30) if documented else Decimal(100)
    uncertainty = max(floor, kind.default_factor_uncertainty_pct or ZERO)
    name = f"supplier:{kind.activity_id}:{value.normalize():f}"
    flags = ("supplier_factor",) if documented else ("supplier_factor", "supplier_factor_without_document")
    return Chosen(name, year, value, {}, ZERO, uncertainty, "B" if documented else "D", None, flags)


def row(
    catalogue: Catalogue,
    factor_id: str,
    default_uncertainty_pct: Decimal | None,
    year: int | None = None,
    flags: tuple[str, ...] = (),
) -> Chosen:
    """Return a row of the factor table, ready to multiply."""
    factor = catalogue.factors[factor_id]
    gases = _gases(factor)
    if not gases and factor.category != "refrigerant":
        flags = (*flags, "not_switchable")
    uncertainty = factor.uncertainty_pct if factor.uncertainty_pct is not None else default_uncertainty_pct
    return Chosen(
        factor_id,
        year or factor.year,
        factor.kgco2e_per_unit,
        gases,
        factor.biogenic_kgco2_per_unit or ZERO,
        uncertainty if uncertainty is not None else Decimal(100),
        factor.evidence,
        factor.scope3_category,
        flags,
    )


def _gases(factor: EmissionFactor) -> dict[str, Decimal]:
    co2, ch4, n2o = factor.kgco2_per_unit, factor.kgch4_per_unit, factor.kgn2o_per_unit
    return {} if co2 is None or ch4 is None or n2o is None else {"co2": co2, "ch4": ch4, "n2o": n2o}


def _by_year(kind: ActivityKind, year: int) -> tuple[str | None, int | None, tuple[str, ...]]:
    by_year = kind.factor_ids_by_year
    if not by_year:
        return kind.factor_id, None, ()
    if year in by_year:
        return by_year[year], year, ()
    earlier = [one for one in by_year if one < year]
    if earlier:
        return by_year[max(earlier)], max(earlier), ("factor_of_other_year",)
    return kind.factor_id, None, ("factor_of_other_year",)


def _in_set(factor_id: str, kind: ActivityKind, gwp_set: GwpSet, catalogue: Catalogue) -> str:
    if kind.kind != "refrigerant":
        return factor_id
    wanted = f"{factor_id.removesuffix('_ar5')}_{gwp_set.lower()}"
    if wanted not in catalogue.factors:
        raise Refusal(Problem("no_factor_in_gwp_set", params={"activity": kind.activity_id, "gwp_set": gwp_set}))
    return wanted
