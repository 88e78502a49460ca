"""Which stored results a statement rests on; under other warming potentials, what the same bills come to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

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


def results(wanted: Mapping[int, Collection[Site]]) -> dict[int, Rows]:
    """Return the newest stored result of each of these sites in each of these years."""
    found: dict[int, Rows] = {year: {} for year in wanted}
    asked = [Q(footprint__year=year, footprint__site__in=sites) for year, sites in wanted.items()]
    stored = Result.objects.filter(reduce(or_, asked))
    for row in stored.select_related("footprint").order_by("-pk"):
        found[row.footprint.year].setdefault(row.footprint.site_id, row)
    return found


def seen(found: Mapping[int, Rows], sites: Sequence[Site], gwp_set: GwpSet) -> Mapping[int, Rows]:
    """Return what the bills of stored results come to under a set of warming potentials."""
    if gwp_set == STORED or not any(found.values()):
        return found
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
