"""The offers kept between rankings are those of the database, and what was read stays read."""

from datetime import date

import pytest
from django.db import transaction

from accounts.models import Organization
from kernel import clock
from kernel.canonical import digest, dumps
from matching import actions
from matching.engine import profile
from matching.engine.choice import Parameters
from matching.engine.run import MOST_OF_ONE, plain
from matching.engine.situation import ENGINE
from matching.queries import market as kept
from matching.queries.market import market
from partners import actions as partners
from partners.models import Offer
from reference.queries import catalogue
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 25)


def told(found):
    return {kind: (sorted(map(str, offers.candidates)), offers.written) for kind, offers in found.items()}


def read_anew():
    kept.forget()
    return told(market(DAY))


def ids(found):
    return {one.offer.offer_id for offers in found.values() for one in offers.candidates}


def test_every_change_is_seen_by_the_next_ranking():
    team = actor_of(make_organization("Borj", "operator"))
    chams, tayyar = make_partner(), make_partner("Tayyar")
    reference = {"sector": "olive_oil", "year": 2024}
    offer = make_offer(chams, references=[reference])
    other, closing = make_offer(tayyar), make_offer(tayyar, name_fr="Une autre")
    partners.sync_schemes(now=clock.now())
    now = clock.now()

    def change(values):
        return lambda: partners.change_offer(chams, offer_id=offer.pk, values=values, now=now)

    def suspended(at):
        return lambda: Organization.objects.filter(pk=tayyar.organization_id).update(suspended_at=at)

    changes = [
        change({"available_in_days": 170}),
        change({"measures": ["energy_audit"]}),
        change({"closes_on": "2027-01-31", "name_fr": "Autrement"}),
        lambda: partners.confirm_references(team, offer_id=offer.pk, confirmed={("olive_oil", 2024)}, now=now),
        lambda: partners.pause_offer(tayyar, offer_id=closing.pk, now=now),
        lambda: partners.publish_offer(tayyar, offer_id=closing.pk, now=now),
        lambda: actions.record_step(chams.organization_id, "sent", sent_at=now, now=now),
        suspended(now),
        suspended(None),
        lambda: Offer.objects.filter(pk=other.pk).update(organization_id=chams.organization_id),
        lambda: Offer.objects.filter(pk=other.pk).delete(),
    ]
    before = told(market(DAY))
    for number, act in enumerate(changes):
        act()
        after = told(market(DAY))
        assert after == read_anew(), number
        assert after != before, number
        before = after


def test_what_did_not_change_is_not_read_again(django_assert_num_queries):
    chams = make_partner()
    offers = [make_offer(chams, name_fr=f"Offre {number}") for number in range(4)]
    market(DAY)
    with django_assert_num_queries(2):
        first = market(DAY)
    assert ids(first) == {str(one.pk) for one in offers}
    partners.change_offer(chams, offer_id=offers[1].pk, values={"available_in_days": 9}, now=clock.now())
    with django_assert_num_queries(3):
        second = market(DAY)
    same = {id(one) for one in first["technology"].candidates} & {id(one) for one in second["technology"].candidates}
    assert len(same) == 3
    partners.archive_offer(chams, offer_id=offers[0].pk, now=clock.now())
    with django_assert_num_queries(2):
        assert ids(market(DAY)) == {str(one.pk) for one in offers[1:]}
    assert len(kept._held) == 3


def test_what_a_transaction_takes_back_is_not_kept():
    chams = make_partner()
    offer = make_offer(chams, available_in_days=30)
    market(DAY)
    for days in (60, 90):
        with transaction.atomic():
            partners.change_offer(chams, offer_id=offer.pk, values={"available_in_days": days}, now=clock.now())
            (one,) = market(DAY)["technology"].candidates
            assert one.offer.available_in_days == days
            transaction.set_rollback(True)
    (one,) = market(DAY)["technology"].candidates
    assert one.offer.available_in_days == 30


def test_past_the_most_held_the_others_are_read_each_time(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(kept, "MOST_HELD", 2)
    chams = make_partner()
    offers = [make_offer(chams, name_fr=f"Offre {number}") for number in range(4)]
    for _ in range(2):
        assert ids(market(DAY)) == {str(one.pk) for one in offers}
        assert len(kept._held) == 2


def test_the_fingerprint_of_a_run_is_that_of_all_its_inputs():
    argane = make_exporter(budget_mad="1800000", goals=["pv_rooftop"])
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, site, kwh="34333")
    for name in ("Chams", "Tayyar"):
        make_offer(make_partner(name))
    partners.sync_schemes(now=clock.now())
    for run in actions.request_matches(argane, site_id=site.pk, need_id=None, now=clock.now()):
        candidates = market(run.as_of)[run.offer_kind].candidates
        of_offers = sorted((one.digest, one.partner, dumps(plain(one.record))) for one in candidates)
        sme = profile.as_written(actions.runs.sme_facts(site.pk))
        versions = [ENGINE, MOST_OF_ONE, catalogue().edition, Parameters()]
        decided_by = [*versions, run.as_of, "", run.offer_kind, str(run.parameters_id), sme, of_offers]
        assert run.digest == digest(plain(decided_by))
        assert run.examined == len(candidates)
