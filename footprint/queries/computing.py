"""A year of a site as the engine reads it: its bills, and the days filled in when its firm asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from footprint import engine
from footprint.choices import MissingDays
from footprint.engine.days import coverage
from footprint.engine.entries import Entry
from footprint.engine.factors import GwpSet
from footprint.engine.inventory import Inventory
from footprint.models import Footprint, Result
from footprint.queries.inventories import plain
from kernel.canonical import digest
from reference.queries import catalogue


@dataclass(frozen=True, slots=True)
class Computed:
    """What the engine makes of a year, as a result keeps it, with the days of each entry; `digest` is that of what went in."""

    inventory: Inventory
    kept: dict[str, object]
    digest: str


def computed(
    entries: Sequence[Entry], year: int, *, said: str, sector: str | None, gwp_set: GwpSet = "AR5"
) -> Computed:
    """Compute a year from all the bills of a site; `said` is what the firm says of the days without a bill."""
    counted = [*entries, *_filled(entries, year)] if said == MissingDays.FILLED else list(entries)
    nothing_else = said == MissingDays.UNUSED
    found = engine.inventory(counted, catalogue(), year, gwp_set, sector=sector, nothing_else=nothing_else)
    days = {one.key: [one.starts_on, one.ends_on] for one in counted if _is_of(one, year)}
    kept = plain(found) | {"coverage": _covered(found, entries), "days": plain(days)}
    return Computed(found, kept, digest([counted, sector, year, nothing_else]))


def _is_of(entry: Entry, year: int) -> bool:
    return entry.starts_on.year <= year <= entry.ends_on.year


def seen_in(
    footprint: Footprint, entries: Sequence[Entry], gwp_set: GwpSet, *, sector: str | None, at: datetime
) -> Result:
    """Return what a stored year would be under other warming potentials: computed from its bills, and not kept."""
    made = computed(entries, footprint.year, said=footprint.missing_days, sector=sector, gwp_set=gwp_set)
    return Result(
        footprint=footprint,
        digest=made.digest,
        edition=made.inventory.edition,
        engine=engine.VERSION,
        total_kg=made.inventory.total.kg,
        inventory=made.kept,
        computed_at=at,
    )


def _filled(entries: Sequence[Entry], year: int) -> list[Entry]:
    """Return the missing days of each metered activity, at the mean of the known ones: the person asked for it."""
    known = engine.inventory(entries, catalogue(), year)
    return [
        entry
        for part in known.coverage
        for entry in engine.fill_missing_days(entries, catalogue(), part.activity_id, year)
    ]


def _covered(inventory: Inventory, entries: Sequence[Entry]) -> list[object]:
    """Return the days that bills cover, those filled in left out."""
    year = inventory.year
    return [
        plain(coverage(part.activity_id, [one for one in entries if one.activity_id == part.activity_id], year))
        for part in inventory.coverage
    ]
