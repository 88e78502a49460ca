"""Several measures on one base: each works on what those before it left (measures.md section 7)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from typing import Final

from matching.engine import carriers
from matching.engine.energy import E_FACTS, F_FACTS, Cell, Energy
from matching.engine.figures import RATE, Figures, annuity, figures, is_solar_power
from matching.engine.numbers import ONE, ZERO, Triple, exactly
from matching.engine.site import TYP, Site
from matching.engine.vocabulary import outputs

# Demand, setting, distribution, conversion, metering, own generation; within a stage electricity stands before heat.
_ORDER: Final = """
textile_wet_process drip_irrigation water_reuse building_envelope cold_store_envelope led lighting_controls
eco_driving digital_sobriety bms hotel_package farm_package
compressed_air_pressure
compressed_air_leaks cogged_belts
compressed_air_system motors_premium vsd refrigeration_optimisation floating_head_pressure free_cooling hvac_upgrade
refrigeration_replacement
pipe_insulation steam_optimisation waste_heat_recovery compressor_heat_recovery refrigeration_heat_recovery
boiler_tuneup boiler_economiser
efficient_gas_boiler kiln_furnace_upgrade biomass_boiler biogas olive_waste_valorisation heat_pump_industrial
heat_pump_hot_water electric_boiler ev_vans ev_trucks electric_forklift
power_factor iso50001 submetering
solar_water_heating solar_process_heat solar_drying solar_pumping hybrid_genset pv_rooftop pv_ground_mv
pv_third_party battery_storage green_ppa guarantees_of_origin
"""
ORDER: Final = tuple(_ORDER.split())
PLACE: Final = {code: place for place, code in enumerate(ORDER)}
# One of: a measure, or the group that does the same.
_ALTERNATIVES: Final = """
pv_rooftop / pv_third_party / pv_ground_mv
compressed_air_system / compressed_air_leaks + compressed_air_pressure
boiler_economiser / efficient_gas_boiler / biomass_boiler / electric_boiler
solar_process_heat / heat_pump_industrial
solar_water_heating / heat_pump_hot_water
hotel_package / led + lighting_controls + bms + hvac_upgrade + building_envelope + free_cooling + solar_water_heating
farm_package / solar_pumping + drip_irrigation + vsd + motors_premium + cogged_belts + refrigeration_optimisation
iso50001 / submetering
refrigeration_optimisation / floating_head_pressure
"""
ALTERNATIVES: Final = tuple(
    tuple(frozenset(one.strip() for one in option.split("+")) for option in line.split("/"))
    for line in _ALTERNATIVES.strip().splitlines()
)


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What some measures do together, at typical values; `alone_mad` is the sum they would promise one by one.

    `saved_kwh` is final energy: own solar power is still used, pomace replaces what it saves.
    """

    codes: tuple[str, ...] = ()
    electricity_kwh: Decimal = ZERO
    fuel_kwh: Decimal = ZERO
    abatement_t: Decimal = ZERO
    net_mad: Decimal = ZERO
    capex_mad: Decimal = ZERO
    npv_mad: Decimal = ZERO
    alone_mad: Decimal = ZERO
    saved_kwh: Decimal = ZERO
    steps: dict[str, Figures] = field(default_factory=dict)

    @property
    def payback_years(self) -> Decimal | None:
        return self.capex_mad / self.net_mad if self.net_mad > 0 else None


@exactly
def chained(site: Site, codes: Iterable[str], rate: Decimal = RATE, *, solar_anew: bool = True) -> Plan:
    """
    Put measures one after the other, each on what is left; those without money add carbon and energy only.

    A measure costs what it does at the site as it stands; solar power alone is made for what is left (`solar_anew`).
    """
    plan = Plan()
    left = site
    for code in sorted(set(codes), key=lambda one: (PLACE.get(one, len(ORDER)), one)):
        alone, now = figures(site, code, rate), figures(left, code, rate)
        if now is None or alone is None:
            continue
        is_solar = solar_anew and is_solar_power(site.catalogue.triggers[code])
        plan = _with(site, plan, code, (alone, now if is_solar else alone, now), rate)
        if left.energy is not None:
            left = left.with_energy(_saved(left, code, now))
    return plan


def without_alternatives(codes: Iterable[str], worth: dict[str, Decimal]) -> tuple[str, ...]:
    """Keep of each set of alternatives the option that is worth most; a tie goes to the first named."""
    kept = set(codes)
    for options in ALTERNATIVES:
        present = [(sum((worth.get(one, ZERO) for one in option & kept), ZERO), option & kept) for option in options]
        present = [(value, option) for value, option in present if option]
        if len(present) > 1:
            best = max(range(len(present)), key=lambda index: (present[index][0], -index))
            kept -= frozenset().union(*(option for index, (_, option) in enumerate(present) if index != best))
    return tuple(sorted(kept, key=lambda one: (PLACE.get(one, len(ORDER)), one)))


