"""A first idea of a footprint from what a month uses: computed as any other, nothing kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from footprint import engine
from footprint.engine import Entry
from footprint.queries.results import Figure, parts_of, total_of
from reference.queries import catalogue, language, name

MONTHS = 12
UNITS = {"electricity_grid": "kWh", "diesel_road": "L", "butane": "bottle_12kg"}


@dataclass(frozen=True, slots=True)
class FactorUsed:
    """A factor behind a figure: kg CO2e per unit, the year it speaks for, where it comes from."""

    label: str
    kg: Decimal
    unit: str
    year: int
    source: str
    language: str


@dataclass(frozen=True, slots=True)
class QuickAnswer:
    """What twelve such months come to; a month told for a year is as sure as days filled in. Doubts are (activity, code)."""

    year: int
    total: Figure
    carriers: tuple[Figure, ...]
    factors: tuple[FactorUsed, ...]
    grade: str
    gwp_set: str
    doubts: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def quick(monthly: Mapping[str, Decimal], year: int) -> QuickAnswer:
    """Return what months like this one come to in a year; `monthly` are amounts by activity, in the units of `UNITS`."""
    entries = [
        Entry(
            key=activity,
            activity_id=activity,
            quantity=amount * MONTHS,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            unit=UNITS[activity],
            document="estimate",
            evidence="extrapolated",
        )
        for activity, amount in monthly.items()
    ]
    found = engine.inventory(entries, catalogue(), year, nothing_else=True)
    used = {line.factor_id: line for line in found.lines if line.method != "market"}
    known = catalogue().factors
    return QuickAnswer(
        year=year,
        total=total_of("total", found.total),
        carriers=parts_of("carrier", found.by_carrier, found.total.kg),
        factors=tuple(
            FactorUsed(
                label=name("factor", factor_id),
                kg=line.factor,
                unit=line.unit,
                year=line.factor_year,
                source=known[factor_id].source,
                language=language("factor", factor_id),
            )
            for factor_id, line in used.items()
        ),
        grade=found.quality.grade if found.quality else "",
        gwp_set=found.gwp_set,
        doubts=tuple((one.key, one.code) for one in map(_doubt, entries) if one),
        sources=tuple(sorted({known[one].source for one in used if one in known})),
    )


def _doubt(entry: Entry) -> engine.Question | None:
    return engine.plausibility(entry, catalogue()) if entry.quantity else None
