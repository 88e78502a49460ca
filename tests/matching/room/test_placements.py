"""The second step, from runs to lists: both sides, room, and what is served while a new allocation is made."""

import json
from datetime import timedelta

import pytest

from accounts.models import Organization
from footprint import actions as footprint
from kernel import clock
from kernel.ids import uuid7
from kernel.models import Task
from matching import actions, queries
from matching.engine.other_side import Ideal, Standing, other_side
from matching.engine.profile import read_sme
from matching.jobs import SOON
from matching.models import AllocationRun, Exposure, IdealCustomer, Match, Need, PartnerStats, Placement
from partners import actions as partners
from reference.queries import catalogue
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

GOOD = {
    "measures": ["*"],
    "remote": True,
    "references": [{"sector": "olive_oil", "year": 2024, "verified": True}] * 3,
}

pytestmark = pytest.mark.django_db(transaction=True)


def request(actor, site, need_id=None):
    return actions.request_matches(actor, site_id=site.pk, need_id=need_id, now=clock.now())


def listed(actor, site, kind="technology"):
    return [str(match.partner) for match in queries.matches(actor, site.pk, offer_kind=kind)]


def test_a_run_asks_the_queue_for_lists_once_and_each_morning_again(argane, mill, drain, monkeypatch):
    make_offer(make_partner())
    request(argane, mill)
    rows = Task.objects.filter(path="matching.jobs.allocate", status="ready")
    assert rows.count() == 1, "four runs, one allocation"
    drain()
    assert not AllocationRun.objects.exists(), "what changes together is allocated together"
    late = clock.now() + SOON + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    drain()
    assert AllocationRun.objects.count() == 1
    (tomorrow,) = rows
    assert tomorrow.run_after.date() > late.date()


def test_lists_under_room_keep_their_reasons_and_are_read_as_they_were_made(argane, mill):
    chams, rif = make_partner("Chams"), make_partner("Rif")
    make_offer(chams, available_in_days=10, **GOOD)
    make_offer(rif, available_in_days=170, **GOOD)
    request(argane, mill)
    assert listed(argane, mill) == ["Chams", "Rif"], "by score while nothing is allocated"
    actions.record_step(chams.organization_id, "sent", sent_at=clock.now(), now=clock.now())
    actions.allocate_lists(now=clock.now())
    assert listed(argane, mill) == ["Rif", "Chams"], "one of ten a month is the pace of a day"
    first, second = (match.placement for match in queries.matches(argane, mill.pk))
    assert [(one.place, one.by_score, one.moved) for one in (first, second)] == [(1, 2, "room"), (2, 1, "room")]
    assert (first.room, first.mu_micro, second.room, second.mu_micro) == (10, 1_000_000, 0, 0)
    PartnerStats.objects.update(recent=[(clock.moroccan_day(clock.now()) - timedelta(days=8)).isoformat()])
    assert listed(argane, mill) == ["Rif", "Chams"], "the stored list, until another is allocated"
    actions.allocate_lists(now=clock.now())
    assert listed(argane, mill) == ["Chams", "Rif"]
    assert AllocationRun.objects.count() == 2
    actions.allocate_lists(now=clock.now() + timedelta(days=2))
    assert AllocationRun.objects.count() == 1, "those of other days go"


def test_the_old_list_is_served_over_a_new_run_and_a_replay_needs_none_of_it(argane, mill, drain):
    for name in ("Chams", "Rif"):
        make_offer(make_partner(name))
    request(argane, mill)
    actions.allocate_lists(now=clock.now())
    before = listed(argane, mill)
    make_offer(make_partner("Nouveau"))
    drain()
    assert listed(argane, mill) == [*before, "Nouveau"], "what came since follows"
    match = queries.matches(argane, mill.pk)[0]
    AllocationRun.objects.all().delete()
    assert queries.replay(match.pk) == []
    assert {match.placement for match in queries.matches(argane, mill.pk)} == {None}


def test_who_the_partner_looks_for_decides_between_equals_and_the_score_stays(argane, mill):
    one, other = make_partner("Chams"), make_partner("Rif")
    for partner in (one, other):
        make_offer(partner)
    request(argane, mill)
    scores = dict(Match.objects.values_list("partner__name", "score_micro"))
    actions.allocate_lists(now=clock.now())
    first = listed(argane, mill)[0]
    unhappy = next(actor for actor, name in ((one, "Chams"), (other, "Rif")) if name == first)
    wants = {"sectors": ["garments"], "regions": ["MA-12"], "sizes": ["large"]}
    actions.save_ideal_customer(unhappy, values=wants, now=clock.now())
    actions.allocate_lists(now=clock.now())
    assert listed(argane, mill)[1] == first
    assert {match.placement.moved for match in queries.matches(argane, mill.pk)} == {"mutual"}
    assert dict(Match.objects.values_list("partner__name", "score_micro")) == scores
    assert IdealCustomer.objects.get().sectors == ["garments"]


