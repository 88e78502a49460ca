"""What a partner may know of demand: counts that hide small numbers, and needs that their firm shows."""

from copy import copy
from uuid import UUID

import pytest

from accounts.models import Organization
from kernel import clock
from kernel.errors import Refused
from matching import actions, queries
from matching.models import Match, Need
from matching.queries.demand import _count
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


def test_counts_of_firms_go_by_steps_and_fewer_than_five_say_nothing_not_even_that_one_misses():
    chams = make_partner()
    make_offer(chams, ticket_min_mad="1000000")
    firms = [make_firm(f"F{number}", budget="900000") for number in range(4)]
    make_firm("Trop petit", budget="800000")
    make_firm("Assez", budget="1200000")
    (offer,) = queries.demand(chams, "en").offers
    assert (offer.fits.at_least, offer.fits.text) == (None, "Fewer than five firms")
    assert offer.near_misses == (), "one is a fifth away and four are too few: a row would say that some firm misses"
    make_firm("F5", budget="900000")
    (offer,) = queries.demand(chams, "en").offers
    (miss,) = offer.near_misses
    assert (miss.rule, miss.firms.at_least) == ("ticket_min", 5)
    Match.objects.filter(verdict="fail").update(result="{}")
    assert queries.demand(chams, "en").offers[0].near_misses == (miss,), "counted without reading what each match says"
    assert miss.text == "5 to 9 firms: their project misses your smallest one by less than 20 %."
    make_firm("F6", budget="900000")
    assert queries.demand(chams, "en").offers[0].near_misses == (miss,), "one firm more is not seen"
    for firm, _site in firms[:2]:
        Organization.objects.filter(pk=firm.organization_id).update(is_demo=True)
    assert queries.demand(chams, "en").offers[0].near_misses == (), "a fictional firm is no demand"
    assert "F0" not in str(queries.demand(chams, "fr"))


def test_steps_hold_every_count():
    counts = {number: _count(number) for number in range(120)}
    found = {number: one.at_least for number, one in counts.items()}
    assert [number for number in range(1, 120) if found[number] != found[number - 1]] == [5, 10, 20, 50]
    assert {found[5], found[19], found[49], found[119]} == {5, 10, 20, 50}
    assert (counts[4].text, counts[49].text) == ("Moins de cinq entreprises", "20 à 49 entreprises")


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
    assert (seen.need, seen.horizon_label) == ("pv_rooftop", "Within three months")
    assert (seen.sector, seen.region) == ("", ""), "the only oil mill of its region would be named"
    for number in range(8):  # four more mills elsewhere, four more firms of another sector here
        elsewhere = number < 4
        other = make_exporter(f"V{number}", sector="olive_oil" if elsewhere else "garments")
        make_site(other, region="MA-05" if elsewhere else "MA-03")
    (seen,) = queries.demand(chams, "en").needs
    assert (seen.sector, seen.region) == ("", "MA-03")
    for number in range(4):
        make_site(make_exporter(f"M{number}"), region="MA-03")
        (seen,) = queries.demand(chams, "en").needs
        assert (seen.sector, seen.region) == ("olive_oil" if number == 3 else "", "MA-03")
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


def test_needs_of_more_sites_than_a_condition_may_name_are_still_shown():
    chams = make_partner()
    make_offer(chams)
    _firm, site = make_firm("Argane")
    Need.objects.filter(site=site, code="pv_rooftop").update(is_visible=True)
    need, match = Need.objects.get(site=site, code="pv_rooftop"), Match.objects.get()
    run = match.run
    for one in (site, need, run, match):
        rows = [copy(one) for _number in range(1_001)]
        for number, row in enumerate(rows):
            row.pk = UUID(int=one.pk.int + 1_000_000 + number)
            if one is match:
                row.run_id = UUID(int=run.pk.int + 1_000_000 + number)
            elif one is not site:
                row.site_id = UUID(int=site.pk.int + 1_000_000 + number)
        type(one).objects.bulk_create(rows)
    assert len(queries.demand(chams, "fr").needs) == 50
