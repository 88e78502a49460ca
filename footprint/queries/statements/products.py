"""What each product carries: the emissions of its site shared out by one rule, and the chain up to its boundary."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from footprint.choices import Boundary, Output, SharedBy
from footprint.engine import Inventory, Line, Refusal
from footprint.engine.amounts import Amount
from footprint.engine.change import intensities
from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.products import Product as Made
from footprint.engine.products import ProductFootprint, Rule, allocate
from footprint.engine.totals import total
from footprint.models import Product, Result, Site, SmeProfile
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
        found = refusal.problems[0].code
        problem = "weight_needed" if found == "weights_differ" else found  # pieces have no mass of their own
        return [_empty(one, site, rule, problem) for one in products]
    return [_sheet(one, site, rule, shared[str(one.pk)], counted) for one in products]


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
    whole = total(chain)
    part = CONTEXT.divide(carried.share_pct, Decimal(100))

    def per_unit(kg: Decimal) -> Decimal:
        return CONTEXT.divide(kg * part, row.made)

    bounds = whole.interval
    kg = whole.kg * part
    return ProductSheet(
        product=row,
        site=site.name,
        shared_by=rule.value,
        unit=row.unit,
        share_pct=carried.share_pct,
        scope12_kg=carried.kg,
        scope12_per_unit=carried.kg_per_unit or ZERO,
        chain_kg=kg,
        per_unit=per_unit(whole.kg),
        low_per_unit=per_unit(bounds.low) if bounds else None,
        high_per_unit=per_unit(bounds.high) if bounds else None,
        exported_kg=None if row.exported is None else CONTEXT.divide(kg * row.exported, row.made),
    )


def _empty(row: Product, site: Site, rule: SharedBy, problem: str) -> ProductSheet:
    return ProductSheet(
        product=row,
        site=site.name,
        shared_by=rule.value,
        unit=row.unit,
        share_pct=ZERO,
        scope12_kg=ZERO,
        scope12_per_unit=ZERO,
        chain_kg=ZERO,
        per_unit=ZERO,
        low_per_unit=None,
        high_per_unit=None,
        exported_kg=None,
        problem=problem,
    )


def ratios(whole: Inventory, firm: SmeProfile | None, made: Sequence[ProductSheet]) -> tuple[Ratio, ...]:
    """Return the emissions for each dirham and employee of a whole firm, and for each tonne that was made."""
    tonnes = sum((one.product.made for one in made if one.unit == Output.TONNE and not one.product.is_waste), ZERO)
    divisors = {
        "revenue_mad": ((firm.revenue_mad if firm else None) or ZERO, "MAD"),
        "employees": (Decimal((firm.employees if firm else None) or 0), "person"),
        "tonnes": (tonnes, "t"),
    }
    return tuple(
        Ratio(one.name, one.unit, divisors[one.name][0], one.scope12_kg, one.total_kg)
        for one in intensities(whole, divisors)
    )
