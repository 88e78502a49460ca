"""From the unit typed to the unit of the activity (docs/method/footprint.md section 14b, step 2)."""

from decimal import Decimal
from typing import Final

from footprint.engine.amounts import Amount, read
from footprint.engine.numbers import CONTEXT, ONE
from footprint.engine.problems import Problem, Refusal
from reference.files import ActivityKind

# What a form offers, the commonest units of each family.
ENERGY: Final = ("kWh", "MWh", "GWh", "toe")
HEAT: Final = ("MJ", "GJ")
VOLUME: Final = ("L", "hL", "m3")
MASS: Final = ("kg", "t")
NET_ENERGY: Final = ("kWh", "MWh", "GJ")
FAMILIES: Final = (ENERGY, VOLUME, MASS)
GROSS, NET = "_gross", "_net"
# Units of the table that count more than they measure.
MEASURED: Final = {"kg COD removed": "kg", "kg N": "kg", "item": "piece"}


def units_for(kind: ActivityKind) -> tuple[str, ...]:
    """Return the units a form may offer for this activity, its own first."""
    offered = [kind.unit, *(kind.entry_packs or {})]
    for family in FAMILIES:
        if kind.unit in family:
            offered += [*family, *(HEAT if family is ENERGY else ())]
    if kind.density_kg_per_l is not None:
        offered += [*VOLUME, *MASS]
    if kind.gross_to_net is not None:
        other = NET if counts_gross(kind) else GROSS
        offered += [f"{unit}{other}" for unit in ENERGY if unit != "toe"]
    return tuple(dict.fromkeys(offered))


def measure_of(kind: ActivityKind) -> str:
    """Return the unit of an activity as amounts know it."""
    return MEASURED.get(kind.unit, kind.unit)


def counts_gross(kind: ActivityKind) -> bool:
    """Return whether an activity counts gross energy, as gas bills do: one unit of it holds less net energy than its name says."""
    return kind.gross_to_net is not None and kind.ncv_mj_per_unit != Amount(ONE, kind.unit).to("MJ")


def in_activity_unit(quantity: Decimal, unit: str, kind: ActivityKind) -> Decimal:
    """
    Return the quantity in the unit of its activity.

    Energy of a fuel that is not counted in energy says its heating value: `kWh_net`, `MJ_gross` where the ratio of both
    is known.

    :raises Refusal: `not_energy`, `ambiguous_ton`, `gross_or_net`, `density_unknown` or `unit_incompatible`
    """
    unit = unit.strip() or kind.unit
    if unit == kind.unit:
        return quantity
    if kind.entry_packs and unit in kind.entry_packs:
        return quantity * kind.entry_packs[unit]
    try:
        return _converted(quantity, unit, kind)
    except Refusal as refusal:
        found = refusal.problems[0]
        more = found.params.get("offered", ())  # what an ambiguous word may mean
        offered = tuple(dict.fromkeys((*units_for(kind), *more)))
        params = {**found.params, "unit": unit, "expected": kind.unit, "offered": offered}
        code = {"ambiguous_unit": "ambiguous_ton", "unit_unknown": "unit_incompatible"}.get(found.code, found.code)
        raise Refusal(Problem(code, params=params)) from refusal


def _converted(quantity: Decimal, unit: str, kind: ActivityKind) -> Decimal:
    basis = next((suffix for suffix in (NET, GROSS) if unit.casefold().endswith(suffix)), "")
    amount = Amount(quantity, unit.removesuffix(unit[-len(basis) :]) if basis else unit)
    wanted = measure_of(kind)
    is_energy, counts_energy = amount.measures("kWh"), read("kWh").dimension == read(wanted).dimension
    if is_energy and counts_energy:
        return _on_its_basis(amount.to(wanted), basis, kind)
    if is_energy and kind.ncv_mj_per_unit is not None:
        if basis != NET:
            raise Refusal(Problem("gross_or_net", params={"offered": tuple(f"{one}{NET}" for one in NET_ENERGY)}))
        return CONTEXT.divide(amount.to("MJ"), kind.ncv_mj_per_unit)
    if basis:
        raise Refusal(Problem("gross_or_net"))
    if amount.measures(wanted):
        return amount.to(wanted)
    return _by_density(amount, wanted, kind)


def _on_its_basis(energy: Decimal, basis: str, kind: ActivityKind) -> Decimal:
    """Return energy of a basis, net or gross, as an activity of gas counts it; only gas has both."""
    if not basis:
        return energy
    if kind.gross_to_net is None:
        raise Refusal(Problem("gross_or_net"))
    if counts_gross(kind):
        return energy if basis == GROSS else CONTEXT.divide(energy, kind.gross_to_net)
    return energy if basis == NET else energy * kind.gross_to_net


def _by_density(amount: Amount, wanted: str, kind: ActivityKind) -> Decimal:
    for typed, other in (("kg", "L"), ("L", "kg")):
        if amount.measures(typed) and Amount(ONE, wanted).measures(other):
            if kind.density_kg_per_l is None:
                raise Refusal(Problem("density_unknown"))
            base = amount.to(typed)
            litres_or_kg = (
                CONTEXT.divide(base, kind.density_kg_per_l) if typed == "kg" else base * kind.density_kg_per_l
            )
            return Amount(litres_or_kg, other).to(wanted)
    raise Refusal(Problem("unit_incompatible"))