@exactly
def together(shares: Iterable[Decimal]) -> Decimal:
    """Return the share that several savings on one base take together: 1 - (1 - a)(1 - b)."""
    return ONE - reduce(lambda left, share: left * (ONE - share), shares, ONE)


def _with(site: Site, plan: Plan, code: str, found: tuple[Figures, Figures, Figures], rate: Decimal) -> Plan:
    alone, costed, now = found
    energy = {name: values.typ for name, values in now.energy.items()}
    electricity = energy.get("electricity_kwh", ZERO) + energy.get("electricity_day_kwh", ZERO)
    net, npv, spent = ZERO, ZERO, ZERO
    if now.gross_mad and costed.gross_mad and costed.net_mad and costed.capex_mad and now.years:
        # Upkeep, as what it costs, is set by what is built, not by what is left of its use.
        net = now.gross_mad.typ - (costed.gross_mad.typ - costed.net_mad.typ)
        spent = costed.capex_mad.typ
        npv = net * annuity(now.years, rate) - spent
    return Plan(
        codes=(*plan.codes, code),
        electricity_kwh=plan.electricity_kwh + electricity,
        fuel_kwh=plan.fuel_kwh + energy.get("fuel_kwh", ZERO) + energy.get("pump_kwh", ZERO),
        abatement_t=plan.abatement_t + now.abatement_t.typ,
        net_mad=plan.net_mad + net,
        capex_mad=plan.capex_mad + spent,
        npv_mad=plan.npv_mad + npv,
        alone_mad=plan.alone_mad + (alone.net_mad.typ if alone.net_mad else ZERO),
        saved_kwh=plan.saved_kwh + _final_energy(energy, site),
        steps={**plan.steps, code: now},
    )


def _final_energy(energy: dict[str, Decimal], site: Site) -> Decimal:
    names = ("electricity_kwh", "fuel_kwh", "pump_kwh")
    saved = sum((energy.get(name, ZERO) for name in names), ZERO)
    for carrier in ("diesel", "petrol"):
        saved += energy.get(f"{carrier}_l", ZERO) * carriers.kwh_per_unit(carrier, site.catalogue)
    pomace = energy.get("pomace_t", ZERO) * 1000
    return saved + (pomace * carriers.kwh_per_unit("olive_pomace", site.catalogue) if pomace else ZERO)


def _saved(site: Site, code: str, now: Figures) -> Energy:
    """Take the typical saving off the cells that the rule names, in proportion."""
    assert site.energy is not None
    uses, cells = dict(site.energy.uses), dict(site.energy.cells)
    for output in outputs(site.catalogue.triggers[code].saving_rule):
        saved = now.energy[output.name].typ
        if output.name in {"electricity_kwh", "electricity_day_kwh"}:
            _take(uses, cells, {"electricity"}, _uses_named(output.rule.names, E_FACTS), saved)
        elif output.name in {"fuel_kwh", "pump_kwh"}:
            mix = site.energy.mix(output.rule.names, TYP)
            named = ("irrigation",) if output.name == "pump_kwh" else _uses_named(output.rule.names, F_FACTS)
            _take(uses, cells, set(mix), named, saved)
        elif output.name in {"diesel_l", "petrol_l"}:
            carrier = output.name.removesuffix("_l")
            kwh = saved * carriers.kwh_per_unit(carrier, site.catalogue)
            _take(uses, cells, {carrier}, ("transport", "onsite_genset"), kwh)
    return Energy(uses, cells)


def _uses_named(names: tuple[str, ...], table: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the end uses behind the facts a rule names; None is the whole carrier."""
    named = tuple(use for name in names for use in table.get(name, ()))
    return named or None


def _take(
    uses: dict[str, Decimal], cells: dict[Cell, Triple], of: set[str], end_uses: tuple[str, ...] | None, kwh: Decimal
) -> None:
    hit = [cell for cell in cells if cell[0] in of and (end_uses is None or cell[1] in end_uses)]
    total = sum((cells[cell].typ for cell in hit), ZERO)
    if end_uses is None:
        total = sum((uses[carrier] for carrier in of if carrier in uses), ZERO)
    if not total:
        return
    share = min(ONE, kwh / total)
    taken: dict[str, Decimal] = {}
    for cell in hit:
        taken[cell[0]] = taken.get(cell[0], ZERO) + cells[cell].typ * share
        cells[cell] = Triple(*(level * (ONE - share) for level in cells[cell]))
    for carrier in of & uses.keys():
        uses[carrier] -= uses[carrier] * share if end_uses is None else taken.get(carrier, ZERO)