def test_the_other_side_is_kept_with_all_it_hangs_on(argane, mill):
    make_offer(make_partner())
    bank = make_partner("Mizan", "financier")
    make_offer(bank, measures=["*"], instrument="loan")
    request(argane, mill)
    need = Need.objects.get(site=mill, code="pv_rooftop")
    actions.say_of_need(argane, need_id=need.pk, horizon="soon", is_visible=False, now=clock.now())
    actions.allocate_lists(now=clock.now())
    for match in queries.matches(argane, mill.pk):
        kept = json.loads(match.placement.other_side)
        sme, _problems = read_sme(json.loads(match.run.sme.facts), catalogue(), own=True)
        ideal = Ideal(**{name: tuple(v) if isinstance(v, list) else v for name, v in kept["ideal"].items()})
        standing = Standing(**kept["standing"] | {"papers": tuple(kept["standing"]["papers"])})
        assert other_side(json.loads(match.result), sme, ideal, standing) == kept
        assert kept["standing"]["horizon"] == "soon"
    for language in ("fr", "ar", "en"):
        provider, financier = (
            queries.other_side_of(match, language) for match in queries.matches(argane, mill.pk)[::-1]
        )
        if provider.score is None:
            provider, financier = financier, provider
        assert provider.start + sum(point.points for point in provider.points) == provider.score
        assert all(point.label and point.fact for point in provider.points)
        assert financier.score is None, "never what could be read as a decision on credit"
        assert {item.code for item in financier.readiness if not item.is_met} == {"identity", "accounts", "quote"}
        assert all(item.next_step for item in financier.readiness if not item.is_met)


def test_the_ledger_counts_a_day_once_and_gives_a_place_back(argane, mill):
    for number in range(7):
        make_offer(make_partner(f"P{number}"), available_in_days=20 + 20 * number, **GOOD)
    request(argane, mill)
    now = clock.now().replace(day=2)
    for _again in range(2):
        actions.allocate_lists(now=now)
    assert Exposure.objects.count() == 7
    assert sum(Exposure.objects.values_list("seen_micro", flat=True)) == 6_000_000
    assert abs(sum(Exposure.objects.values_list("due_micro", flat=True)) - 6_000_000) < 10
    unseen = Exposure.objects.get(seen_micro=0).organization
    PartnerStats.objects.bulk_create(
        PartnerStats(organization_id=pk, introductions=9)
        for pk in Exposure.objects.values_list("organization_id", flat=True)
    )
    actions.allocate_lists(now=now + timedelta(days=1))
    last = queries.matches(argane, mill.pk, offer_kind="technology")[-1]
    assert (last.partner, last.placement.moved, last.placement.exposure_pct) == (unseen, "fair", 0)


def test_the_page_of_one_need_has_a_list_of_its_own(argane, mill):
    make_offer(make_partner(), measures=["pv_rooftop", "vsd"])
    make_offer(make_partner("Tayyar"), measures=["vsd"])
    request(argane, mill)
    need = Need.objects.get(site=mill, code="pv_rooftop")
    request(argane, mill, need.pk)
    actions.allocate_lists(now=clock.now())
    assert Placement.objects.filter(need_code="pv_rooftop").count() == 1
    assert queries.matches(argane, mill.pk, need.pk)[0].placement.place == 1
    footprint.set_facts(argane, site_id=mill.pk, facts={"leak_survey": "oui"}, now=clock.now())
    actions.say_of_need(argane, need_id=need.pk, horizon="year", is_visible=True, now=clock.now())
    request(argane, mill)
    need.refresh_from_db()
    assert (need.horizon, need.is_visible) == ("year", True), (
        "what the firm said stays when its needs are computed again"
    )


