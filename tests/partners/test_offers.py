import json
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from kernel import clock
from kernel.actor import ANONYMOUS
from kernel.errors import Refused
from kernel.models import Task
from matching import actions as matching
from matching import queries as matches
from partners import actions, queries
from partners.choices import OfferKind, Shelf
from partners.files.exchange import read_offer
from partners.jobs import day_passed
from partners.models import Offer, PartnerProfile
from reference.queries import catalogue
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_exporter, make_site
from tests.factories.partners import TERMS, make_offer, make_partner
from tests.race import race

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[1] / "data"


def lines(name):
    return (DATA / name).read_text().splitlines()


def test_who_may_see_and_change_an_offer():
    chams, rival, argane = make_partner(), make_partner("Rival"), actor_of(make_organization())
    public, draft = make_offer(chams), make_offer(chams, publish=False)
    reader = actor_of(public.organization, "reader")
    for stranger in (rival, argane, ANONYMOUS):
        assert queries.offer(stranger, public.pk).can_edit is False
        with pytest.raises(Offer.DoesNotExist):
            queries.offer(stranger, draft.pk)
        with pytest.raises(Refused):
            actions.publish_offer(stranger, offer_id=public.pk, now=clock.now())
        with pytest.raises(Offer.DoesNotExist):
            actions.change_offer(stranger, offer_id=draft.pk, values={}, now=clock.now())
    assert queries.offer(reader, draft.pk).can_publish is False
    with pytest.raises(Refused):
        actions.change_offer(reader, offer_id=draft.pk, values={"name_fr": "x"}, now=clock.now())
    with pytest.raises(Refused):
        actions.create_offer(argane, values={"name_fr": "x"}, now=clock.now())


def test_publishing_twice_is_the_same_as_once():
    chams = make_partner()
    offer = make_offer(chams, publish=False)
    first = actions.publish_offer(chams, offer_id=offer.pk, now=clock.now())
    rows = Task.objects.count()
    second = actions.publish_offer(chams, offer_id=offer.pk, now=clock.now())
    assert first.published_at == second.published_at
    assert Task.objects.count() == rows


def test_an_offer_that_serves_nobody_cannot_be_published():
    chams = make_partner()
    bare = actions.create_offer(chams, values={"name_ar": "عرض"}, now=clock.now())
    with pytest.raises(ValidationError) as refused:
        actions.publish_offer(chams, offer_id=bare.pk, now=clock.now())
    assert set(refused.value.error_dict) == {"regions_served", "sectors_served", "measures"}
    with pytest.raises(ValidationError) as refused:
        actions.change_offer(chams, offer_id=bare.pk, values={"regions_served": [], "ticket": 1}, now=clock.now())
    assert set(refused.value.error_dict) == {"regions_served", "ticket"}


def test_what_was_kept_reads_back_as_the_same_object():
    chams = make_partner()
    values = {
        **TERMS,
        "ticket_min_mad": "150000.50",
        "closes_on": "2027-06-30",
        "references": [{"sector": "olive_oil", "year": 2024, "verified": True}],
        "requires_voltage": ["MV"],
        "grant_pct": "12.5",
    }
    offer = make_offer(chams, **values)
    offer.refresh_from_db()
    written = queries.exchange(offer)
    assert written["ticket_min_mad"] == "150000.5"
    assert written["status"] == "open"
    facts, problems = read_offer(written, catalogue())
    assert problems == []
    assert facts.references[0].sector == "olive_oil"
    assert facts.closes_on.isoformat() == "2027-06-30"


def test_the_kind_of_an_offer_follows_from_who_and_what():
    assert make_offer(make_partner()).offer_kind == OfferKind.TECHNOLOGY
    assert make_offer(make_partner(), measures=["energy_audit", "submetering"]).offer_kind == OfferKind.ADVICE
    assert make_offer(make_partner("Mizan", "financier"), measures=["*"]).offer_kind == OfferKind.FINANCE
    assert make_offer(make_partner("Qiyas", "certifier")).offer_kind == OfferKind.CERTIFICATION


def test_an_import_names_each_bad_row_and_keeps_nothing():
    chams = make_partner()
    rows = lines("RW29_territory.jsonl") + ['{"offer_id": "X", "kind": "provider", "colour": "red"}', "not json"]
    report = actions.import_offers(chams, lines=rows, now=clock.now())
    assert [(line, field) for line, field, _ in report.problems] == [(5, "regions_served"), (6, "colour"), (7, "")]
    assert not Offer.objects.exists()
    report = actions.import_offers(chams, lines=rows[:4], now=clock.now())
    assert (report.kept, report.problems) == (4, [])
    again = actions.import_offers(chams, lines=rows[:4], now=clock.now())
    assert again.kept == 4
    assert Offer.objects.count() == 4
    folded = Offer.objects.get(source_key="T4")
    assert folded.terms["regions_served"] == ["MA-12", "MA-06"]
    assert "regions_served" not in Offer.objects.get(source_key="T2").terms


