"""Pages that need no data, in the three languages."""

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import Organization
from frontend.pages import errors
from kernel import clock
from matching import actions as matching
from matching.choices import RULES
from matching.engine.parameters import STARTING
from matching.engine.weights import STARTING_WEIGHTS
from matching.models import Match, MatchRun, ParameterSet
from tests.factories.marketplace import make_deal

LANGUAGES = ["fr", "ar", "en"]
PAGES = ["home", "gallery", "account_login", "account_reset_password", "account_email_verification_sent"]
pytestmark = pytest.mark.django_db


class Outline(HTMLParser):
    """What a page is made of."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.headings, self.main_buttons, self.root = [], [], 0, {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "h1":
            self.headings.append(tag)
        if tag == "html":
            self.root = values
        if "button--main" in (values.get("class") or ""):
            self.main_buttons += 1


def page(client, route, language="fr"):
    client.cookies["django_language"] = language
    return client.get(reverse(route))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", PAGES)
def test_a_page_has_one_title_its_direction_and_no_id_twice(client, settings, route, language):
    settings.DEBUG = route == "gallery"
    response = page(client, route, language)
    html = response.content.decode()
    outline = Outline(html)
    assert response.status_code == 200
    assert outline.root == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    assert len(outline.headings) == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert "<c-" not in html
    assert "{%" not in html


@pytest.mark.parametrize("route", [route for route in PAGES if route != "gallery"])
def test_a_page_has_at_most_one_main_action(client, route):
    assert Outline(page(client, route).content.decode()).main_buttons <= 1


def test_numbers_of_an_arabic_page_are_isolated(client, settings):
    settings.DEBUG = True
    html = page(client, "gallery", "ar").content.decode()
    assert html.count('<bdi class="num"') > 10
    assert not re.search(r'<span class="num">(?!\s*<bdi)', html)


def test_the_language_switch_keeps_the_page(client):
    address = reverse("account_login") + "?next=/today/"
    response = client.post(reverse("set_language"), {"language": "ar", "next": address})
    assert (response.status_code, response["Location"]) == (302, address)
    assert 'lang="ar"' in client.get(address).content.decode()


def test_the_language_switch_leads_nowhere_else(client):
    response = client.post(reverse("set_language"), {"language": "ar", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Cette page n’existe pas, ou n’est pas à vous."),
        ("ar", "هذه الصفحة غير موجودة أو ليست لكم."),
        ("en", "This page does not exist, or is not yours."),
    ],
)
def test_what_is_not_there_says_so_without_saying_which(client, language, words):
    client.cookies["django_language"] = language
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert words in response.content.decode()
    assert reverse("home") in response.content.decode()


def test_a_failure_of_ours_needs_nothing_to_be_told():
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Nous n’avons pas pu répondre" in response.content.decode()


def test_a_stale_form_is_told_how_to_go_on(client):
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("set_language"), {"language": "ar"})
    assert response.status_code == 403
    assert "ouverte depuis trop longtemps" in response.content.decode()


def test_the_gallery_is_for_those_who_build(client, settings):
    settings.DEBUG = False
    assert client.get(reverse("gallery")).status_code == 404


@pytest.mark.parametrize("demo", [True, False])
def test_the_ribbon_says_demonstration_when_it_is_one(client, settings, demo):
    settings.DEMO = demo
    assert ("demo-bar" in page(client, "home").content.decode()) is demo


@pytest.mark.parametrize("demo", [True, False])
def test_the_home_page_takes_a_match_of_the_demonstration_apart(client, settings, reference, demo):
    settings.DEMO = True
    deal = make_deal()
    Organization.objects.update(is_demo=demo)
    response = page(client, "home")
    example = response.context["example"]
    if not demo:
        assert example is None
        return
    kept = deal.offer.pk == Match.objects.get(pk=example["id"]).offer_id
    assert kept
    assert example["start"] + sum(row["points"] for row in example["points"]) == example["score"]
    assert f'<span class="points__value"><bdi class="num">{example["score"]}</bdi>' in response.content.decode()


def test_the_home_page_keeps_its_budget(client, settings, reference, django_assert_max_num_queries):
    settings.DEMO = True
    make_deal(partners=3)
    Organization.objects.update(is_demo=True)
    with django_assert_max_num_queries(2):
        client.get(reverse("home"))


def test_how_matching_works_shows_the_weights_in_force_and_every_rule(client):
    page = client.get(reverse("how_matching_works"))
    shares = {row["head"]: row["cells"] for row in page.context["rows"]}
    assert len(page.context["rules"]) == len(RULES)
    assert "La cinquième place est pour un nouveau partenaire" in page.content.decode()
    assert any("30" in cell for cells in shares.values() for cell in cells)
    ParameterSet.objects.create(
        subject="certification",
        version=2,
        weights={"goal": "0.37", "compliance": "0.63"},
        author="A person",
        reason="Tried",
        created_at=clock.now(),
    )
    matching.set_weights("lists", STARTING["lists"] | {"places": Decimal(4)}, author="A", reason="B", now=clock.now())
    firm = dict(STARTING["firm_finance"]) | {"ticket": Decimal("0.11"), "readiness": Decimal("0.59")}
    matching.set_weights("firm_finance", firm, author="A", reason="B", now=clock.now())
    again = client.get(reverse("how_matching_works"))
    assert again.context["places"] == 4
    assert "4" in {row["value"] for row in again.context["terms"]}
    assert any("59" in cell for row in again.context["firm_rows"] for cell in row["cells"])
    assert any("37" in cell for row in again.context["rows"] for cell in row["cells"])
    assert not any("30" in cell for row in again.context["rows"] for cell in row["cells"])


def test_anybody_moves_a_weight_or_a_fact_and_sees_the_order_change(client, settings, reference, monkeypatch):
    settings.DEMO = True
    deal = make_deal(partners=3)
    Organization.objects.update(is_demo=True)
    matching.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    here = reverse("how_matching_works")
    before = client.get(here).context["simulator"]
    assert len(before["rows"]) >= 3
    assert all(row["cells"][0] == row["cells"][2] and row["cells"][1] == row["cells"][3] for row in before["rows"])
    kept = MatchRun.objects.count()
    monkeypatch.setattr("matching.queries.simulation.result", None)
    assert client.get(here).context["simulator"]["rows"] == before["rows"], "who moves nothing has nothing scored"
    monkeypatch.undo()
    alone = client.get(here, {"room": "100"}).context["simulator"]
    assert not alone["form"].errors
    assert {row["cells"][1] for row in alone["rows"]} == {"100"}, "each has room, and nothing else counts"
    assert {row["cells"][3] for row in alone["rows"]} == {row["cells"][3] for row in before["rows"]}
    same = {code: str(int(weight * 100)) for code, weight in STARTING_WEIGHTS["technology"].items()}
    poor = client.get(here, same | {"roof_m2": "1"}).context["simulator"]
    assert poor["rows"][0]["cells"] != before["rows"][0]["cells"]
    assert client.get(here, {"roof_m2": "1"}).context["simulator"]["rows"] == poor["rows"], (
        "a fact alone keeps the weights"
    )
    carbon = client.get(here, {"money": "0", "rate": "5", "shadow_mad_t": "900"}).context["simulator"]
    assert not carbon["form"].errors
    assert len(carbon["rows"]) == len(before["rows"])
    fine = dict(STARTING_WEIGHTS["technology"]) | {"goal": Decimal("0.195"), "cover": Decimal("0.165")}
    matching.set_weights("technology", fine, author="A", reason="B", now=clock.now())
    matching.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    half = {row["head"]: row["cells"][0] for row in client.get(here).context["rows"]}
    assert "19,5" in half["Répond à un objectif déclaré"], "what is published adds up"
    untouched = {code: str(int(weight * 100)) for code, weight in fine.items()}
    monkeypatch.setattr("matching.queries.simulation.result", None)
    rows = client.get(here, untouched | {"money": "50"}).context["simulator"]["rows"]
    assert len(rows) >= 3, "weights left as they stand are those in force, and nothing is scored again"
    monkeypatch.undo()
    kept = MatchRun.objects.count()
    assert "money" in client.get(here, {"money": "101"}).context["simulator"]["form"].errors
    assert client.get(here, {"goal": "0"}).context["simulator"]["form"].non_field_errors()
    assert "goal" in client.get(here, {"goal": "beaucoup"}).context["simulator"]["form"].errors
    assert client.get(here, {"utm": "x"}).context["simulator"]["rows"] == before["rows"]
    assert MatchRun.objects.count() == kept


@pytest.mark.parametrize("name", ["legal", "accessibility"])
def test_who_runs_it_is_named_or_said_to_be_nobody(client, settings, name):
    assert "mailto:" not in client.get(reverse(name)).content.decode()
    settings.PUBLISHER, settings.CONTACT_EMAIL = "Borj, Rabat", "bonjour@borj.example"
    page = client.get(reverse(name)).content.decode()
    assert "mailto:bonjour@borj.example" in page
    assert ("Borj, Rabat" in page) == (name == "legal")


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Attendez une minute"), ("ar", "انتظروا دقيقة"), ("en", "Wait a minute")],
)
def test_who_meets_a_limit_is_told_when_to_come_back(client, settings, language, words):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    client.cookies["django_language"] = language
    address = reverse("account_reset_password")
    client.post(address, {"email": "nobody@argane.example"})
    response = client.post(address, {"email": "nobody@argane.example"})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert words in response.content.decode()
    assert reverse("home") in response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "C’est trop lourd"), ("ar", "أثقل من المسموح"), ("en", "This is too large")]
)
def test_a_body_that_was_not_kept_is_told_in_words(client, language, words):
    client.cookies["django_language"] = language
    response = client.post(reverse("home"), **{"qafila.too_large": True})
    assert response.status_code == 413
    assert words in response.content.decode()
    assert client.post("/api/v1/sites/", **{"qafila.too_large": True}).json()["code"] == "too_large"


def test_a_form_larger_than_is_read_is_told_so(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client.handler.enforce_csrf_checks = True
    page(client, "account_login")
    response = client.post(reverse("set_language"), {"language": "a" * 200})
    assert response.status_code == 413
