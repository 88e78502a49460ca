"""What each product carries: the emissions of its site shared out by one rule, and the chain up to its boundary."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from footprint.choices import Boundary, Output, SharedBy
from footprint.engine import Inventory, Line, Refusal
from footprint.engine.amounts import Amount
from footprint.engine.change import intensities
from footprint.engine.numbers import CONTEXT, HUNDRED, ZERO
from footprint.engine.problems import Problem
from footprint.engine.products import Product as Made
from footprint.engine.products import ProductFootprint, Rule, allocate
from footprint.engine.totals import total
from footprint.models import Product, Result, Site
from footprint.queries.statements.parts import ProductSheet, Ratio

WEIGHTS = {
    SharedBy.MASS: ("mass_kg", "kg"),
    SharedBy.ENERGY: ("energy_mj", "MJ"),
    SharedBy.ECONOMIC: ("revenue_mad", "MAD"),
}
RULES: dict[SharedBy, Rule] = {SharedBy.MASS: "mass", SharedBy.ENERGY: "energy", SharedBy.ECONOMIC: "economic"}
NEVER = frozenset(
    {"6", "7", "8", "10", "11", "12", "13", "14", "15"}
)  # travel, commuting, and what comes after the sale
TO_PORT = frozenset({"4", "9"})
OTHERS = "others_needed"
CHAINS = {Boundary.GATE: NEVER | TO_PORT, Boundary.PORT: NEVER}


def sheets(by_site: Mapping[Site, Sequence[Line]], found: Mapping[UUID, Result], year: int) -> tuple[ProductSheet, ...]:
    """Return what the products of these sites carry in a year."""
    products: dict[UUID, list[Product]] = {}
    for row in Product.objects.filter(site__in=list(by_site), year=year):
        products.setdefault(row.site_id, []).append(row)
    return tuple(
        sheet
        for site, lines in by_site.items()
        for sheet in _of_site(site, lines, products.get(site.pk, []))
        if site.pk in found
    )


def _of_site(site: Site, lines: Sequence[Line], products: Sequence[Product]) -> Iterable[ProductSheet]:
    if not products:
        return []
    rule = SharedBy(site.shared_by or SharedBy.MASS)
    counted = [line for line in lines if not line.is_memo and line.method != "market"]
    own = total(line for line in counted if line.scope != "3")
    try:
        shared = {one.key: one for one in allocate(own.kg, [_made(one, rule) for one in products], RULES[rule])}
    except Refusal as refusal:
        lacking = {one.key: _lack(one) for one in refusal.problems}
        others = lacking.get("", OTHERS)  # a problem of no product is one of all
        return [_unshared(one, site, rule, lacking.get(str(one.pk), others)) for one in products]
    return [_sheet(one, site, rule, shared[str(one.pk)], counted) for one in products]


def _lack(problem: Problem) -> str:
    return "weight_needed" if problem.code == "weights_differ" else problem.code  # pieces have no mass of their own


def _made(row: Product, rule: SharedBy) -> Made:
    column, unit = WEIGHTS[rule]
    value = getattr(row, column)
    if value is None and rule == SharedBy.MASS and row.unit == Output.TONNE:
        value = row.made * 1000
    exported = None if row.exported is None else Amount(row.exported, row.unit)
    weight = None if value is None else Amount(value, unit)
    return Made(str(row.pk), Amount(row.made, row.unit), weight, exported, is_waste=row.is_waste)


def _sheet(
    row: Product, site: Site, rule: SharedBy, carried: ProductFootprint, counted: Sequence[Line]
) -> ProductSheet:
    """Share the chain as the site's own emissions are: by the part that this product has of them."""
    chain = [
        line for line in counted if line.scope != "3" or (line.category or "") not in CHAINS[Boundary(row.boundary)]
    ]
    is_own = row.is_waste or any(line.scope != "3" for line in counted)
    whole = total(chain)
    part = CONTEXT.divide(carried.share_pct, HUNDRED)
    bounds = whole.interval
    kg = whole.kg * part if chain or row.is_waste else None

    def per_unit(kg: Decimal | None) -> Decimal | None:
        return None if kg is None else CONTEXT.divide(kg, row.made)

    return ProductSheet(
        product=row,
        site=site.name,
        shared_by=rule.value,
        unit=row.unit,
        share_pct=carried.share_pct,
        scope12_kg=carried.kg if is_own else None,
        scope12_per_unit=carried.kg_per_unit if is_own else None,
        chain_kg=kg,
        per_unit=per_unit(kg),
        low_per_unit=per_unit(bounds.low * part) if bounds else None,
        high_per_unit=per_unit(bounds.high * part) if bounds else None,
        exported_kg=None if row.exported is None or kg is None else CONTEXT.divide(kg * row.exported, row.made),
    )


def _unshared(row: Product, site: Site, rule: SharedBy, problem: str) -> ProductSheet:
    """Return a product of a site that could not be shared out: what it carries is unknown, but waste carries nothing."""
    is_waste = row.is_waste and problem == OTHERS
    carried = ZERO if is_waste else None
    return ProductSheet(
        product=row,
        site=site.name,
        shared_by=rule.value,
        unit=row.unit,
        share_pct=carried,
        scope12_kg=carried,
        scope12_per_unit=carried,
        chain_kg=carried,
        per_unit=carried,
        low_per_unit=None,
        high_per_unit=None,
        exported_kg=None,
        problem="" if is_waste else problem,
    )


def ratios(whole: Inventory, firm: Any, by_site: Mapping[Site, Any], made: Sequence[ProductSheet]) -> tuple[Ratio, ...]:
    """Return the emissions for each dirham and employee of a whole firm, and for each tonne or piece that was made."""
    outputs = [one.product for one in made if not one.product.is_waste]
    is_said = {one.product.site_id for one in made} == {site.pk for site in by_site}
    divisors: dict[str, tuple[Decimal | None, str]] = {}
    if firm:
        divisors["revenue_mad"] = (firm.revenue_mad, "MAD")
        divisors["employees"] = (None if firm.employees is None else Decimal(firm.employees), "person")
    if outputs and all(one.unit == Output.PIECE for one in outputs):
        divisors["pieces"] = (_summed(one.made for one in outputs) if is_said else None, "piece")
    else:
        divisors["tonnes"] = (_summed(map(_tonnes, outputs)) if is_said else None, "t")
    known = {name: (value, unit) for name, (value, unit) in divisors.items() if value}
    found = {one.name: one for one in intensities(whole, known)}
    is_own = any(line.scope != "3" for line in whole.lines)
    return tuple(
        Ratio(code, unit, value or None, one.scope12_kg if one and is_own else None, one.total_kg if one else None)
        for code, (value, unit) in divisors.items()
        for one in [found.get(code)]
    )


def _tonnes(row: Product) -> Decimal | None:
    if row.unit == Output.TONNE:
        return row.made
    return None if row.mass_kg is None else CONTEXT.divide(row.mass_kg, Decimal(1000))


def _summed(parts: Iterable[Decimal | None]) -> Decimal | None:
    """Add up what is known of all; one that is unknown makes the sum unknown."""
    every = list(parts)
    known = [part for part in every if part is not None]
    return sum(known, ZERO) if len(known) == len(every) else None
