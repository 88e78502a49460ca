from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from footprint import engine, queries
from footprint.choices import MissingDays
from footprint.events import FootprintCompleted
from footprint.models import Footprint, Result, Site, SmeProfile
from footprint.policies import FOOTPRINT
from footprint.queries.bills import entry_of
from footprint.queries.computing import computed
from kernel import events
from kernel.actor import Actor
from kernel.policy import require


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
        made = computed(entries, year, said=footprint.missing_days, sector=sector)
        Result.objects.update_or_create(
            footprint=footprint,
            edition=made.inventory.edition,
            engine=engine.VERSION,
            defaults={
                "digest": made.digest,
                "total_kg": made.inventory.total.kg,
                "inventory": made.kept,
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
