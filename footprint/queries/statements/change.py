"""Two years side by side, and why they may not be alike."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from footprint.engine import Line, change, totals
from footprint.engine.numbers import ZERO
from footprint.models import Result
from footprint.queries.results import Figure, is_a_year, total_of
from footprint.queries.statements.alike import alike
from footprint.queries.statements.parts import Comparison, Effect
from reference.queries import name


def comparison(before: Mapping[UUID, Result], after: Mapping[UUID, Result], names: Mapping[UUID, str]) -> Comparison:
    """Split the change of the location-based total, by item, into what use changed and what factors changed."""
    old, new, covers = alike(before, after, names)
    found = change.year_on_year(old, new)
    return Comparison(
        before_year=next(iter(before.values())).footprint.year,
        after_year=next(iter(after.values())).footprint.year,
        before=_total("before", old),
        after=_total("after", new),
        difference_kg=found.after_kg - found.before_kg,
        activity_kg=found.activity_kg,
        factor_kg=found.factor_kg,
        effects=_items(found),
        doubts=_doubts(before, after),
        covers=covers,
    )


def _total(code: str, lines: Iterable[Line]) -> Figure:
    return total_of(code, totals.total(line for line in lines if not line.is_memo and line.method != "market"))


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
