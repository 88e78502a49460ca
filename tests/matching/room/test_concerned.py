"""An offer that changes has the lists made again that it may enter or leave, and no others."""

import pytest
from django.db import transaction

from kernel import clock, events
from kernel.models import Task
from matching import actions
from partners import actions as partners
from partners.events import OffersImported
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(drain, monkeypatch):
    """Return a function that says which sites the queue was asked to match again, and does so."""
    found = []
    monkeypatch.setattr("matching.subscribers._look_again", lambda sites, _firm=None: found.append(set(sites)))

    def of_queue():
        found.clear()
        drain()
        return set().union(*found)

    return of_queue


def matched(name, **facts):
    firm = make_exporter(name, **{"budget_mad": "1800000", "sector": "olive_oil", "employees": 40, **facts})
    site = make_site(firm, roof_m2="1150", owns_building="yes")
    make_year(firm, site, kwh="34333")
    actions.request_matches(firm, site_id=site.pk, now=clock.now())
    return site.pk


def test_only_sites_that_an_offer_may_reach_or_that_hold_it_are_matched_again(asked):
    mill, sewing, small = matched("Argane"), matched("Zellige", sector="garments"), matched("Petit", budget_mad="90000")
    asked()
    every = {mill, sewing, small}
    chams = make_partner()
    offer = make_offer(chams, sectors_served=["olive_oil"], ticket_min_mad="500000")
    assert asked() == {mill, small}, "who misses it by what can be mended is among its near misses"

    def change(**values):
        partners.change_offer(chams, offer_id=offer.pk, values=values, now=clock.now())
        return asked()

    assert change(regions_served=["MA-06"]) == {mill}, "two conditions are missed: it enters no list there"
    assert change(regions_served=["MA-03"], sectors_served=["garments"]) == {sewing}
    assert change(sectors_served=["*"]) == every
    for site in every:
        actions.recompute(site, clock.now())
    assert change(sectors_served=["tourism_hotel"]) == every, "and lists that hold it let go of it"
    Task.objects.all().delete()
    with transaction.atomic():
        events.publish(OffersImported(chams.organization_id))
    assert asked() == every
