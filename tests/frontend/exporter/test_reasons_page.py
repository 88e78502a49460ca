"""Any offer answers "why not?"; the firm tells the missing fact there and sees the offer enter its list."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kernel import clock
from marketplace import actions as marketplace
from matching import actions as matching
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def argane():
    return make_exporter(budget_mad="300000", goals=["pv_rooftop"])


@pytest.fixture
def mill(argane):
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, site, kwh="34333")
    return site


def text_of(answer):
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_firm_asks_why_not_tells_what_changed_and_the_bank_enters_its_list(signed_in, argane, mill):
    bank = make_partner("Banque Atlas", "financier")
    terms = {"name_fr": "Crédit vert", "ticket_min_mad": "500000", "instrument": "loan", "measures": ["*"]}
    loan = make_offer(bank, **terms)
    browser, url = signed_in(argane), reverse("reasons", args=[mill.pk, loan.pk])
    assert browser.get(url).status_code == 404, "nothing is said before a first list"
    assert url not in browser.get(reverse("offer", args=[loan.pk])).content.decode()
    matching.request_matches(argane, site_id=mill.pk, now=clock.now())
    finance = f"{reverse('matches', args=[mill.pk])}?kind=finance"
    assert loan.pk not in {row["partner"]["id"] for row in browser.get(finance).context["matches"]}
    assert url in browser.get(finance).content.decode(), "a near miss leads to its reasons"
    assert url in browser.get(reverse("offer", args=[loan.pk])).content.decode()

    page = browser.get(url)
    assert page.context["place"]["kind"] == "missing"
    [asked] = [one for one in page.context["questions"] if one["fact"] == "budget_mad"]
    assert "500" in asked["text"]
    assert "Crédit vert" in text_of(browser.get(reverse("reasons_file", args=[mill.pk, loan.pk])))

    wrong = browser.post(url, {"fact": "budget_mad", "kind": "number", "answer": "beaucoup"})
    assert wrong.status_code == 200
    assert 'value="beaucoup"' in wrong.content.decode(), "what was typed stays, with its reason"

    assert browser.post(url, {"fact": "budget_mad", "kind": "number", "answer": "1 800 000"}).status_code == 302
    page = browser.get(url)
    assert page.context["place"]["kind"] == "kept"
    assert all(one["fact"] != "budget_mad" for one in page.context["questions"])
    assert any(row["summary"] == "Crédit vert" for row in browser.get(finance).context["matches"])


def test_what_the_bills_say_already_is_not_to_be_completed_there(signed_in, argane, mill):
    """A prime that asks for half of the energy saved is refused by whole bills: more bills would change nothing."""
    terms = {"instrument": "grant", "grant_pct": "15", "measures": ["led"], "min_energy_reduction_pct": "50"}
    prime = make_offer(make_partner("Prime", "financier"), **terms)
    matching.request_matches(argane, site_id=mill.pk, now=clock.now())
    page = signed_in(argane).get(reverse("reasons", args=[mill.pk, prime.pk]))
    assert page.context["place"]["kind"] == "missing"
    assert "50" in page.context["place"]["rules"][0]["text"]
    assert page.context["elsewhere"] == []


def test_both_sides_print_the_same_points_and_a_stranger_prints_none(signed_in, argane, mill):
    chams = make_partner()
    offer = make_offer(chams)
    matching.request_matches(argane, site_id=mill.pk, now=clock.now())
    [asked] = marketplace.send_leads(argane, site_id=mill.pk, offer_ids=[offer.pk], consent=True, now=clock.now())
    theirs = reverse("lead_reasons_file", args=[asked.lead.pk])
    mine = reverse("reasons_file", args=[mill.pk, offer.pk])
    ours, paper = text_of(signed_in(argane).get(mine)), text_of(signed_in(chams).get(theirs))
    start = "Le compte des points"
    points = ours[ours.index(start) : ours.index("Conditions de l’offre")]
    assert points.count("+") + points.count("\u2212") > 3
    assert points in paper
    assert "Argane" not in paper
    rival = make_partner("Rival Solaire")
    assert signed_in(rival).get(theirs).status_code == 404
    assert signed_in(make_exporter("Zellige")).get(mine).status_code == 404


def test_the_fourth_offer_of_a_partner_says_that_three_of_its_own_rank_before(signed_in, argane, mill):
    chams = make_partner()
    clones = [make_offer(chams, name_fr=f"Toiture {number}", available_in_days=30 + 30 * number) for number in range(4)]
    matching.request_matches(argane, site_id=mill.pk, now=clock.now())
    pages = [signed_in(argane).get(reverse("reasons", args=[mill.pk, one.pk])) for one in clones]
    told = ["trois offres de ce partenaire" in page.context["place"]["text"] for page in pages]
    assert told == [False, False, False, True]


def test_near_misses_have_a_drawer_of_their_own_with_who_can_mend_each_and_how(signed_in, argane, mill):
    make_offer(make_partner("Rif"), regions_served=["MA-06"])
    make_offer(make_partner("Grand"), ticket_min_mad="500000")
    make_offer(make_partner("Deux"), ticket_min_mad="500000", regions_served=["MA-06"])
    make_offer(make_partner("Jamais"), excluded_sectors=["olive_oil"])
    matching.request_matches(argane, site_id=mill.pk, now=clock.now())
    page = signed_in(argane).get(reverse("matches", args=[mill.pk]))
    rows = page.context["why_not"]
    assert [(row["name"].split(" · ")[0], row["who"]) for row in rows] == [
        ("Grand", "Ce que vous pouvez faire"),
        ("Rif", "Ce que le partenaire peut faire"),
    ]
    assert all(row["fix"] and row["text"] for row in rows)
    shown = page.content.decode()
    assert "Deux" not in shown, "two conditions are no near miss"
    assert "4 offres écartées" in " ".join(shown.split())
