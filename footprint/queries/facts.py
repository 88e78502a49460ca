"""What is known of a firm and its site, as the exchange format writes it: the unknown is left out."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from footprint.engine.units import in_activity_unit
from footprint.models import Activity, ExportLine, Footprint, Result, Site, SmeProfile
from footprint.queries.company import sites
from kernel.actor import Actor
from reference.queries import catalogue

OF_THE_FIRM = (
    "sector legal_form employees revenue_mad budget_mad own_funds_mad years_operating planned_stable_jobs "
    "share_held_by_large_group_pct cgem_member head_office_region languages goals export_markets certifications_held"
).split()
OF_THE_SITE = "region city province voltage owns_building landlord_agreement roof_m2 heritage_roof".split()
ENOUGH_DAYS = 330
SAME_CARRIER = {"biomass": "olive_pomace"}


def profile_facts(actor: Actor, site_id: UUID) -> dict[str, Any]:
    """
    Return the profile of a site for matching; decimals stay decimals.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    return facts_of(sites(actor).get(pk=site_id))


def facts_of(site: Site) -> dict[str, Any]:
    """Return the profile of a site, for the queue, which acts for its owner."""
    company = SmeProfile.objects.filter(organization_id=site.organization_id).first()
    facts: dict[str, Any] = {"sme_id": str(site.pk)}
    if company is not None:
        facts |= {name: getattr(company, name) for name in OF_THE_FIRM} | company.facts
    facts |= {name: getattr(site, name) for name in OF_THE_SITE} | _without_splits(site.facts)
    facts |= _exports(site) | _energy(site)
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _without_splits(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "end_use_split"}


def _exports(site: Site) -> dict[str, Any]:
    lines = list(ExportLine.objects.filter(organization_id=site.organization_id))
    if not lines:
        return {}
    tonnes = [line.tonnes_year for line in lines if line.tonnes_year is not None]
    importers = [line.importer_tonnes for line in lines if line.importer_tonnes is not None]
    return {
        "export_hs": [line.resolved or line.code for line in lines],
        "eu_tonnes": sum(tonnes, Decimal(0)) if tonnes else None,
        "importer_tonnes": max(importers) if importers else None,
    }


def year_for_matching(site: Site) -> Result | None:
    """Return the newest year that bills cover for eleven months or more, else the newest year."""
    rows = Result.objects.filter(footprint__in=Footprint.objects.filter(site=site)).select_related("footprint")
    results = list(rows.order_by("-footprint__year", "-pk"))
    for row in results:
        covered = [part["days_covered"] for part in row.inventory["coverage"]]
        if covered and max(covered) >= ENOUGH_DAYS:
            return row
    return results[0] if results else None


def _energy(site: Site) -> dict[str, Any]:
    row = year_for_matching(site)
    if row is None:
        return {}
    kept = row.inventory
    uses: dict[tuple[str, str], Decimal] = {}
    for line in kept["lines"]:
        kind = catalogue().activities[line["activity_id"]]
        if line["part"] != "direct" or line["method"] == "market" or kind.kind != "energy":
            continue
        key = (SAME_CARRIER.get(line["carrier"], line["carrier"]), line["unit"])
        uses[key] = uses.get(key, Decimal(0)) + Decimal(line["quantity"])
    splits = site.facts.get("end_use_split") or {}
    facts: dict[str, Any] = {
        "energy_use": [
            {"carrier": carrier, "amount": amount, "unit": unit}
            | ({"end_use_split": splits[carrier]} if carrier in splits else {})
            for (carrier, unit), amount in sorted(uses.items())
            if amount > 0
        ],
        "footprint_scope12_tco2e": Decimal(kept["scopes"]["1+2"]["kg"]) / 1000,
    }
    if _covers_a_year(kept):
        facts["toe_per_year"] = Decimal(kept["toe"])
    return facts | _money(site, row.footprint.year)


def _covers_a_year(kept: dict[str, Any]) -> bool:
    return bool(kept["coverage"]) and all(part["days_covered"] >= ENOUGH_DAYS for part in kept["coverage"])


def _money(site: Site, year: int) -> dict[str, Any]:
    """Return the site's own prices per unit, without tax where the tax is known, and the energy bill of the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = Activity.objects.filter(site=site, starts_on__gte=first, ends_on__lte=last).exclude(amount_mad=None)
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        kind = catalogue().activities[row.activity_id]
        if kind.kind != "energy" or kind.scope == "3":
            continue
        carrier = SAME_CARRIER.get(kind.carrier, kind.carrier)
        money, quantity = sums.get(carrier, (Decimal(0), Decimal(0)))
        amount = (row.amount_mad or Decimal(0)) - (row.tax_mad or Decimal(0))
        sums[carrier] = (money + amount, quantity + in_activity_unit(row.quantity, row.unit, kind))
    prices = {carrier: money / quantity for carrier, (money, quantity) in sums.items() if quantity > 0 and money > 0}
    if not prices:
        return {}
    total = sum((money for money, _quantity in sums.values()), Decimal(0))
    return {"own_prices": prices, "energy_bill_mad": total if total > 0 else None}
