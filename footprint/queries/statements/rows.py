"""Which stored results a statement rests on; under other warming potentials, what the same bills come to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from footprint.engine.factors import GwpSet
from footprint.models import Activity, Footprint, Result, Site, SmeProfile
from footprint.queries.bills import entry_of
from footprint.queries.computing import seen_in

STORED: GwpSet = "AR5"  # the set that results are kept in
Rows = dict[UUID, Result]


@dataclass(frozen=True, slots=True)
class Years:
    """The years that each site has."""

    of_site: Mapping[UUID, tuple[int, ...]]

    @property
    def all(self) -> tuple[int, ...]:
        return tuple(sorted({year for years in self.of_site.values() for year in years}, reverse=True))

    def before(self, year: int) -> int | None:
        return next((one for one in self.all if one < year), None)


def years_of(sites: Sequence[Site]) -> Years:
    found = defaultdict(list)
    rows = Footprint.objects.filter(site__in=sites).order_by("-year")
    for site_id, year in rows.values_list("site_id", "year"):
        found[site_id].append(year)
    return Years({site_id: tuple(years) for site_id, years in found.items()})


def results(sites: Sequence[Site], years: Collection[int], gwp_set: GwpSet = STORED) -> dict[int, Rows]:
    """Return the newest result of each site in each of these years."""
    found: dict[int, Rows] = {year: {} for year in years}
    stored = Result.objects.filter(footprint__site__in=sites, footprint__year__in=years)
    for row in stored.select_related("footprint").order_by("-pk"):
        found[row.footprint.year].setdefault(row.footprint.site_id, row)
    if gwp_set != STORED and any(found.values()):
        return _seen(found, sites, gwp_set)
    return found


def _seen(found: Mapping[int, Rows], sites: Sequence[Site], gwp_set: GwpSet) -> dict[int, Rows]:
    bills = defaultdict(list)
    for row in Activity.objects.filter(site__in=sites).order_by("starts_on", "pk"):
        bills[row.site_id].append(entry_of(row))
    sector = _sector(site.organization_id for site in sites)
    return {
        year: {
            site_id: seen_in(row.footprint, bills[site_id], gwp_set, sector=sector, at=row.computed_at)
            for site_id, row in rows.items()
        }
        for year, rows in found.items()
    }


def _sector(organization_ids: Iterable[UUID]) -> str | None:
    row = SmeProfile.objects.filter(organization_id=next(iter(organization_ids))).only("sector").first()
    return row.sector if row and row.sector else None
