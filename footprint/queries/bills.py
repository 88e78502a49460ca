from functools import cache
from uuid import UUID

from django.db.models import QuerySet

from footprint.engine import Entry, units_for
from footprint.engine.inventory import METERED_PCT
from footprint.models import Activity, Site
from footprint.policies import BILL
from footprint.queries.company import sites
from kernel.actor import Actor
from kernel.imports.jobs import imports
from kernel.models import Import
from reference.queries import catalogue, name


def bills(actor: Actor, site_id: UUID) -> QuerySet[Activity]:
    """
    Return the bills of a site by period, with what the actor may do to each.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    site: Site = sites(actor).only("pk").get(pk=site_id)
    return BILL.abilities(actor, BILL.scope(actor, "read", Activity.objects.filter(site=site)))


def every_bill(actor: Actor) -> QuerySet[Activity]:
    """Return the bills of all sites of the actor's firm, each with its site."""
    return BILL.abilities(actor, BILL.scope(actor, "read", Activity.objects.select_related("site")))


def bills_files(actor: Actor) -> QuerySet[Import]:
    """Return the files of bills that the actor's firm sent, newest first."""
    rows = imports(actor, "bills")
    return rows if actor.kind == "sme" else rows.none()


def bill(actor: Actor, bill_id: UUID) -> Activity:
    """Return one bill with its site."""
    return every_bill(actor).get(pk=bill_id)


def entry_of(row: Activity) -> Entry:
    """Return a bill as the engine reads it."""
    return Entry(
        key=str(row.pk),
        activity_id=row.activity_id,
        quantity=row.quantity,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        unit=row.unit,
        document=row.document,  # type: ignore[arg-type]
        evidence=row.evidence,  # type: ignore[arg-type]
        proof_kept=row.proof_kept,
        customer_pays=row.customer_pays,
        supplier_factor=row.supplier_factor,
        supplier_document=row.supplier_document,
    )


@cache
def metered() -> frozenset[str]:
    """Return the activities whose bills tell which days they cover."""
    kinds = catalogue().activities
    return frozenset(code for code, kind in kinds.items() if kind.activity_uncertainty_pct_invoice == METERED_PCT)


def activity_kinds(language: str = "") -> list[dict[str, object]]:
    """Return what can be entered: code, name, kind, carrier, units (its own first), whether a form offers it first."""
    return [
        {
            "id": code,
            "name": name("activity", code, language),
            "kind": kind.kind,
            "carrier": kind.carrier,
            "unit": kind.unit,
            "units": list(units_for(kind)),
            "offer_first": kind.offer_first,
        }
        for code, kind in catalogue().activities.items()
    ]