def test_many_offers_of_one_partner_leave_the_others_their_places(argane, mill, monkeypatch):
    monkeypatch.setattr("matching.actions.allocation.LOOKED_AT", 2)
    chams = make_partner("Chams")
    for number in range(3):
        make_offer(chams, name_fr=f"Toiture {number}", available_in_days=10 + number, **GOOD)
    make_offer(make_partner("Rif"), available_in_days=170, **GOOD)
    request(argane, mill)
    Match.objects.filter(position=0).update(takes_leads=False)  # what takes no request takes no place either
    actions.allocate_lists(now=clock.now())
    placed = Placement.objects.filter(offer_kind="technology")
    assert [row.offer.organization.name for row in placed] == ["Chams", "Rif"]
    assert AllocationRun.objects.get().parameters["looked_at"] == 2


def test_room_goes_to_firms_that_can_use_it(argane, mill):
    chams = make_partner("Chams")
    make_offer(chams, **GOOD)
    request(argane, mill)
    firm = Organization.objects.filter(pk=argane.organization_id)
    for away in ({"suspended_at": clock.now()}, {"is_demo": True}):
        firm.update(**away)
        assert actions.allocate_lists(now=clock.now()) is None, away
        firm.update(suspended_at=None, is_demo=False)
    firm.update(is_demo=True)
    Organization.objects.filter(pk=chams.organization_id).update(is_demo=True)
    assert actions.allocate_lists(now=clock.now()).placements.count() == 1, "fictional firms meet fictional partners"


def test_a_partner_that_is_full_or_away_has_no_room_and_lists_follow_what_it_says(argane, mill, drain):
    chams = make_partner("Chams")
    make_offer(chams, **GOOD)
    request(argane, mill)
    today = clock.moroccan_day(clock.now())
    asked = Task.objects.filter(path="matching.jobs.allocate", status="ready")

    def room():
        drain()
        assert asked.exists(), "what a partner says of its room asks for new lists"
        asked.delete()
        return actions.allocate_lists(now=clock.now()).placements.get().room

    partners.save_profile(chams, values={"capacity_month": 7}, now=clock.now())
    asked.delete()
    drain()
    assert room() == 7
    partners.set_full(chams, full=True, now=clock.now())
    assert room() == 0
    partners.set_full(chams, full=False, now=clock.now())
    assert room() == 7
    away = partners.add_absence(chams, starts_on=today, ends_on=today, now=clock.now())
    assert room() == 0
    partners.remove_absence(chams, absence_id=away.pk)
    assert room() == 7
    partners.save_profile(chams, values={"headline_fr": "Du soleil"}, now=clock.now())
    drain()
    assert not asked.exists(), "its words are not its room"


def test_who_is_in_touch_takes_no_second_place_and_stays_beside_the_six(argane, mill):
    chams = make_partner("Chams")
    partners.save_profile(chams, values={"capacity_month": 1}, now=clock.now())
    make_offer(chams, **GOOD)
    zellige = make_exporter("Zellige", budget_mad="1800000", goals=["pv_rooftop"], employees=40)
    other = make_site(zellige, roof_m2="1150", owns_building="yes")
    make_year(zellige, other, kwh="34333")
    for firm, site in ((argane, mill), (zellige, other)):
        request(firm, site)

    def placed():
        actions.allocate_lists(now=clock.now())
        rows = Placement.objects.filter(allocation=AllocationRun.objects.latest("created_at"))
        return dict(rows.values_list("site", "mu_micro"))

    assert sorted(placed().values()) == [0, 1_000_000], "it has one place to give"
    first = next(site for site, mu in placed().items() if mu)
    second = ({mill.pk, other.pk} - {first}).pop()
    asked = uuid7()
    actions.open_introduction(asked, site_id=first, partner_id=chams.organization_id, now=clock.now())
    assert placed() == {second: 1_000_000}, "the place goes to the firm that has not asked"
    assert listed(argane, mill) == listed(zellige, other) == ["Chams"], "and whoever has still sees it"
    for number in range(7):
        make_offer(make_partner(f"P{number}"), **GOOD)
    for firm, site in ((argane, mill), (zellige, other)):
        request(firm, site)
        placed()
        assert len(listed(firm, site)) == 6 + (site.pk == first)
    rows = queries.matches(*((argane, mill.pk) if first == mill.pk else (zellige, other.pk)))
    at = next(place for place, row in enumerate(rows) if row.partner.name == "Chams")
    assert all(row.position > rows[at].position for row in rows[at + 1 : at + 2]), "it stands where its score puts it"
    assert rows[at].placement is None
    actions.end_introduction(asked, now=clock.now())
    placed()
    assert {len(listed(argane, mill)), len(listed(zellige, other))} == {6}
