"""What is known of a firm and its site, as the exchange format writes it: the unknown is left out."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from footprint.choices import MissingDays
from footprint.engine.days import coverage
from footprint.engine.totals import AT_REST, ON_THE_ROAD
from footprint.engine.units import in_activity_unit
from footprint.models import Activity, ExportLine, Result, Site, SmeProfile
from footprint.queries.bills import entry_of
from footprint.queries.company import sites
from footprint.queries.results import chosen_of, energy_of, is_a_year, newest_first
from kernel.actor import Actor
from reference.queries import catalogue

OF_THE_FIRM = (
    "sector legal_form employees revenue_mad budget_mad own_funds_mad years_operating planned_stable_jobs "
    "share_held_by_large_group_pct cgem_member head_office_region languages goals export_markets certifications_held"
).split()
OF_THE_SITE = "region city province voltage owns_building landlord_agreement roof_m2 heritage_roof".split()
SAME_CARRIER = {"biomass": "olive_pomace"}
PER_UNIT_OF_FACT = {"waste_t": Decimal(1000)}  # of an activity's own unit: waste is entered in kilograms


@cache
def _told_by() -> dict[str, frozenset[str]]:
    """Return the facts that lines of other things than energy tell, and the activities of each."""
    found: dict[str, set[str]] = {}
    for row in catalogue().activities.values():
        if row.tells_fact:
            found.setdefault(row.tells_fact, set()).add(row.activity_id)
    return {name: frozenset(ids) for name, ids in found.items()}


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
    facts |= {name: getattr(site, name) for name in OF_THE_SITE}
    row = chosen_of(newest_first(Result.objects.filter(footprint__site=site)))
    facts |= (_told_by_lines(site, row) if row else {}) | site.facts | _exports(site)
    facts |= _energy(site, row, facts.get("sector") or "") if row else {}
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def price_facts(actor: Actor, site_id: UUID) -> dict[str, Any]:
    """
    Return what bears on the price of works at a site, as texts to keep: energy of its last year, average price, roof.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    site = sites(actor).get(pk=site_id)
    told: dict[str, Any] = {"voltage": site.voltage} if site.voltage else {}
    if site.roof_m2:
        told["roof_m2"] = f"{site.roof_m2.normalize():f}"
    if site.owns_building is not None:
        told["owns_building"] = "yes" if site.owns_building else "no"
    row = chosen_of(newest_first(Result.objects.filter(footprint__site=site)))
    if row is None:
        return told
    facts, prices = _energy(site, row, ""), _own_prices(site, row.footprint.year).get("own_prices", {})
    uses = [one | {"amount": f"{one['amount'].normalize():f}"} for one in facts.get("energy_use", ())]
    uses = [{name: one[name] for name in ("carrier", "amount", "unit")} for one in uses]
    paid = prices.get("electricity")
    price = {"electricity_mad_per_kwh": str(round(paid, 2))} if paid else {}
    part = {"in_part": "yes"} if facts.get("energy_in_part") else {}
    return told | {"year": str(row.footprint.year), "energy": uses} | price | part


