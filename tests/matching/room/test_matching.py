import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import Organization
from footprint import actions as footprint
from kernel import clock
from kernel.actor import ANONYMOUS
from kernel.errors import Refused
from kernel.models import Task
from matching import actions, queries
from matching.engine.needs import measures_for
from matching.engine.profile import read_sme
from matching.engine.site import survey
from matching.models import Match, MatchRun, Need, ParameterSet
from matching.queries.needs import question_of
from partners import actions as partners
from reference.queries import catalogue
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def argane():
    return make_exporter(budget_mad="1800000", goals=["pv_rooftop"])


def request(actor, site, need_id=None):
    return actions.request_matches(actor, site_id=site.pk, need_id=need_id, now=clock.now())


def test_needs_are_the_engines_with_their_questions(argane, mill):
    request(argane, mill)
    sme, _ = read_sme(_facts(argane, mill), catalogue(), own=True)
    expected = {need.code for need in measures_for(survey(sme, catalogue())).needs}
    cards = {card.code: card for card in queries.need_cards(argane, mill.pk, "fr")}
    assert expected <= set(cards)
    solar = cards["pv_rooftop"]
    assert solar.name == catalogue().measures["pv_rooftop"].name_fr
    assert solar.abatement_t.low <= solar.abatement_t.typ <= solar.abatement_t.high
    asked = {ask.fact: ask for ask in solar.asks}
    assert asked["heritage_roof"].kind == "yes_no"
    assert "landlord_agreement" not in asked, "the firm owns the building"
    leaks = cards["compressed_air_leaks"]
    assert leaks.certain is False
    assert leaks.asks[0].question == catalogue().triggers["compressed_air_leaks"].question_fr.replace("'", "’")


def _facts(actor, site):
    from footprint.queries import profile_facts

    return profile_facts(actor, site.pk)


def test_answering_a_question_settles_the_need(argane, mill, drain):
    request(argane, mill)
    footprint.set_facts(argane, site_id=mill.pk, facts={"leak_survey": "oui"}, now=clock.now())
    drain()
    assert "compressed_air_leaks" not in {card.code for card in queries.need_cards(argane, mill.pk)}
    footprint.set_facts(argane, site_id=mill.pk, facts={"leak_survey": "non"}, now=clock.now())
    drain()
    cards = {card.code: card for card in queries.need_cards(argane, mill.pk)}
    assert cards["compressed_air_leaks"].certain is True


def test_a_match_is_explained_to_the_point_in_three_languages(argane, mill):
    make_offer(make_partner())
    request(argane, mill)
    (match,) = queries.matches(argane, mill.pk, offer_kind="technology")
    for language in ("fr", "ar", "en"):
        card = queries.reasons(match, language)
        assert card.start + sum(point.points for point in card.points) == card.score
        assert card.low <= card.score <= card.high
        assert all(point.fact and point.label for point in card.points)
        assert all(rule.text and "%(" not in rule.text for rule in card.rules)
        assert {rule.state for rule in card.rules} <= {"met", "unknown"}
    partner = queries.match_for_partner(match, "fr")
    assert partner.points == queries.reasons(match, "fr").points
    assert "Argane" not in str(partner)


def test_each_side_reads_what_it_may_change_itself_to_reach_a_target_and_what_would_make_the_score_surer(argane, mill):
    """A wait of 170 days and a project above its largest: the partner can mend both, the firm neither; references are its to tell."""
    make_offer(make_partner(), available_in_days=170, ticket_max_mad="220000")
    request(argane, mill)
    (found,) = queries.matches(argane, mill.pk, offer_kind="technology")
    match = queries.match(argane, found.pk)
    firm = queries.with_reach(queries.reasons(match, "fr"), match, "fr")
    partner = queries.match_for_partner(match, "fr")
    assert {one.who for one in partner.raises} == {"partner"}
    assert {one.who for one in firm.raises} <= {"sme"}, "what the partner alone could change is not for the firm"
    assert firm.reach.score is None
    (larger,) = (one.text.replace("\u202f", " ") for one in partner.raises if "MAD" in one.text)
    assert "400 000 MAD" in larger, "a project of 367,857 is not told to the dirham: it may be the firm's whole budget"
    most = max(one.points for one in partner.raises)
    both = queries.with_reach(partner, match, "fr", target=partner.score + most + 1, for_partner=True)
    assert len(both.reach.changes) == 2, "no change reaches it alone"
    assert both.reach.score >= both.reach.target > partner.score + most
    said = queries.reach_sentence(both, "fr")
    assert all(one.text in said for one in both.reach.changes)
    out_of_reach = queries.with_reach(partner, match, "fr", target=100, for_partner=True)
    assert (out_of_reach.reach.score, queries.reach_sentence(out_of_reach, "fr")) == (None, "")
    asked = {one.fact: one for one in partner.narrows}
    assert asked["references"].points >= 1
    assert asked["references"].note == "C’est vous qui pouvez le dire."
    widths = [one.points for one in firm.narrows]
    assert widths == sorted(widths, reverse=True)


