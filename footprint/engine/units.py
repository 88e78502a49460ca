"""From the unit typed to the unit of the activity (docs/method/footprint.md section 14b, step 2)."""

from decimal import Decimal
from typing import Final

from footprint.engine.numbers import CONTEXT, HUNDRED, ONE
from footprint.engine.problems import Problem, Refusal
from reference.files import ActivityKind

KILO = Decimal(1000)
MJ_PER_KWH = Decimal("3.6")
KWH_PER_TOE = Decimal(11630)  # 41,868 MJ

# unit: what it measures, how many of the first unit of that family (a divisor where that stays exact).
ENERGY: Final = {"kWh": ONE, "MWh": KILO, "GWh": KILO * KILO, "toe": KWH_PER_TOE}
HEAT: Final = {"MJ": MJ_PER_KWH, "GJ": MJ_PER_KWH / KILO}
VOLUME: Final = {"L": ONE, "hL": HUNDRED, "m3": KILO}
MASS: Final = {"kg": ONE, "t": KILO}
FAMILIES: Final = (ENERGY, VOLUME, MASS)
NOT_ENERGY: Final = frozenset({"kva", "kw", "kvarh", "kvar", "mw"})
AMBIGUOUS: Final = frozenset({"ton", "tons"})
SPELLINGS: Final = {"m³": "m3", "l": "L", "litre": "L", "litres": "L", "tonne": "t", "tonnes": "t", "tep": "toe"}
GROSS, NET = "_gross", "_net"
_EXACT: Final = {unit.casefold(): unit for family in (*FAMILIES, HEAT) for unit in family}


def units_for(kind: ActivityKind) -> tuple[str, ...]:
    """Return the units a form may offer for this activity, its own first."""
    offered = [kind.unit, *(kind.entry_packs or {})]
    for family in FAMILIES:
        if kind.unit in family:
            offered += [*family, *(HEAT if family is ENERGY else ())]
    if kind.density_kg_per_l is not None:
        offered += [*VOLUME, *MASS]
    if kind.gross_to_net is not None:
        offered += [f"{unit}{NET}" for unit in ENERGY if unit != "toe"]
    return tuple(dict.fromkeys(offered))


def in_activity_unit(quantity: Decimal, unit: str, kind: ActivityKind) -> Decimal:
    """
    Return the quantity in the unit of its activity.

    :raises Refusal: `not_energy`, `ambiguous_ton`, `gross_or_net`, `density_unknown` or `unit_incompatible`
    """
    unit = unit.strip() or kind.unit
    if unit == kind.unit:
        return quantity
    if kind.entry_packs and unit in kind.entry_packs:
        return quantity * kind.entry_packs[unit]
    unit, divisor = _net_or_gross(unit, kind)
    name = SPELLINGS.get(unit.casefold(), _EXACT.get(unit.casefold(), unit))
    if kind.unit in ENERGY and (name in ENERGY or name in HEAT):
        return CONTEXT.divide(_kwh(quantity, name), divisor * ENERGY[kind.unit])
    for family in (VOLUME, MASS):
        if name in family and kind.unit in family:
            return CONTEXT.divide(quantity * family[name], family[kind.unit])
    return _by_density(quantity, name, kind)


def _kwh(quantity: Decimal, unit: str) -> Decimal:
    return CONTEXT.divide(quantity, HEAT[unit]) if unit in HEAT else quantity * ENERGY[unit]


def _net_or_gross(unit: str, kind: ActivityKind) -> tuple[str, Decimal]:
    for suffix in (NET, GROSS):
        if unit.casefold().endswith(suffix):
            if kind.gross_to_net is None:
                raise Refusal(Problem("gross_or_net", params={"unit": unit, "expected": kind.unit}))
            return unit[: -len(suffix)], kind.gross_to_net if suffix == NET else ONE
    return unit, ONE


def _by_density(quantity: Decimal, unit: str, kind: ActivityKind) -> Decimal:
    params = {"unit": unit, "expected": kind.unit, "offered": units_for(kind)}
    if unit.casefold() in NOT_ENERGY:
        raise Refusal(Problem("not_energy", params=params))
    if unit.casefold() in AMBIGUOUS:
        raise Refusal(Problem("ambiguous_ton", params=params))
    for typed, wanted in ((MASS, VOLUME), (VOLUME, MASS)):
        if unit in typed and kind.unit in wanted:
            if kind.density_kg_per_l is None:
                raise Refusal(Problem("density_unknown", params=params))
            base = quantity * typed[unit]
            litres_or_kg = (
                CONTEXT.divide(base, kind.density_kg_per_l) if typed is MASS else base * kind.density_kg_per_l
            )
            return CONTEXT.divide(litres_or_kg, wanted[kind.unit])
    raise Refusal(Problem("unit_incompatible", params=params))
