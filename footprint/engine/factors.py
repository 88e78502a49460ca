"""Which factor weighs an activity (section 14b, step 1), and what one unit of it emits (step 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from footprint.engine.amounts import Amount, product
from footprint.engine.numbers import CONTEXT, ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from reference.files import ActivityKind, Catalogue, EmissionFactor

GwpSet = Literal["AR4", "AR5", "AR6"]


def _weights(ch4: str, n2o: int, cf4: int, c2f6: int, sf6: int, nf3: int) -> dict[str, Decimal]:
    return {
        "co2": ONE,
        "ch4": Decimal(ch4),
        "n2o": Decimal(n2o),
        "cf4": Decimal(cf4),
        "c2f6": Decimal(c2f6),
        "sf6": Decimal(sf6),
        "nf3": Decimal(nf3),
    }


# kg CO2e per kg of a gas over 100 years: IPCC fourth, fifth and sixth assessment reports (rows `gwp_*` of the factors).
GWP: Mapping[GwpSet, Mapping[str, Decimal]] = {
    "AR4": _weights("25", 298, 7390, 12200, 22800, 17200),
    "AR5": _weights("28", 265, 6630, 11100, 23500, 16100),
    "AR6": _weights("27.9", 273, 7380, 12400, 25200, 17400),
}
LOSSES = Decimal("0.1503")  # share of the electricity sent out that never arrives
SIX_DECIMALS = Decimal("0.000001")
OF_ITS_YEAR = ("factor_of_other_year", "factor_of_default_year")  # said when it is not the year of consumption
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
        weights = GWP[gwp_set]
        return {gas: quantity * per_unit * weights[gas] for gas, per_unit in self.gases.items()}


@dataclass(frozen=True, slots=True)
class OwnFactor:
    """
    A factor that a line brings: a total (`2.68 kg/L`) or an amount for each gas (`53.06 kg/MMBtu`, `1 g/MMBtu`).

    `uncertainty_pct` is the half-width at 95 %; without it 30 with a document, 100 without. With `upstream_inside` the
    factor holds what comes before the use, and no upstream line is added to it.
    """

    co2e: Amount | None = None
    co2: Amount | None = None
    ch4: Amount | None = None
    n2o: Amount | None = None
    biogenic_co2: Amount | None = None
    source: str = ""
    year: int | None = None
    uncertainty_pct: Decimal | None = None
    documented: bool = False
    upstream_inside: bool = False

    @property
    def gases(self) -> dict[str, Amount]:
        found = {"co2": self.co2, "ch4": self.ch4, "n2o": self.n2o}
        return {gas: amount for gas, amount in found.items() if amount is not None}

    @property
    def unit(self) -> str:
        """Return the unit of its first amount."""
        first = next((amount for amount in (self.co2e, *self.gases.values()) if amount is not None), None)
        return first.unit if first is not None else ""

    def check(self) -> None:
        """:raises Refusal: `factor_empty`, `factor_twice` when it has a total and gases."""
        if self.co2e is None and not self.gases:
            raise Refusal(Problem("factor_empty"))
        if self.co2e is not None and self.gases:
            raise Refusal(Problem("factor_twice"))

    def per(self, unit: str, year: int, gwp_set: GwpSet) -> Chosen:
        """
        Return what one unit emits.

        :raises Refusal: what `check` refuses, `unit_incompatible`
        """
        self.check()
        one_unit = Amount(ONE, unit)
        gases = {gas: product("kg", one_unit, amount) for gas, amount in self.gases.items()}
        total = (
            product("kg", one_unit, self.co2e)
            if self.co2e is not None
            else sum((kg * GWP[gwp_set][gas] for gas, kg in gases.items()), ZERO)
        )
        flags = ("own_factor",) if self.documented else ("own_factor", "own_factor_without_document")
        if self.upstream_inside:
            flags = (*flags, "upstream_inside")
        return Chosen(
            factor_id=f"own:{self.source}:{total.normalize():f}",
            year=self.year or year,
            kgco2e_per_unit=total,
            gases=gases,
            biogenic_per_unit=product("kg", one_unit, self.biogenic_co2) if self.biogenic_co2 else ZERO,
            uncertainty_pct=self._uncertainty,
            evidence="B" if self.documented else "D",
            scope3_category=None,
            flags=flags if gases else (*flags, "not_switchable"),
        )

    @property
    def _uncertainty(self) -> Decimal:
        return self.uncertainty_pct if self.uncertainty_pct is not None else Decimal(30 if self.documented else 100)


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
    of_year = tuple(flag for flag in grid.flags if flag in OF_ITS_YEAR)
    chosen = row(catalogue, kind.losses_factor_id or "", kind.upstream_uncertainty_pct, flags=of_year)
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
        (*of_year, "not_switchable"),
    )


def supplied_pct(kind: ActivityKind, *, documented: bool) -> Decimal:
    """Return the half-width of a supplier's own factor, in per cent: that of its kind, and no better than its proof."""
    floor = Decimal(30) if documented else Decimal(100)
    return max(floor, kind.default_factor_uncertainty_pct or ZERO)


def supplied(kind: ActivityKind, value: Decimal, year: int, *, documented: bool) -> Chosen:
    """Return a supplier's own factor: grade B with its document, D without."""
    uncertainty = supplied_pct(kind, documented=documented)
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
    return kind.factor_id, None, ("factor_of_default_year",)


def _in_set(factor_id: str, kind: ActivityKind, gwp_set: GwpSet, catalogue: Catalogue) -> str:
    if kind.kind != "refrigerant":
        return factor_id
    wanted = f"{factor_id.removesuffix('_ar5')}_{gwp_set.lower()}"
    if wanted not in catalogue.factors:
        raise Refusal(Problem("no_factor_in_gwp_set", params={"activity": kind.activity_id, "gwp_set": gwp_set}))
    return wanted
