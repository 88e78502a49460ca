"""What the carbon border tax counts of an installation: its fuels burnt on site, its electricity, the flows of its processes."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from footprint.engine.numbers import CONTEXT
from footprint.queries import Answer, BorderGood
from footprint.queries.cbam_reading import number
from reference.queries import catalogue

# Fuel of vehicles, machines that move and boats: outside an installation of the mechanism.
MOVING: Final = frozenset({"diesel_road", "petrol_road", "lpg_road", "diesel_offroad", "marine_fuel_oil"})
# What a process lets out beside its fuels, with the sector in which the mechanism counts it; None: in each.
OF_PROCESS: Final = {
    "process": None,
    "n2o": "fertilisers",
    "pfc": "aluminium",
}


def burnt(period: Answer | None) -> list[dict[str, Any]]:
    """Return the lines of fuels burnt on site: of an inventory, what the mechanism counts of its scope 1."""
    known = catalogue().activities
    return [
        line
        for line in (period.lines if period else ())
        if line["scope"] == "1" and line["part"] == "direct" and known[line["activity_id"]].kind == "energy"
        if line["activity_id"] not in MOVING
    ]


def fuels(period: Answer | None) -> Iterator[tuple[str, str, Decimal, Decimal | None]]:
    """Yield the quantity of each fuel over all its bills, and its CO2 in kg; None where its factor is not split by gas."""
    sums: dict[tuple[str, str], tuple[Decimal, Decimal | None]] = {}
    for line in burnt(period):
        key = line["activity_id"], line["unit"]
        quantity, kg = sums.get(key, (Decimal(0), Decimal(0)))
        gases = line["kg_by_gas"]
        co2 = None if "not_split" in gases or kg is None else kg + Decimal(gases.get("co2", 0))
        sums[key] = quantity + Decimal(line["quantity"]), co2
    for (activity, unit), (quantity, kg) in sums.items():
        yield activity, unit, quantity, kg


def is_indirect(line: dict[str, Any]) -> bool:
    return line["scope"] == "2" and line["carrier"] == "electricity" and line["method"] in {"both", "location"}


def flows_of_process(products: list[BorderGood]) -> Iterator[tuple[str, Decimal]]:
    """Yield the kind and t CO2e of each kept flow that is of no fuel; a mass balance holds fuels too."""
    for product in products:
        sector = catalogue().cbam_lines[product.line.resolved].sector
        for flow in made_by_flows(product).get("flows", ()):
            if flow["kind"] == "mass_balance" or OF_PROCESS.get(flow["kind"], "") in {None, sector}:
                yield flow["kind"], flow["direct_tco2e"]


def made_by_flows(product: BorderGood) -> dict[str, Any]:
    """Return what the process of a good came to by its flows, nothing where it was given per tonne."""
    own = product.answer["goods"][0]["own"]
    return (own and own["process"]) or {}


def of_process(product: BorderGood) -> tuple[Decimal | None, Decimal | None]:
    """Return the direct and indirect emissions of the process per tonne, by its flows or as given."""
    own, made = product.own or {}, made_by_flows(product)
    if made:
        return made["direct_tco2e_t"], made["indirect_tco2e_t"]
    return number(own, "direct_tco2e_t"), number(own, "indirect_tco2e_t")


def amount_of(
    flows: Sequence[dict[str, Any]], kind: str, amount: str, factor: str, *, leaves: bool = False
) -> tuple[Decimal | None, Decimal | None]:
    """Return the sum of the flows of a kind that come in, or leave, and the factor that they come to."""
    same = [one for one in flows if one["kind"] == kind and bool(one.get("leaves")) is leaves]
    if not same:
        return None, None
    total = sum((Decimal(one[amount]) for one in same), Decimal(0))
    emitted = sum((Decimal(one[amount]) * Decimal(one[factor]) for one in same), Decimal(0))
    return total, CONTEXT.divide(emitted, total) if total else None


def specific(product: BorderGood) -> tuple[Decimal | None, Decimal | None]:
    """Return the direct and indirect embedded emissions; None where a bought material does not tell them apart."""
    own = product.answer["goods"][0]["own"]
    if own is None or own["see_tco2e_t"] is None:
        return None, None
    direct, indirect = (None, None) if len(own["parts"]) > 1 else of_process(product)
    return direct if product.counts_electricity else own["see_tco2e_t"], indirect
