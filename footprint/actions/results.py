from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from footprint import engine
from footprint.engine.days import coverage
from footprint.engine.entries import Entry
from footprint.engine.inventory import Inventory
from footprint.events import FootprintCompleted
from footprint.models import Footprint, Result, Site, SmeProfile
from footprint.queries.bills import entry_of
from footprint.queries.inventories import plain
from kernel import events
from kernel.canonical import digest
from reference.queries import catalogue


def compute_years(site: Site, years: Iterable[int], now: datetime) -> None:
    """Compute these years of a site again in the caller's transaction, and say so; a year without bills leaves."""
    Site.objects.select_for_update().get(pk=site.pk)  # whoever changed a bill of it at the same time has ended by now
    entries = [entry_of(row) for row in site.activities.all()]
    company = SmeProfile.objects.filter(organization_id=site.organization_id).first()
    sector = company.sector if company and company.sector else None
    for year in sorted(years):
        if not any(year in range(entry.starts_on.year, entry.ends_on.year + 1) for entry in entries):
            Footprint.objects.filter(site=site, year=year).delete()
            continue
        counted = [*entries, *_filled(entries, year)] if site.facts.get("fill_missing_days") else entries
        inventory = engine.inventory(counted, catalogue(), year, sector=sector)
        footprint, _made = Footprint.objects.get_or_create(site=site, year=year)
        Result.objects.update_or_create(
            footprint=footprint,
            edition=inventory.edition,
            engine=engine.VERSION,
            defaults={
                "digest": digest([counted, sector, year]),
                "total_kg": inventory.total.kg,
                "inventory": plain(inventory) | {"coverage": _covered(inventory, entries)},
                "computed_at": now,
            },
        )
    events.publish(FootprintCompleted(site.pk, site.organization_id))


def compute_again(organization_id: UUID, now: datetime) -> None:
    """Compute every year of a firm again: something that all of them rest on has changed."""
    for site in Site.objects.filter(organization_id=organization_id):
        compute_site_again(site, now)


def compute_site_again(site: Site, now: datetime) -> None:
    compute_years(site, list(site.footprints.values_list("year", flat=True)), now)


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
