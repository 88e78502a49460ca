"""What heat and what electricity of a cogeneration plant emit (docs/method/cbam.md section 9, group 6)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from footprint.engine.cbam.checks import problems_of, refuse
from footprint.engine.numbers import CONTEXT, ONE
from footprint.engine.problems import Problem

DEFAULT_HEAT: Final = Decimal("0.55")
DEFAULT_ELECTRICITY: Final = Decimal("0.25")
REFERENCE_HEAT: Final = Decimal("0.70")
GJ_PER_MWH: Final = Decimal("3.6")


@dataclass(frozen=True, slots=True)
class Cogeneration:
    """
    A plant that makes heat and electricity of one fuel.

    `tco2e` all it emits, `fuel_tj` its fuel (net), `heat_tj` and `electricity_mwh` what it gives, None where not measured:
    then the default efficiencies stand in; `reference_electricity` is the efficiency of making electricity alone.
    """

    key: str
    tco2e: Decimal
    fuel_tj: Decimal
    reference_electricity: Decimal
    heat_tj: Decimal | None = None
    electricity_mwh: Decimal | None = None
    reference_heat: Decimal = REFERENCE_HEAT


@dataclass(frozen=True, slots=True)
class Split:
    """Shares of one, emissions in t CO2e, factors in t CO2e per TJ of heat and per MWh; a factor is None of nothing made."""

    heat_share: Decimal
    heat_tco2e: Decimal
    electricity_tco2e: Decimal
    heat_tco2e_per_tj: Decimal | None
    electricity_tco2e_per_mwh: Decimal | None
    flags: tuple[str, ...]


def split(plant: Cogeneration) -> Split:
    """
    Return the share of heat = (eta_h / ref_h) / (eta_h / ref_h + eta_e / ref_e), and the rest of electricity.

    eta is what is made per unit of fuel, ref the efficiency of making it alone.

    :raises Refusal: naming each amount that cannot be right, more energy out than in included
    """
    fuel_gj = plant.fuel_tj * 1000
    problems = problems_of(
        plant.key,
        tco2e=plant.tco2e,
        fuel_tj=plant.fuel_tj,
        heat_tj=plant.heat_tj,
        electricity_mwh=plant.electricity_mwh,
    ) + problems_of(
        plant.key,
        highest=ONE,
        reference_electricity=plant.reference_electricity,
        reference_heat=plant.reference_heat,
    )
    zero = [name for name in ("fuel_tj", "reference_electricity", "reference_heat") if not getattr(plant, name)]
    refuse([*problems, *(Problem("zero_amount", plant.key, {"field": name}) for name in zero)])
    heat, electricity = _made(plant, fuel_gj)
    if heat + electricity > ONE:
        refuse([Problem("more_energy_than_fuel", plant.key, {"field": "fuel_tj"})])
    weights = (
        CONTEXT.multiply(heat, plant.reference_electricity),
        CONTEXT.multiply(electricity, plant.reference_heat),
    )
    whole = CONTEXT.add(*weights)
    if not whole:
        refuse([Problem("nothing_made", plant.key, {"field": "heat_tj"})])
    share = CONTEXT.divide(weights[0], whole)
    of_heat = CONTEXT.multiply(plant.tco2e, share)
    of_electricity = CONTEXT.subtract(plant.tco2e, of_heat)
    measured = plant.heat_tj is not None and plant.electricity_mwh is not None
    return Split(
        share,
        of_heat,
        of_electricity,
        CONTEXT.divide(of_heat, CONTEXT.multiply(heat, plant.fuel_tj)) if heat else None,
        CONTEXT.divide(of_electricity, electricity * fuel_gj / GJ_PER_MWH) if electricity else None,
        () if measured else ("default_efficiencies",),
    )


def _made(plant: Cogeneration, fuel_gj: Decimal) -> tuple[Decimal, Decimal]:
    """Return heat and electricity per unit of fuel, as measured or by default."""
    heat, electricity = DEFAULT_HEAT, DEFAULT_ELECTRICITY
    if plant.heat_tj is not None:
        heat = CONTEXT.divide(plant.heat_tj, plant.fuel_tj)
    if plant.electricity_mwh is not None:
        electricity = CONTEXT.divide(plant.electricity_mwh * GJ_PER_MWH, fuel_gj)
    return heat, electricity
