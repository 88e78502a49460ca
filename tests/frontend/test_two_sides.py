"""Both sides of a match by their pages and by the API, without a script."""

import json

import pytest
from django.urls import reverse

from kernel import clock
from matching import actions
from matching.models import Contest, IdealCustomer, Match, Need
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def argane():
    return make_exporter(budget_mad="1800000", goals=["pv_rooftop"])


@pytest.fixture
def site(argane):
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, site, kwh="34333")
    for name, days in (("Chams", 10), ("Rif", 170)):
        proven = [{"sector": "olive_oil", "year": 2024, "verified": True}] * 3
        make_offer(make_partner(name), available_in_days=days, measures=["*"], remote=True, references=proven)
    bank = make_partner("Mizan", "financier")
    make_offer(bank, name_fr="Prêt vert", measures=["*"], instrument="loan")
    actions.request_matches(argane, site_id=site.pk, now=clock.now())
    return site


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_a_list_says_why_it_is_in_its_order_and_what_partners_see_of_the_firm(argane, site, signed_in):
    first = Match.objects.get(partner__name="Chams")
    actions.record_step(first.partner_id, "sent", sent_at=clock.now(), now=clock.now())
    browser, page, api = (
        signed_in(argane),
        reverse("matches", args=[site.pk]),
        reverse("v1:site-matches", args=[site.pk]),
    )
    assert "Par son seul score" not in text(browser.get(page))
    assert {one["placement"] for one in browser.get(api).json()["results"]} == {None}
    actions.allocate_lists(now=clock.now())
    shown = text(browser.get(page))
    assert shown.index("Rif") < shown.index("Chams")
    assert "les partenaires qui ont de la place ce mois-ci viennent d’abord" in shown
    assert "Vous leur convenez" in shown
    bank = text(browser.get(f"{page}?kind=finance"))
    assert "Comptes annuels de l’entreprise" in bank
    assert "Vous leur convenez" not in bank, "no score that reads as a decision on credit"
    found = {one["partner"]["name"]: one for one in browser.get(api).json()["results"]}
    placed = found["Chams"]["placement"]
    assert (placed["place"], placed["by_score"], placed["moved"]) == (2, 1, "room")
    assert "room" not in placed, "how much a partner has left is its own matter"
    assert placed["mutual"] > 0
    assert found["Mizan"]["placement"]["mutual"] is None, "with the score of the offer it would tell the hidden one"
    other = found["Chams"]["other_side"]
    assert other["start"] + sum(one["points"] for one in other["points"]) == other["score"]
    assert (found["Mizan"]["other_side"]["score"], len(found["Mizan"]["other_side"]["readiness"])) == (None, 5)


def test_a_firm_says_how_soon_it_buys_and_a_partner_sees_what_it_shows(argane, site, signed_in):
    browser, need = signed_in(argane), Need.objects.get(code="pv_rooftop")
    actions.request_matches(argane, site_id=site.pk, need_id=need.pk, now=clock.now())
    page, say = reverse("need_matches", args=[site.pk, need.pk]), reverse("say_of_need", args=[site.pk, need.pk])
    assert say in text(browser.get(page))
    assert browser.post(say, {"horizon": "soon", "is_visible": "on"})["Location"] == page
    assert browser.get(reverse("v1:need", args=[need.pk])).json()["is_visible"] is True
    chams = actor_of(Match.objects.filter(partner__name="Chams")[0].partner)
    desk = signed_in(chams)
    shown = text(desk.get(reverse("demand")))
    assert "D’ici trois mois" in shown
    assert "Moins de cinq entreprises" in shown
    assert "Argane" not in shown
    assert [one["need"] for one in desk.get(reverse("v1:demand")).json()["needs"]] == ["pv_rooftop"]
    patch = {"path": reverse("v1:need", args=[need.pk]), "content_type": "application/json"}
    assert browser.patch(data=json.dumps({"is_visible": False}), **patch).json()["horizon"] == "soon", "the rest stays"
    assert browser.patch(data=json.dumps({"horizon": "never"}), **patch).status_code == 400
    assert desk.get(reverse("v1:demand")).json()["needs"] == []


def test_a_partner_says_whom_it_looks_for(site, signed_in):
    chams = actor_of(Match.objects.filter(partner__name="Chams")[0].partner)
    desk, page = signed_in(chams), reverse("demand")
    wrong = {"sectors": ["olive_oil"], "sizes": ["huge"]}
    assert "field--error" in text(desk.post(page, wrong))
    assert not IdealCustomer.objects.exists()
    assert desk.post(page, wrong | {"sizes": ["medium", "small"]})["Location"] == page
    assert text(desk.get(page)).count("checked") == 3
    api = reverse("v1:ideal-customer")
    changed = desk.patch(api, json.dumps({"regions": ["MA-03"]}), content_type="application/json")
    kept = {"sectors": ["olive_oil"], "regions": ["MA-03"], "sizes": ["small", "medium"]}
    assert changed.json() == desk.get(api).json() == kept
    assert desk.patch(api, json.dumps({"regions": ["MA-99"]}), content_type="application/json").status_code == 400
    reader = signed_in(actor_of(Match.objects.filter(partner__name="Chams")[0].partner, "reader"))
    assert "disabled" in text(reader.get(page))
    assert reader.patch(api, "{}", content_type="application/json").status_code == 403


def test_a_score_is_contested_and_answered_by_the_pages(argane, site, signed_in):
    match = Match.objects.get(partner__name="Chams")
    browser, page = signed_in(argane), reverse("contest_match", args=[match.pk])
    assert page in text(browser.get(reverse("matches", args=[site.pk])))
    why = reverse("reasons", args=[site.pk, match.offer_id])
    assert page in text(browser.get(why))
    assert page not in text(signed_in(actor_of(site.organization, "reader")).get(why))
    assert "field--error" in text(browser.post(page, {"words": " "}))
    assert browser.post(page, {"words": "Notre toit est à nous."})["Location"] == reverse("contests")
    assert "Notre toit est à nous." in text(browser.get(reverse("contests")))
    row = Contest.objects.get()
    team = signed_in(actor_of(make_organization("Borj", "operator")))
    desk = reverse("operator_contest", args=[row.pk])
    assert desk in text(team.get("/today/"))
    assert "1150" not in text(team.get(desk))
    read = text(team.post(reverse("operator_read_contest", args=[row.pk])))
    assert "1150" in read
    assert "à l’octet près" in read
    answer = reverse("operator_answer_contest", args=[row.pk])
    assert "field--error" in text(team.post(answer, {"outcome": "stands"}))
    assert team.post(answer, {"outcome": "stands", "answer": "Il tient."})["Location"] == "/today/"
    assert desk not in text(team.get("/today/"))
    assert "Il tient." in text(browser.get(reverse("contests")))
    (own,) = browser.get(reverse("v1:contests")).json()["results"]
    assert (own["outcome"], own["answer"], own["partner"]) == ("stands", "Il tient.", "Chams")