def test_what_nothing_would_tell_is_not_asked(argane, mill):
    """A footprint saves nothing by itself, and a package for hotels nothing at a mill: no bill settles either."""
    make_offer(make_partner("Conseil"), measures=["carbon_footprint"])
    make_offer(make_partner("Hôtels"), measures=["hotel_package"])
    request(argane, mill)
    for kind, code, words in (
        ("advice", "carbon", "Un conseil n’enlève aucune tonne par lui-même"),
        ("technology", "economics", "Rien ici ne se rembourse"),
    ):
        (found,) = queries.matches(argane, mill.pk, offer_kind=kind)
        card = queries.reasons(found, "fr")
        assert words in next(one.fact for one in card.points if one.code == code)
        assert code not in {one["criterion"] for one in json.loads(found.result)["questions"]}


def test_one_place_a_partner_at_most_six_and_products_of_the_reference_apart(argane, mill):
    for number in range(8):
        partner = make_partner(f"Partenaire {number}")
        make_offer(partner)
        make_offer(partner, name_fr="Une autre")
    partners.sync_schemes(now=clock.now())
    request(argane, mill)
    shown = queries.matches(argane, mill.pk, offer_kind="technology")
    assert len(shown) == 6
    assert len({match.partner_id for match in shown}) == 6
    finance = queries.matches(argane, mill.pk, offer_kind="finance")
    assert finance
    assert all(not match.takes_leads and match.offer.scheme_id for match in finance)


def test_territory_is_the_sites(argane, drain):
    dakhla = make_site(argane, name="Dakhla", region="MA-12")
    offers = {
        "T1": make_offer(make_partner("T1"), regions_served=[f"MA-{n:02d}" for n in range(1, 13)]),
        "T3": make_offer(make_partner("T3"), regions_served=["MA-06"]),
        "T4": make_offer(make_partner("T4"), regions_served=["MA-12", "MA-12", "MA-06"]),
    }
    t2 = partners.create_offer(make_partner("T2"), values={"name_fr": "Sans région"}, now=clock.now())
    request(argane, dakhla)

    def region(offer):
        answer = queries.why_not(argane, dakhla.pk, offer.pk)
        return next(one for one in answer.result["verdicts"] if one["code"] == "region")

    assert {name: region(offer)["verdict"] for name, offer in offers.items()} == {
        "T1": "pass",
        "T3": "fail",
        "T4": "pass",
    }
    assert region(offers["T3"])["actual"] == "MA-12"
    card = queries.reasons_of(queries.why_not(argane, dakhla.pk, offers["T3"].pk).result, "en")
    assert any(
        "site in Dakhla" in rule.text for rule in card.rules if rule.code == "region" and rule.state == "missing"
    )
    with pytest.raises(type(t2).DoesNotExist):
        queries.why_not(argane, dakhla.pk, t2.pk)


def test_a_later_offer_is_matched_through_the_queue_and_a_withdrawn_one_leaves_at_once(argane, mill, drain):
    request(argane, mill)
    drain()
    assert queries.matches(argane, mill.pk) == []
    offer = make_offer(make_partner())
    drain()
    assert [match.offer_id for match in queries.matches(argane, mill.pk)] == [offer.pk]
    assert MatchRun.objects.filter(offer_kind="technology").exclude(superseded_at=None).count() == 1
    partners.pause_offer(actor_of(offer.organization), offer_id=offer.pk, now=clock.now())
    assert queries.matches(argane, mill.pk) == []


