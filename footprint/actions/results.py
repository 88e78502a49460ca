from collections.abc import Iterable
from datetime import datetime

from footprint import engine
from footprint.events import FootprintCompleted
from footprint.models import Footprint, Result, Site, SmeProfile
from footprint.queries.bills import entry_of
from footprint.queries.inventories import plain, splits_of
from kernel import events
from kernel.canonical import digest
from reference.queries import catalogue


def compute_years(site: Site, years: Iterable[int], now: datetime) -> None:
    """Compute these years of a site again in the caller's transaction, and say so; a year without bills leaves."""
    rows = list(site.activities.all())
    entries = [entry_of(row) for row in rows]
    company = SmeProfile.objects.filter(organization_id=site.organization_id).first()
    sector = company.sector if company and company.sector else None
    for year in sorted(years):
        if not any(year in range(entry.starts_on.year, entry.ends_on.year + 1) for entry in entries):
            Footprint.objects.filter(site=site, year=year).delete()
            continue
        inventory = engine.inventory(entries, catalogue(), year, sector=sector, splits=splits_of(site))
        footprint, _made = Footprint.objects.get_or_create(site=site, year=year)
        Result.objects.update_or_create(
            footprint=footprint,
            edition=inventory.edition,
            engine=engine.VERSION,
            defaults={
                "digest": digest([entries, sector, year]),
                "total_kg": inventory.total.kg,
                "inventory": plain(inventory),
                "computed_at": now,
            },
        )
    events.publish(FootprintCompleted(site.pk, site.organization_id))
