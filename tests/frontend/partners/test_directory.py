"""What anyone reads: the directory, a partner, an offer, the home page."""

import re
import time

import pytest
import time_machine
from django.urls import reverse

from kernel import clock
from partners import actions
from partners.models import Offer
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_exporter
from tests.factories.partners import make_offer, make_partner

PAGE_QUERIES = 8


def read(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_and_facets_narrow_the_directory(client, chams, drain):
    make_offer(chams, name_fr="Toiture solaire")
    make_offer(chams, name_fr="Pompes neuves", measures=["vsd"])
    drain()
    here = reverse("directory")
    assert "Toiture solaire" in read(client, f"{here}?q=toiture")
    assert "Pompes neuves" not in read(client, f"{here}?measure=pv_rooftop")
    assert "Toiture solaire" in read(client, f"{here}?measure=pv_rooftop&region=MA-03&kind=technology")
    assert "Toiture solaire" not in read(client, f"{here}?measure=pv_rooftop&region=MA-12")


def test_each_filter_says_how_many_it_finds(client, chams, drain, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    make_offer(chams, name_fr="Toiture solaire")
    make_offer(chams, name_fr="Pompes neuves", measures=["vsd"], regions_served=["MA-06"])
    drain()

    def counts(address):
        groups = client.get(address).context["groups"]
        return {(one["name"], option["value"]): option["count"] for one in groups for option in one["options"]}

    here = reverse("directory")
    found = counts(here)
    assert (found["region", "MA-06"], found["region", "MA-12"], found["measure", "vsd"]) == (1, 0, 1)
    assert found["kind", "technology"] == found["status", "open"] == found["language", "ar"] == 2
    narrowed = counts(f"{here}?region=MA-06")
    assert (narrowed["region", "MA-03"], narrowed["kind", "technology"]) == (2, 1), "the partner's base is in MA-03"
    assert ("measure", "pv_rooftop") not in narrowed
    asked = counts(f"{here}?region=MA-06&measure=pv_rooftop")
    assert asked["measure", "pv_rooftop"] == 0, "what is asked stays to be taken away"


def test_pages_of_the_directory_go_on_and_back_with_their_filters(client, chams, drain):
    for number in range(45):
        make_offer(chams, name_fr=f"Toiture {number}")
    drain(400)
    context = client.get(reverse("directory"), {"measure": "pv_rooftop", "after": "20"}).context
    assert context["before_url"] == "/directory/?measure=pv_rooftop"
    assert context["after_url"] == "/directory/?measure=pv_rooftop&after=40"
    last = client.get(context["after_url"]).context
    assert (last["before_url"], last["after_url"]) == ("/directory/?measure=pv_rooftop&after=20", "")


@pytest.mark.parametrize("place", ["-1", "x", "٣", "9" * 5000, ""])
def test_an_odd_place_is_the_first_page(client, chams, place):
    assert client.get(reverse("directory"), {"after": place}).context["before_url"] == ""


def test_a_draft_is_for_nobody_else(client, chams):
    draft = make_offer(chams, publish=False)
    assert client.get(reverse("offer", args=[draft.pk])).status_code == 404


def test_an_offer_says_its_terms_and_what_a_firm_must_have(client, chams):
    terms = {
        "ticket_max_mad": "1800000",
        "employees_max": 200,
        "min_roof_m2": "500",
        "requires_roof_ownership": True,
        "sectors_served": ["olive_oil"],
        "accreditation_valid_until": "2027-06-30",
    }
    html = read(client, reverse("offer", args=[make_offer(chams, **terms).pk])).replace("\u202f", " ")
    for text in ("1 800 000", "200", "500\u00a0m²", "olive et huileries", "posséder sa toiture", "30 juin 2027"):
        assert text in html, text


def test_a_partner_that_never_wrote_a_profile_has_a_page(client):
    newcomer = actor_of(make_organization("Neuf Solaire", "provider"))
    html = read(client, reverse("offer", args=[make_offer(newcomer).pk]))
    partner = re.search(r'href="(/partners/[^"]+)"', html)[1]
    assert "Neuf Solaire" in read(client, partner)


def test_a_profile_shows_its_bases_and_published_offers_alone(client, chams):
    make_offer(chams, name_fr="Toiture solaire")
    make_offer(chams, name_fr="Pour plus tard", publish=False)
    html = read(client, reverse("partner", args=[chams.organization_id]))
    assert "Toiture solaire" in html
    assert "Fès" in html
    assert "Pour plus tard" not in html


def test_a_finance_product_says_who_when_and_how_to_apply_and_takes_no_request(client, signed_in):
    actions.sync_schemes(now=clock.now())
    scheme = Offer.objects.exclude(scheme_id="").first()
    page = signed_in(make_exporter()).get(reverse("offer", args=[scheme.pk]))
    assert page.context["ask"] is None
    assert page.context["apply"]["how"]
    assert page.context["apply"]["source"]
    assert page.context["status"]["note"]


def test_the_ask_link_follows_who_reads(client, chams, signed_in):
    url = reverse("offer", args=[make_offer(chams).pk])
    assert client.get(url).context["ask"]["url"] == reverse("account_signup")
    assert signed_in(make_exporter()).get(url).context["ask"]["url"] == reverse("needs")
    assert signed_in(chams).get(url).context["ask"] is None


def test_the_home_page_counts_partners_once_in_each_region(client, chams):
    make_offer(chams)
    make_offer(chams, regions_served=["MA-03", "MA-06"])
    make_offer(make_partner("Mizan", "financier"), regions_served=["MA-06"])
    make_offer(make_partner("Ailleurs"), regions_served=["MA-09"], publish=False)
    regions = client.get("/").context["regions"]
    assert {code: one["count"] for code, one in regions.items() if one["count"]} == {"MA-03": 1, "MA-06": 2}


def test_the_home_page_looks_at_the_whole_shelf_once_a_minute(client, chams, django_assert_num_queries):
    make_offer(chams)
    client.get("/")
    make_offer(chams, regions_served=["MA-06"])
    with django_assert_num_queries(0):
        assert "MA-06" not in served(client)
    with time_machine.travel(time.time() + 61):
        assert "MA-06" in served(client)


def served(client):
    return [code for code, one in client.get("/").context["regions"].items() if one["count"]]


def test_the_home_page_has_no_empty_map(client):
    assert client.get("/").context["regions"] == {}


def test_pages_cost_the_same_with_many_rows(client, chams, django_assert_max_num_queries, drain, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    offers = [make_offer(chams) for _ in range(12)]
    for number in range(6):
        make_partner(f"Chams {number}")
    drain()
    for url in (
        "/",
        reverse("directory"),
        reverse("offer", args=[offers[0].pk]),
        reverse("partner", args=[chams.organization_id]),
    ):
        with django_assert_max_num_queries(PAGE_QUERIES):
            read(client, url)
