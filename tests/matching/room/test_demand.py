"""What a partner may know of demand: counts that hide small numbers, and needs that their firm shows."""

import pytest

from accounts.models import Organization
from kernel import clock
from kernel.errors import Refused
from matching import actions, queries
from matching.models import Match, Need
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db


def make_firm(name, budget="1800000", region="MA-03"):
    firm = make_exporter(name, budget_mad=budget, goals=["pv_rooftop"])
    site = make_site(firm, roof_m2="1150", owns_building="yes", region=region)
    make_year(firm, site, kwh="34333")
    actions.request_matches(firm, site_id=site.pk, now=clock.now())
    return firm, site


def test_counts_of_firms_are_hidden_below_five_and_near_misses_say_by_how_much():
    chams = make_partner()
    make_offer(chams, ticket_min_mad="1000000")
    firms = [make_firm(f"F{number}", budget="900000") for number in range(4)]
    make_firm("Trop petit", budget="800000")
    make_firm("Assez", budget="1200000")
    (offer,) = queries.demand(chams, "en").offers
    assert (offer.fits.count, offer.fits.text) == (None, "Fewer than five firms")
    (miss,) = offer.near_misses
    assert (miss.rule, miss.firms.count) == ("ticket_min", None), "one is a fifth away, and four are too few to tell"
    make_firm("F5", budget="900000")
    (offer,) = queries.demand(chams, "en").offers
    (miss,) = offer.near_misses
    assert miss.firms.count == 5
    assert miss.text == "5 firms: their project misses your smallest one by less than 20 %."
    Organization.objects.filter(pk=firms[0][0].organization_id).update(is_demo=True)
    assert queries.demand(chams, "en").offers[0].near_misses[0].firms.count is None, "a fictional firm is no demand"
    assert "F0" not in str(queries.demand(chams, "fr"))


def test_a_need_is_seen_when_its_firm_ticked_it_and_an_offer_serves_it():
    chams, air = make_partner(), make_partner("Tayyar")
    make_offer(chams)
    make_offer(air, measures=["vsd"])
    firm, site = make_firm("Argane")
    need = Need.objects.get(site=site, code="pv_rooftop")
    assert not need.is_visible
    assert queries.demand(chams, "fr").needs == ()
    actions.say_of_need(firm, need_id=need.pk, horizon="soon", is_visible=True, now=clock.now())
    (seen,) = queries.demand(chams, "en").needs
    assert (seen.need, seen.sector, seen.region, seen.horizon_label) == (
        "pv_rooftop",
        "olive_oil",
        "MA-03",
        "Within three months",
    )
    assert "Argane" not in str(seen)
    assert str(site.pk) not in str(seen)
    assert queries.demand(air, "fr").needs == ()
    for stranger in (firm, actor_of(site.organization, "reader")):
        assert queries.demand(stranger, "fr") == queries.Demand((), ())
    Organization.objects.filter(pk=firm.organization_id).update(suspended_at=clock.now())
    assert queries.demand(chams, "fr").needs == ()


def test_each_side_speaks_for_itself_alone():
    chams = make_partner()
    make_offer(chams)
    firm, site = make_firm("Argane")
    need = Need.objects.get(site=site, code="pv_rooftop")
    with pytest.raises(Refused):
        actions.say_of_need(
            actor_of(site.organization, "reader"), need_id=need.pk, horizon="", is_visible=True, now=clock.now()
        )
    for stranger in (chams, make_exporter("Zellige")):
        with pytest.raises(Need.DoesNotExist):
            actions.say_of_need(stranger, need_id=need.pk, horizon="", is_visible=True, now=clock.now())
    anybody = {"sectors": [], "regions": [], "sizes": []}
    for stranger in (firm, actor_of(Organization.objects.get(pk=chams.organization_id), "reader")):
        with pytest.raises(Refused):
            actions.save_ideal_customer(stranger, values=anybody, now=clock.now())
    assert Match.objects.get().offer.organization_id == chams.organization_id
