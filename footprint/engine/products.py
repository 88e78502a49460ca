"""What a product carries of a site's emissions (docs/method/footprint.md section 8; GHG Protocol Product Standard, chapter 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from footprint.engine.amounts import Amount, is_money
from footprint.engine.methods.checks import check
from footprint.engine.numbers import CONTEXT, HUNDRED, ZERO, parted
from footprint.engine.problems import Problem, Refusal

Rule = Literal["mass", "energy", "economic"]
UNIT_OF: dict[Rule, str] = {"mass": "kg", "energy": "MJ"}


@dataclass(frozen=True, slots=True)
class Product:
    """
    One output of a site in a year.

    `output` is what is made, in tonnes or pieces; `weight` is what the emissions are shared by (mass, energy or money);
    `direct_kg` is what belongs to this product alone (kg CO2e); waste carries nothing.
    """

    key: str
    output: Amount
    weight: Amount | None = None
    exported: Amount | None = None
    direct_kg: Decimal = ZERO
    is_waste: bool = False


@dataclass(frozen=True, slots=True)
class ProductFootprint:
    """What a product carries (kg CO2e), of which shared out, for each unit of its output, and what left with exports."""

    key: str
    kg: Decimal
    shared_kg: Decimal
    direct_kg: Decimal
    share_pct: Decimal
    unit: str
    kg_per_unit: Decimal | None
    exported_kg: Decimal | None


def allocate(total_kg: Decimal, products: Sequence[Product], rule: Rule) -> tuple[ProductFootprint, ...]:
    """
    Share a total (kg CO2e) out over products; shares and direct emissions add up to the total.

    :raises Refusal: `key_twice`, `weight_needed` for each product without the amount to share by, `weights_differ` for what is no money, or of two currencies,
        `nothing_made` when no product weighs anything, `direct_above_total`, `export_above_output`
    """
    keys = [one.key for one in products]
    problems = [Problem("key_twice", key, {"field": "key"}) for key in dict.fromkeys(keys) if keys.count(key) > 1]
    problems += [problem for one in products for problem in _problems(one)]
    carriers = [one for one in products if not one.is_waste]
    shared = total_kg - sum((one.direct_kg for one in carriers), ZERO)
    if shared < 0:
        problems.append(Problem("direct_above_total", params={"field": "direct_kg", "value": total_kg}))
    if problems:
        raise Refusal(*problems)
    weights = _weights(carriers, rule)
    parts, shares = parted(shared, weights), parted(HUNDRED, weights)
    if not parts:
        raise Refusal(Problem("nothing_made", params={"field": "products"}))
    return tuple(_carried(one, parts.get(one.key, ZERO), shares.get(one.key, ZERO), total_kg) for one in products)


def _problems(one: Product) -> list[Problem]:
    if found := check(one):
        return found
    if one.is_waste and one.direct_kg:
        found.append(Problem("waste_carries_nothing", one.key, {"field": "direct_kg"}))
    if one.exported is not None:
        try:
            if one.exported.to(one.output.unit) > one.output.value:
                found.append(Problem("export_above_output", one.key, {"field": "exported"}))
        except Refusal as refusal:
            found += [Problem(it.code, one.key, {**it.params, "field": "exported"}) for it in refusal.problems]
    return found


def _weights(products: Sequence[Product], rule: Rule) -> dict[str, Decimal]:
    weights: dict[str, Decimal] = {}
    problems = []
    unit = UNIT_OF.get(rule, "")
    for one in products:
        weight = one.weight if one.weight is not None else (one.output if rule == "mass" else None)
        if weight is None:
            problems.append(Problem("weight_needed", one.key, {"field": "weight"}))
            continue
        unit = unit or (weight.unit if is_money(weight.unit) else "MAD")
        try:
            weights[one.key] = weight.to(unit)
        except Refusal:
            told = {"unit": weight.unit, "expected": unit, "field": "weight"}
            problems.append(Problem("weights_differ", one.key, told))
    if problems:
        raise Refusal(*problems)
    return weights


def _carried(one: Product, shared_kg: Decimal, weight_pct: Decimal, total_kg: Decimal) -> ProductFootprint:
    """Return what one product carries; where there is nothing to share, its share is that of its weight."""
    kg = shared_kg + one.direct_kg
    made = one.output.value
    return ProductFootprint(
        key=one.key,
        kg=kg,
        shared_kg=shared_kg,
        direct_kg=one.direct_kg,
        share_pct=CONTEXT.divide(kg * 100, total_kg) if total_kg else weight_pct,
        unit=one.output.unit,
        kg_per_unit=CONTEXT.divide(kg, made) if made else None,
        exported_kg=CONTEXT.divide(kg * one.exported.to(one.output.unit), made) if one.exported and made else None,
    )