def test_an_offer_that_closed_since_the_run_is_not_shown(argane, mill):
    chams = make_partner()
    offer = make_offer(chams, closes_on="2027-03-31")
    request(argane, mill)
    assert queries.matches(argane, mill.pk)
    assert queries.matches(argane, mill.pk, now=datetime(2027, 3, 31, 23, 59, tzinfo=UTC))
    assert not queries.matches(argane, mill.pk, now=datetime(2027, 4, 1, tzinfo=UTC))
    partners.change_offer(chams, offer_id=offer.pk, values={"intake": "closed"}, now=clock.now())
    assert not queries.matches(argane, mill.pk)
    partners.change_offer(chams, offer_id=offer.pk, values={"intake": "open"}, now=clock.now())
    Organization.objects.filter(pk=chams.organization_id).update(suspended_at=clock.now())
    assert not queries.matches(argane, mill.pk)


def test_the_day_after_its_last_an_offer_leaves_the_runs_that_hold_it(argane, mill, drain):
    zellige = make_exporter("Zellige", sector="garments")
    elsewhere = make_site(zellige, region="MA-01")
    with time_machine.travel("2026-11-30T22:00Z", tick=False) as clocks:
        chams, qiyas = make_partner(), make_partner("Qiyas", "certifier")
        ends = {"sectors_served": ["olive_oil"], "closes_on": "2026-11-30"}
        offer = make_offer(chams, **ends)
        accredited = {
            "sectors_served": ["olive_oil"],
            "standards_accredited": ["iso_14001"],
            "accreditation_valid_until": "2026-11-30",
        }
        label = make_offer(qiyas, measures=["*"], **accredited)
        moved = make_offer(make_partner("Rif"), **ends)
        request(argane, mill)
        request(zellige, elsewhere)
        partners.change_offer(
            actor_of(moved.organization), offer_id=moved.pk, values={"closes_on": None}, now=clock.now()
        )
        drain()
        assert {offer.pk, label.pk, moved.pk} <= {match.offer_id for match in queries.matches(argane, mill.pk)}
        clocks.move_to("2026-12-01T00:00Z")
        assert offer.pk not in {match.offer_id for match in queries.matches(argane, mill.pk)}, "at once, by the page"
        drain()
        served = MatchRun.objects.filter(superseded_at=None)
        assert {run.as_of.isoformat() for run in served.filter(site=mill)} == {"2026-12-01"}
        assert {run.as_of.isoformat() for run in served.filter(site=elsewhere)} == {"2026-11-30"}
        listed = {match.offer_id for match in queries.matches(argane, mill.pk)}
        assert listed & {offer.pk, label.pk, moved.pk} == {moved.pk}
        for row in (offer, label):
            assert queries.why_not(argane, mill.pk, row.pk).result["verdict"] == "fail"


def test_a_need_that_left_and_came_back_has_its_page_again(argane, mill):
    make_offer(make_partner(), measures=["compressed_air_leaks"])
    for answer in ("non", "oui", "non"):
        footprint.set_facts(argane, site_id=mill.pk, facts={"leak_survey": answer}, now=clock.now())
        request(argane, mill)
        need = Need.objects.filter(site=mill, code="compressed_air_leaks").first()
        assert (need is None) == (answer == "oui")
        if need:
            request(argane, mill, need.pk)
            assert queries.matches(argane, mill.pk, need.pk)


def test_every_question_fits_the_fact_it_asks_for():
    known = catalogue()
    asked = {fact for row in known.triggers.values() for fact in row.needs_facts}
    for language in ("fr", "ar", "en"):
        texts = {fact: question_of(fact, language) for fact in asked}
        assert all(texts.values())
    assert question_of("roof_m2", "en") == known.triggers["pv_rooftop"].question_en
    assert question_of("heritage_roof", "en") == "Is the roof protected as heritage?"
    assert question_of("heritage_roof", "fr") != question_of("heritage_roof", "en")


