"""Attributed emissions of a production process: what it burns, turns over, takes in and gives away (section 9, groups 2 to 4)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from footprint.engine.cbam.checks import MOST, problems_of, refuse
from footprint.engine.cbam.pfc import Overvoltage, Slope, by_overvoltage, by_slope
from footprint.engine.factors import GWP
from footprint.engine.formulas import CO2_PER_C, parted_co2, times
from footprint.engine.numbers import CONTEXT, ONE, ZERO
from footprint.engine.problems import Problem, Refusal

GWP_N2O: Final = GWP["AR5"]["n2o"]  # as the mechanism uses it
# From memory of Implementing Regulation (EU) 2023/1773, Annex III, unverified: natural gas, and what its use is better by.
NATURAL_GAS_TCO2_PER_TJ: Final = Decimal("56.1")
WASTE_GAS_CORRECTION: Final = Decimal("0.667")


@dataclass(frozen=True, slots=True)
class Fuel:
    """Combustion: TJ (net) x t CO2 per TJ x oxidation; the biomass share counts zero and is shown apart."""

    key: str
    energy_tj: Decimal
    tco2_per_tj: Decimal
    oxidation: Decimal = ONE
    biomass_share: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Material:
    """Process emissions: t of material x t CO2 per t x conversion; the biomass share counts zero and is shown apart."""

    key: str
    tonnes: Decimal
    tco2_per_t: Decimal
    conversion: Decimal = ONE
    biomass_share: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Stream:
    """Mass balance: t of material x t C per t x 3.664; what leaves with its carbon (`leaves`) is taken off."""

    key: str
    tonnes: Decimal
    carbon_t_per_t: Decimal
    leaves: bool = False
    biomass_share: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Heat:
    """Measurable heat brought in, or given away when `leaves`: TJ x t CO2e per TJ."""

    key: str
    energy_tj: Decimal
    tco2e_per_tj: Decimal
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class WasteGas:
    """Waste gas brought in, or given away when `leaves`, TJ: at the factor of natural gas, corrected when it leaves."""

    key: str
    energy_tj: Decimal
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Electricity:
    """MWh x t CO2e per MWh: used (indirect emissions), or made and given away when `leaves` (off the direct ones)."""

    key: str
    mwh: Decimal
    tco2e_per_mwh: Decimal
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Oxide:
    """Nitrous oxide, t N2O x 265."""

    key: str
    tonnes: Decimal


Flow = Fuel | Material | Stream | Heat | WasteGas | Electricity | Oxide | Slope | Overvoltage


@dataclass(frozen=True, slots=True)
class Counted:
    """What one flow adds to the direct or the indirect emissions, in t CO2e; below zero when it is taken off."""

    key: str
    kind: str
    direct_tco2e: Decimal
    indirect_tco2e: Decimal = ZERO
    biomass_tco2: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Attributed:
    """
    Emissions of a process in t CO2e, and per tonne of its output; biomass CO2 apart, outside both.

    The indirect ones are None, not known, while no electricity is told: of a process without any it is told as zero.
    """

    flows: tuple[Counted, ...]
    direct_tco2e: Decimal
    indirect_tco2e: Decimal | None
    biomass_tco2: Decimal
    direct_tco2e_t: Decimal
    indirect_tco2e_t: Decimal | None
    flags: tuple[str, ...]


def attributed(key: str, output_t: Decimal, flows: Iterable[Flow]) -> Attributed:
    """
    Return the emissions attributed to a process that makes so many tonnes.

    Direct = fuels + process + mass balance + N2O + PFC + heat in - heat out + waste gas in - waste gas out - electricity
    out. Indirect = electricity used.

    :raises Refusal: naming each flow and field that cannot be right, `attributed_below_zero` when more leaves than is emitted
    """
    problems = problems_of(key, output_t=output_t)
    if output_t.is_finite() and not output_t:
        problems.append(Problem("zero_amount", key, {"field": "output_t"}))
    flows = tuple(flows)
    counted: list[Counted] = []
    for flow in flows:
        try:
            counted.append(_COUNT[type(flow)](flow))
        except Refusal as refusal:
            problems += refusal.problems
    refuse(problems)
    direct, indirect, biomass = (
        sum((getattr(one, name) for one in counted), ZERO)
        for name in ("direct_tco2e", "indirect_tco2e", "biomass_tco2")
    )
    if direct < ZERO:
        raise Refusal(Problem("attributed_below_zero", key, {"field": "flows", "value": direct}))
    flags = ("waste_gas_provisional",) if any(one.kind == "waste_gas" for one in counted) else ()
    is_told = any(isinstance(flow, Electricity) and not flow.leaves for flow in flows)
    return Attributed(
        flows=tuple(counted),
        direct_tco2e=direct,
        indirect_tco2e=indirect if is_told else None,
        biomass_tco2=biomass,
        direct_tco2e_t=CONTEXT.divide(direct, output_t),
        indirect_tco2e_t=CONTEXT.divide(indirect, output_t) if is_told else None,
        flags=flags,
    )


def _parted(
    key: str, kind: str, tco2: Decimal, biomass_share: Decimal, reacted: Decimal = ONE, *, leaves: bool = False
) -> Counted:
    sign = -ONE if leaves else ONE
    fossil, biomass = parted_co2(times(sign, tco2), biomass_share, reacted)
    return Counted(key, kind, fossil, biomass_tco2=biomass)


def _fuel(one: Fuel) -> Counted:
    shares = {"oxidation": one.oxidation, "biomass_share": one.biomass_share}
    refuse(
        problems_of(one.key, energy_tj=one.energy_tj, tco2_per_tj=one.tco2_per_tj)
        + problems_of(one.key, highest=ONE, **shares)
    )
    return _parted(one.key, "fuel", times(one.energy_tj, one.tco2_per_tj), one.biomass_share, one.oxidation)


def _material(one: Material) -> Counted:
    shares = {"conversion": one.conversion, "biomass_share": one.biomass_share}
    refuse(
        problems_of(one.key, tonnes=one.tonnes, tco2_per_t=one.tco2_per_t) + problems_of(one.key, highest=ONE, **shares)
    )
    return _parted(one.key, "process", times(one.tonnes, one.tco2_per_t), one.biomass_share, one.conversion)


def _stream(one: Stream) -> Counted:
    shares = {"carbon_t_per_t": one.carbon_t_per_t, "biomass_share": one.biomass_share}
    refuse(problems_of(one.key, tonnes=one.tonnes) + problems_of(one.key, highest=ONE, **shares))
    tco2 = times(one.tonnes, one.carbon_t_per_t, CO2_PER_C)
    return _parted(one.key, "mass_balance", tco2, one.biomass_share, leaves=one.leaves)


def _heat(one: Heat) -> Counted:
    refuse(problems_of(one.key, energy_tj=one.energy_tj, tco2e_per_tj=one.tco2e_per_tj))
    return _parted(one.key, "heat", times(one.energy_tj, one.tco2e_per_tj), ZERO, leaves=one.leaves)


def _waste_gas(one: WasteGas) -> Counted:
    refuse(problems_of(one.key, energy_tj=one.energy_tj))
    correction = WASTE_GAS_CORRECTION if one.leaves else ONE
    tco2 = times(one.energy_tj, NATURAL_GAS_TCO2_PER_TJ, correction)
    return _parted(one.key, "waste_gas", tco2, ZERO, leaves=one.leaves)


def _electricity(one: Electricity) -> Counted:
    refuse(problems_of(one.key, mwh=one.mwh, tco2e_per_mwh=one.tco2e_per_mwh))
    tco2e = times(one.mwh, one.tco2e_per_mwh)
    if one.leaves:
        return Counted(one.key, "electricity", -tco2e)
    return Counted(one.key, "electricity", ZERO, tco2e)


def _oxide(one: Oxide) -> Counted:
    refuse(problems_of(one.key, highest=MOST, tonnes=one.tonnes))
    return Counted(one.key, "n2o", times(one.tonnes, GWP_N2O))


_COUNT: dict[type, Callable[[Any], Counted]] = {
    Fuel: _fuel,
    Material: _material,
    Stream: _stream,
    Heat: _heat,
    WasteGas: _waste_gas,
    Electricity: _electricity,
    Oxide: _oxide,
    Slope: lambda one: Counted(one.key, "pfc", by_slope(one).tco2e),
    Overvoltage: lambda one: Counted(one.key, "pfc", by_overvoltage(one).tco2e),
}
