from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from footprint import engine, queries
from footprint.choices import MissingDays
from footprint.engine.days import coverage
from footprint.engine.entries import Entry
from footprint.engine.inventory import Inventory
from footprint.events import FootprintCompleted
from footprint.models import Footprint, Result, Site, SmeProfile
from footprint.policies import FOOTPRINT
from footprint.queries.bills import entry_of
from footprint.queries.inventories import plain
from kernel import events
from kernel.actor import Actor
from kernel.canonical import digest
from kernel.policy import require
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
        footprint, _made = Footprint.objects.get_or_create(site=site, year=year)
        said = footprint.missing_days
        counted = [*entries, *_filled(entries, year)] if said == MissingDays.FILLED else entries
        nothing_else = said == MissingDays.UNUSED
        inventory = engine.inventory(counted, catalogue(), year, sector=sector, nothing_else=nothing_else)
        Result.objects.update_or_create(
            footprint=footprint,
            edition=inventory.edition,
            engine=engine.VERSION,
            defaults={
                "digest": digest([counted, sector, year, nothing_else]),
                "total_kg": inventory.total.kg,
                "inventory": plain(inventory) | {"coverage": _covered(inventory, entries)},
                "computed_at": now,
            },
        )
    events.publish(FootprintCompleted(site.pk, site.organization_id))


@transaction.atomic
def say_missing_days(actor: Actor, *, site_id: UUID, year: int, missing_days: str, now: datetime) -> Footprint:
    """
    Keep what a person says of the days of a year that no bill covers, and compute the year again.

    :raises Site.DoesNotExist, Footprint.DoesNotExist: if the actor may not see the site, or the year has no bill
    :raises Refused: if the actor may see it but not change it
    :raises ValidationError: if it is none of the answers, or there is no known day to fill the others from
    """
    site = queries.sites(actor).get(pk=site_id)
    require(site, "enter_bill")
    footprint = FOOTPRINT.scope(actor, "read", site.footprints.all()).get(year=year)
    if missing_days not in MissingDays.values:
        raise ValidationError({"missing_days": [ValidationError(_("Choose one of the answers."), code="invalid")]})
    result = queries.latest_result(actor, site_id, year)
    if missing_days == MissingDays.FILLED and not (result and result.inventory["coverage"]):
        problem = ValidationError(_("Deliveries do not tell which days they cover."), code="no_days")
        raise ValidationError({"missing_days": [problem]})
    footprint.missing_days = missing_days
    footprint.save(update_fields=["missing_days"])
    compute_years(site, [year], now)
    return footprint


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