def test_one_bill_never_misses_a_yearly_floor(argane):
    site = make_site(argane)
    make_bill(argane, site, quantity="30000")
    offer = make_offer(make_partner(), min_annual_kwh="100000")
    request(argane, site)

    def floor():
        answer = queries.why_not(argane, site.pk, offer.pk)
        return next(one for one in answer.result["verdicts"] if one["code"] == "annual_kwh")

    assert (floor()["verdict"], floor()["fact"]) == ("unknown", "energy_use")
    for month in range(2, 13):
        days = {"starts_on": f"2025-{month:02d}-01", "ends_on": f"2025-{month:02d}-28"}
        make_bill(argane, site, quantity="3000", **days)
    request(argane, site)
    assert floor()["verdict"] == "fail"


def test_many_offers_ask_for_a_site_once(argane, mill, drain):
    request(argane, mill)
    drain()
    chams = make_partner()
    for number in range(5):
        make_offer(chams, name_fr=f"Offre {number}")
    Task.objects.filter(path__contains="search").delete()
    from kernel.queue.worker import Worker

    Worker().run_once()
    assert Task.objects.filter(path__endswith="match_again", status="ready").count() == 1


def test_the_same_facts_on_the_same_day_give_the_same_run(argane, mill):
    make_offer(make_partner())
    first, second = request(argane, mill), request(argane, mill)
    assert [run.pk for run in first] == [run.pk for run in second]
    assert MatchRun.objects.count() == 4
    assert ParameterSet.objects.count() == 4
    for parameters in ParameterSet.objects.all():
        assert sum(Decimal(weight) for weight in parameters.weights.values()) == 1
        assert parameters.author
        assert parameters.reason


def test_a_stored_match_replays_byte_for_byte_whatever_changed_since(argane, mill, capsys):
    chams = make_partner()
    offer = make_offer(chams, references=[{"sector": "olive_oil", "year": 2024, "verified": True}])
    run = next(one for one in request(argane, mill) if one.offer_kind == "technology")
    match = Match.objects.get(run=run)
    partners.change_offer(chams, offer_id=offer.pk, values={"available_in_days": 170}, now=clock.now())
    actions.record_step(chams.organization_id, "sent", sent_at=clock.now(), now=clock.now())
    call_command("match_replay", str(match.pk))
    call_command("match_replay", str(run.pk))
    assert capsys.readouterr().out.split() == ["identical", "identical"]
    Match.objects.filter(pk=match.pk).update(result=match.result.replace('"score":', '"score":1'))
    with pytest.raises(CommandError):
        call_command("match_replay", str(match.pk))
    with pytest.raises(CommandError):
        call_command("match_replay", str(mill.pk))


def test_the_page_of_a_need_holds_what_serves_it(argane, mill):
    solar, air = make_offer(make_partner()), make_offer(make_partner("Tayyar"), measures=["vsd"])
    request(argane, mill)
    need = Need.objects.get(site=mill, code="vsd")
    request(argane, mill, need.pk)
    assert [match.offer_id for match in queries.matches(argane, mill.pk, need.pk)] == [air.pk]
    assert {match.offer_id for match in queries.matches(argane, mill.pk)} == {solar.pk, air.pk}


def test_a_firms_needs_and_matches_are_its_own(argane, mill):
    offer = make_offer(make_partner())
    request(argane, mill)
    (match,) = queries.matches(argane, mill.pk)
    zellige, chams = make_exporter("Zellige"), actor_of(offer.organization)
    for stranger in (zellige, chams, ANONYMOUS):
        for ask in (queries.needs, queries.matches, queries.runs):
            with pytest.raises(type(mill).DoesNotExist):
                ask(stranger, mill.pk)
        with pytest.raises(Match.DoesNotExist):
            queries.match(stranger, match.pk)
        with pytest.raises(type(mill).DoesNotExist):
            request(stranger, mill)
    with pytest.raises(Refused):
        request(actor_of(mill.organization, "reader"), mill)
    assert queries.match(argane, match.pk) == match


