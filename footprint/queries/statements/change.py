"""Two years side by side, and why they may not be alike."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from footprint.engine import change
from footprint.engine.factors import GwpSet
from footprint.engine.inventory import summed
from footprint.engine.numbers import ZERO
from footprint.engine.terms import Book
from footprint.models import Result
from footprint.queries.kept import lines_of
from footprint.queries.results import is_a_year, total_of
from footprint.queries.statements.parts import Comparison, Effect
from reference.queries import catalogue, name


def comparison(before: Mapping[UUID, Result], after: Mapping[UUID, Result], gwp_set: GwpSet) -> Comparison:
    """Split the change of the location-based total, by item, into what use changed and what factors changed."""
    old, new = list(before.values()), list(after.values())
    years = old[0].footprint.year, new[0].footprint.year
    inventories = [
        summed(
            [line for row in rows for line in lines_of(row)],
            (),
            Book(catalogue(), year, gwp_set),
            None,
            {},
            (),
            nothing_else=True,
        )
        for rows, year in zip((old, new), years, strict=True)
    ]
    found = change.year_on_year(*inventories)
    return Comparison(
        before_year=years[0],
        after_year=years[1],
        before=total_of("before", inventories[0].total),
        after=total_of("after", inventories[1].total),
        difference_kg=found.after_kg - found.before_kg,
        activity_kg=found.activity_kg,
        factor_kg=found.factor_kg,
        effects=_items(found),
        doubts=_doubts(before, after),
    )


def _items(found: change.Change) -> tuple[Effect, ...]:
    """Return one effect for each activity: its upstream and its losses with it, the largest first."""
    sums: dict[str, list[Decimal]] = {}
    for one in found.effects:
        parts = sums.setdefault(one.activity_id, [ZERO, ZERO, ZERO, ZERO])
        for place, value in enumerate((one.before_kg, one.after_kg, one.activity_kg, one.factor_kg)):
            parts[place] += value
    effects = [Effect(code, name("activity", code), *parts) for code, parts in sums.items()]
    return tuple(sorted(effects, key=lambda one: -max(abs(one.activity_kg), abs(one.factor_kg))))


def _doubts(before: Mapping[UUID, Result], after: Mapping[UUID, Result]) -> tuple[str, ...]:
    every = [*before.values(), *after.values()]
    doubts = {
        "before_in_part": not all(map(is_a_year, before.values())),
        "after_in_part": not all(map(is_a_year, after.values())),
        "other_sites": before.keys() != after.keys(),
        "line_missing": any(row.inventory["missing"] for row in every),
        "other_edition": len({row.edition for row in every}) > 1,
        "other_method": len({row.engine for row in every}) > 1,
    }
    return tuple(code for code, holds in doubts.items() if holds)
