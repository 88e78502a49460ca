"""A firm with a site, a year of bills and exports, made through the real actions."""

from calendar import monthrange
from collections.abc import Collection
from typing import Any

from footprint import actions
from footprint.models import Site
from kernel import clock
from kernel.actor import Actor
from tests.factories.accounts import actor_of, make_organization

BILL = {
    "activity_id": "electricity_grid",
    "quantity": "15200",
    "unit": "kWh",
    "starts_on": "2025-01-01",
    "ends_on": "2025-01-31",
}


def make_exporter(name: str = "Argane", **company: Any) -> Actor:
    actor = actor_of(make_organization(name))
    values = {"sector": "olive_oil", "employees": 40, "languages": ["fr"], **company}
    actions.describe_company(actor, values=values, now=clock.now())
    return actor


def make_site(actor: Actor, **values: Any) -> Site:
    values = {"name": "Moulin", "region": "MA-03", "voltage": "MV", **values}
    return actions.add_site(actor, values=values, now=clock.now())


def make_bill(actor: Actor, site: Site, *, confirmed: Collection[str] = (), **values: Any):
    return actions.enter_bill(actor, site_id=site.pk, values=BILL | values, confirmed=confirmed, now=clock.now())


def make_year(
    actor: Actor, site: Site, year: int = 2025, kwh: str = "15200", *, confirmed: Collection[str] = (), **values: Any
) -> None:
    """Enter twelve monthly bills."""
    months = [(f"{year}-{month:02d}", monthrange(year, month)[1]) for month in range(1, 13)]
    days = [{"starts_on": f"{month}-01", "ends_on": f"{month}-{last}"} for month, last in months]
    bills = [BILL | {"quantity": kwh} | one | values for one in days]
    actions.enter_bills(actor, site_id=site.pk, bills=bills, confirmed=confirmed, now=clock.now())