def test_what_is_read_for_a_page_does_not_grow_with_the_list(argane, mill, django_assert_max_num_queries):
    for number in range(6):
        make_offer(make_partner(f"P{number}"))
    request(argane, mill)
    with django_assert_max_num_queries(3):
        shown = queries.matches(argane, mill.pk, offer_kind="technology")
    with django_assert_max_num_queries(0):
        assert all(queries.reasons(match, "fr").score and str(match.offer) and match.partner.name for match in shown)
    with django_assert_max_num_queries(2):
        assert queries.need_cards(argane, mill.pk)


def test_steps_are_counted_for_the_partner(argane, mill):
    chams = make_partner()
    now = clock.now()
    for status in ("sent", "sent", "accepted", "withdrawn"):
        actions.record_step(chams.organization_id, status, sent_at=now, now=now)
    from matching.models import PartnerStats

    row = PartnerStats.objects.get()
    assert (row.introductions, row.answers, row.accepted, row.hours_to_answer) == (1, 1, 1, [0])


def test_the_result_of_a_run_is_canonical(argane, mill):
    make_offer(make_partner())
    request(argane, mill)
    text = Match.objects.get().result
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_a_new_version_of_the_weights_says_who_and_why_and_the_old_list_is_served_until_the_new_one(
    argane, mill, drain, capsys
):
    make_offer(make_partner())
    (old,) = [run for run in request(argane, mill) if run.offer_kind == "technology"]
    weights = dict(old.parameters.weights)
    moved = {**weights, "goal": "0.10", "cover": "0.26"}
    written = [f"{code}={weight}" for code, weight in moved.items()]
    for wrong, said in (
        (written[1:], "goal"),
        ([*written[1:], "goal=0.2"], "add up"),
        ([*written[1:], "goal=-0.1"], "below zero|add up"),
        ([*written[1:], "goal=x"], "number"),
    ):
        with translation.override("en"), pytest.raises(CommandError, match=said):
            call_command("match_weights", "technology", *wrong, author="Nadia", reason="Tried")
    with translation.override("en"), pytest.raises(CommandError, match="why"):
        call_command("match_weights", "technology", *written, author="Nadia")
    assert ParameterSet.objects.filter(subject="technology").count() == 1
    call_command("match_weights", "technology", *written, author="Nadia", reason="Cover counted too little")
    assert "2 (in force" in capsys.readouterr().out
    assert MatchRun.objects.get(site=mill, offer_kind="technology", need_code="", superseded_at=None) == old
    drain()
    new = MatchRun.objects.get(site=mill, offer_kind="technology", need_code="", superseded_at=None)
    assert (new.parameters.version, new.parameters.author) == (2, "Nadia")
    assert queries.replay(old.pk) == queries.replay(new.pk) == []


def test_money_at_a_price_that_no_bill_tells_is_of_the_lowest_grade_and_says_which_price(argane, mill):
    request(argane, mill)
    card = next(one for one in queries.need_cards(argane, mill.pk) if one.code == "motors_premium")
    assert (card.confidence, card.money_confidence) == ("C", "D")
    assert [(one.carrier, one.mad, one.per) for one in card.prices] == [
        ("electricity", Decimal("1.0101"), "per kWh"),
        ("electricity", Decimal("0.7398"), "per kWh"),
        ("electricity", Decimal("1.4157"), "per kWh"),
    ]
    assert {(one.date, one.confidence) for one in card.prices} == {("", "unverified")}, (
        "no date is known, and it says so"
    )
    assert card.payback_low_years < card.payback_years < card.payback_high_years
    assert card.rate == Decimal("0.12")
    audit = next(one for one in queries.need_cards(argane, mill.pk) if one.code == "energy_audit")
    assert (audit.money_confidence, audit.prices) == ("", ()), "no money, no price of it"

    billed = make_site(argane, name="Usine")
    make_year(argane, billed, kwh="34333", amount_mad="40000")
    request(argane, billed)
    card = next(one for one in queries.need_cards(argane, billed.pk) if one.code == "motors_premium")
    assert (card.confidence, card.money_confidence, card.prices) == ("C", "C", ())
