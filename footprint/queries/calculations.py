from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from footprint.choices import METHOD_REFUSALS, REFUSALS, written
from footprint.engine import VERSION, Refusal
from footprint.engine.calculation import Calculation, calculate
from footprint.engine.change import Intensity, intensities
from footprint.engine.factors import GwpSet
from footprint.engine.methods import Method
from footprint.engine.methods.bills import Bill
from footprint.engine.problems import Problem, Question
from footprint.engine.products import Product, ProductFootprint, Rule, allocate
from kernel import clock
from reference.queries import catalogue

NOTHING_TO_DIVIDE_BY = (_("Above zero: there is nothing to divide by."), "not_above_zero")
# Where a line holds what a bill of a site names otherwise.
IN_A_LINE = {"activity_id": "activity", "quantity": "amount.value", "unit": ""}
DENOMINATORS = {"revenue_mad": "MAD", "employees": "person", "tonnes": "t", "pieces": "piece"}


@dataclass(frozen=True, slots=True)
class Calculated:
    """A calculation with what it says of products and of each dirham, tonne or person; nothing of it is kept."""

    engine: str
    calculation: Calculation
    products: tuple[ProductFootprint, ...]
    intensities: tuple[Intensity, ...]


def calculated(
    lines: Sequence[Method],
    *,
    year: int,
    gwp_set: GwpSet = "AR5",
    sector: str = "",
    products: Sequence[Product] = (),
    shared_by: Rule = "mass",
    per: Mapping[str, Any] | None = None,
) -> Calculated:
    """
    Compute an inventory from lines of any method, with the reference data of today; products share its scope 1 and 2.

    :raises ValidationError: naming each line that is wrong by its place and field, with what would mend it
    """
    places = {line.key: f"lines.{index}" for index, line in enumerate(lines)}
    try:
        found = calculate(lines, catalogue(), year, gwp_set, sector=sector or None)
    except Refusal as refusal:
        raise _invalid(refusal, places) from refusal
    found = replace(found, questions=(*found.questions, *_to_come(lines, year, clock.moroccan_day(clock.now()))))
    own = {one.key: f"products.{index}" for index, one in enumerate(products)}
    try:
        shared = allocate(found.inventory.scopes["1+2"].kg, products, shared_by) if products else ()
    except Refusal as refusal:
        raise _invalid(refusal, own) from refusal
    denominators = {name: (value, DENOMINATORS[name]) for name, value in (per or {}).items() if value is not None}
    if wrong := [name for name, (value, _unit) in denominators.items() if value <= 0]:
        raise ValidationError({f"per.{name}": [ValidationError(*NOTHING_TO_DIVIDE_BY)] for name in wrong})
    return Calculated(VERSION, found, shared, intensities(found.inventory, denominators))


def _to_come(lines: Sequence[Method], year: int, today: date) -> Iterator[Question]:
    """Ask about a year that has not come, and about each bill that says a day that has not."""
    if year > today.year:
        yield Question("year_to_come", "", {"year": str(year), "field": "year"})
    for one in lines:
        if isinstance(one, Bill) and one.ends_on is not None and one.ends_on > today:
            yield Question("in_future", one.key, {"ends_on": one.ends_on, "field": "ends_on"})


def _invalid(refusal: Refusal, places: Mapping[str, str]) -> ValidationError:
    errors: dict[str, list[ValidationError]] = {}
    for problem in refusal.problems:
        field, message = _sentence(problem)
        path = ".".join(part for part in (places.get(problem.key, ""), field) if part)
        params = {name: written(value) for name, value in problem.params.items()}
        errors.setdefault(path, []).append(ValidationError(message, code=problem.code, params=params))
    return ValidationError(errors)


def _sentence(problem: Problem) -> tuple[str, Any]:
    """Return the field and the words; those of a bill name the units that its activity takes."""
    of_a_bill = problem.code in REFUSALS and ("offered" in problem.params or problem.code not in METHOD_REFUSALS)
    field, message = (REFUSALS if of_a_bill else METHOD_REFUSALS)[problem.code]
    field = IN_A_LINE.get(field, field)
    return str(problem.params.get("field", field)), message