def test_five_hundred_rows_at_once_are_all_kept(django_assert_max_num_queries):
    chams = make_partner()
    for _ in ("new", "known"):
        with django_assert_max_num_queries(30):
            report = actions.import_offers(chams, lines=lines("RW43_500_offers.jsonl"), now=clock.now())
        assert report.kept == 500
    assert Offer.objects.count() == 500
    assert Task.objects.filter(path__contains="index").count() <= 2
    assert Offer.objects.filter(shelf=Shelf.PUBLISHED).count() == 500
    with django_assert_max_num_queries(1):
        assert len([queries.exchange(row) for row in queries.offers(ANONYMOUS)[:50]]) == 50


def test_of_two_rows_with_one_key_the_later_holds_and_a_row_without_key_is_refused():
    chams = make_partner()
    rows = [json.dumps({"offer_id": "A", "kind": "provider", "name": name}) for name in ("first", "second")]
    assert actions.import_offers(chams, lines=rows, now=clock.now()).kept == 2
    assert Offer.objects.get().name_fr == "second"
    nameless = json.dumps({"offer_id": "", "kind": "provider", "name": "x"})
    report = actions.import_offers(chams, lines=[nameless], now=clock.now())
    assert [(line, field) for line, field, _ in report.problems] == [(1, "offer_id")]


def test_imported_offers_are_matched_and_found_and_leave_on_their_last_day(drain):
    argane = make_exporter(budget_mad="1800000")
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    matching.request_matches(argane, site_id=site.pk, now=clock.now())
    chams = make_partner()
    terms = {name: value for name, value in TERMS.items() if name != "intake"} | {"status": "open"}
    last = clock.moroccan_day(clock.now()).isoformat()
    line = json.dumps({**terms, "offer_id": "A", "kind": "provider", "name": "Ombrières", "closes_on": last})
    actions.import_offers(chams, lines=[line], now=clock.now())
    drain()
    offer = Offer.objects.get()
    assert [match.offer_id for match in matches.matches(argane, site.pk)] == [offer.pk]
    timer = Task.objects.get(key__startswith="day_passed")
    assert clock.moroccan_day(timer.run_after).isoformat() == last
    assert clock.moroccan_day(timer.run_after + timedelta(seconds=1)).isoformat() > last
    day_passed.func(str(offer.pk), last)
    offer.refresh_from_db()
    assert offer.intake == "closed"
    assert "status closed" in offer.search_tags.replace(":", " ")


def test_an_offer_that_comes_to_the_shelf_after_its_last_day_is_closed_at_once(drain):
    chams = make_partner()
    yesterday = (clock.moroccan_day(clock.now()) - timedelta(days=1)).isoformat()
    offer = make_offer(chams, closes_on=yesterday)
    assert offer.intake == "open"
    drain()
    offer.refresh_from_db()
    assert offer.intake == "closed"
    actions.change_offer(chams, offer_id=offer.pk, values={"name_fr": "Ombrières"}, now=clock.now())
    assert not Task.objects.filter(key__startswith="day_passed", finished_at=None).exists(), (
        "there is nothing more to do"
    )


def test_a_row_too_deep_or_of_another_kind_is_refused():
    chams = make_partner()
    deep = '{"offer_id": "D", "kind": "provider", "measures": ' + "[" * 5000 + "]" * 5000 + "}"
    other = json.dumps({"offer_id": "F", "kind": "financier", "name": "x"})
    report = actions.import_offers(chams, lines=[deep, other], now=clock.now())
    assert report.kept == 0
    assert [line for line, _, _ in report.problems] == [1, 2]


def test_real_finance_products_appear_with_source_and_take_no_request():
    changed = actions.sync_schemes(now=clock.now())
    assert changed == len(catalogue().schemes)
    assert actions.sync_schemes(now=clock.now()) == 0
    charte = Offer.objects.get(scheme_id="charte_tpme")
    assert charte.takes_leads is False
    assert charte.intake == "open"
    assert charte.as_of.isoformat() == "2025-11-08"
    assert queries.scheme_of(charte).source_url.startswith("https://")
    assert charte.ticket_min_mad == 1_000_000
    euros = Offer.objects.get(scheme_id="geff_plus_cdm")
    assert str(euros.ticket_max_mad) == "164411814.15"
    with pytest.raises(Refused):
        actions.change_offer(make_partner("Mizan", "financier"), offer_id=charte.pk, values={}, now=clock.now())


def test_offers_are_read_in_one_query_whatever_their_number(django_assert_num_queries):
    chams = make_partner()
    for number in range(12):
        make_offer(chams, name_fr=f"Offre {number}")
    for size in (3, 12):
        with django_assert_num_queries(1):
            rows = list(queries.offers(ANONYMOUS)[:size])
        with django_assert_num_queries(0):
            assert all(row.organization.name and row.can_edit is False for row in rows)


def test_a_key_too_long_to_keep_is_refused_not_cut_short():
    chams = make_partner()
    with pytest.raises(ValidationError) as refused:
        make_offer(chams, source_key="k" * 81)
    assert refused.value.error_dict.keys() == {"source_key"}
    assert make_offer(chams, source_key="k" * 80).source_key == "k" * 80


@pytest.mark.django_db(transaction=True)
def test_the_first_offers_of_a_partner_made_at_once_share_one_page():
    chams = actor_of(make_organization("Chams Solaire", "provider"))
    assert race(*[partial(make_offer, chams, name_fr=f"Offre {number}") for number in range(4)]) == ["done"] * 4
    assert PartnerProfile.objects.count() == 1