def audit_facts(actor: Actor, site_id: UUID) -> dict[str, Any]:
    """
    Return what bears on the price of an audit, as texts and codes to keep: places, headcount, shifts, certificates held.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    site, company = (
        sites(actor).get(pk=site_id),
        SmeProfile.objects.filter(organization_id=actor.organization_id).first(),
    )
    places = [{"region": one.region, "city": one.city} for one in sites(actor).order_by("pk")]
    told = {
        "sites": places,
        "shifts": site.facts.get("operating_schedule"),
        "headcount": str(company.employees) if company and company.employees is not None else None,
        "certificates": company.certifications_held if company else None,
    }
    return {name: value for name, value in told.items() if value is not None}


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


def _told_by_lines(site: Site, row: Result) -> dict[str, Decimal]:
    """Return what lines of water, waste and freight say of a year; what the firm answered itself goes before it."""
    year, said, facts = row.footprint.year, row.footprint.missing_days, {}
    metered = {part["activity_id"] for part in row.inventory["coverage"]}  # what is delivered has no days to fill in
    ids = [activity_id for activities in _told_by().values() for activity_id in activities]
    entries = [entry_of(one) for one in site.activities.filter(activity_id__in=ids)]
    for name, activities in _told_by().items():
        lines = [
            line for line in row.inventory["lines"] if line["part"] == "direct" and line["activity_id"] in activities
        ]
        days = coverage(name, [one for one in entries if one.activity_id in activities], year)
        whole = days.is_a_year or said == MissingDays.UNUSED
        filled = said == MissingDays.FILLED and {line["activity_id"] for line in lines} <= metered
        if lines and (whole or filled):
            facts[name] = sum((Decimal(line["quantity"]) for line in lines), Decimal(0)) / PER_UNIT_OF_FACT.get(name, 1)
    return facts


def _energy(site: Site, row: Result, sector: str) -> dict[str, Any]:
    kept = row.inventory
    lines = [line for line in kept["lines"] if line["part"] == "direct" and line["method"] != "market"]
    lines = energy_of(lines)
    if not lines:
        return {}
    uses: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        key = (_carrier(line), line["unit"])
        uses[key] = uses.get(key, Decimal(0)) + Decimal(line["quantity"])
    splits = {carrier: _told_by_bills(carrier, lines, sector) for carrier, _unit in uses}
    facts: dict[str, Any] = {
        "energy_use": [
            {"carrier": carrier, "amount": amount, "unit": unit}
            | ({"end_use_split": splits[carrier]} if splits[carrier] else {})
            for (carrier, unit), amount in sorted(uses.items())
            if amount > 0
        ],
        "footprint_scope12_tco2e": Decimal(kept["scopes"]["1+2"]["kg"]) / 1000,
    }
    if is_a_year(row):
        facts["toe_per_year"] = Decimal(kept["toe"])
    else:
        facts["energy_in_part"] = True
    return facts | _own_prices(site, row.footprint.year)


def _carrier(line: dict[str, Any]) -> str:
    return SAME_CARRIER.get(line["carrier"], line["carrier"])


def _told_by_bills(carrier: str, lines: list[dict[str, Any]], sector: str) -> dict[str, Decimal]:
    """Return the end uses that the kinds of bills tell, as shares: road fuel is transport, fuel of a generator is not."""
    toe = {True: Decimal(0), False: Decimal(0)}
    kinds = set()
    for line in lines:
        if _carrier(line) == carrier:
            toe[line["activity_id"] in ON_THE_ROAD] += Decimal(line["toe"] or 0)
            kinds.add(line["activity_id"])
    total = sum(toe.values())
    if not kinds & (ON_THE_ROAD | AT_REST) or total <= 0:
        return {}
    at_rest = {
        row.end_use: row.share_pct_typical
        for row in catalogue().end_use_shares.get(sector, ())
        if carrier in row.carrier_base and row.share_pct_typical and row.end_use != "transport"
    } or {"onsite_genset": Decimal(100)}
    whole = sum(at_rest.values())
    shares = {use: share / whole * toe[False] / total for use, share in at_rest.items()}
    shares["transport"] = toe[True] / total
    return {use: round(share, 6) for use, share in shares.items() if share > 0}


def _own_prices(site: Site, year: int) -> dict[str, Any]:
    """Return what the site paid per unit of the first activity of each carrier, without the tax where it is known."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = Activity.objects.filter(site=site, starts_on__gte=first, ends_on__lte=last).exclude(amount_mad=None)
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        kind = catalogue().activities[row.activity_id]
        base = next(one for one in catalogue().activities.values() if one.carrier == kind.carrier)
        if kind.toe_per_unit and base.toe_per_unit:
            carrier = SAME_CARRIER.get(kind.carrier, kind.carrier)
            money, quantity = sums.get(carrier, (Decimal(0), Decimal(0)))
            units = in_activity_unit(row.quantity, row.unit, kind) * kind.toe_per_unit / base.toe_per_unit
            paid = (row.amount_mad or Decimal(0)) - (row.tax_mad or Decimal(0))
            sums[carrier] = (money + paid, quantity + units)
    prices = {carrier: money / quantity for carrier, (money, quantity) in sums.items() if quantity > 0 and money > 0}
    return {"own_prices": prices} if prices else {}
