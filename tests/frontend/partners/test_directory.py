"""What anyone reads: the directory, a partner, an offer, the home page."""

import re
import time
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from kernel import clock
from partners import actions
from partners.models import Offer
from search import jobs, registry
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_exporter, make_site
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
    assert "<mark>Toiture</mark> solaire" in read(client, f"{here}?q=toiture")
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


def test_pages_of_the_directory_go_on_and_back_with_their_filters(client, chams, drain, folder):
    for number in range(45):
        make_offer(chams, name_fr=f"Toiture {number}")
    drain(400)
    here, seen, addresses = f"{reverse('directory')}?measure=pv_rooftop&order=newest", [], []
    while here:
        addresses.append(here)
        context = client.get(here).context
        assert context["total"] == 45
        seen += [one["id"] for one in context["partners"]]
        here = context["after_url"]
    assert (len(addresses), len(set(seen)), len(seen)) == (3, 45, 45)
    for address, before in zip(addresses[1:], addresses, strict=False):
        assert client.get(address).context["before_url"] == before
    assert client.get(addresses[0]).context["before_url"] == ""


@pytest.fixture
def folder(settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    registry.close_breaker()


def test_new_facets_narrow_with_true_counts(client, chams, drain, folder):
    mizan = make_partner("Mizan Banque", "financier", verified_at=clock.now())
    make_offer(mizan, name_fr="Crédit vert", instrument="loan", ticket_min_mad="600000", ticket_max_mad="1500000")
    make_offer(chams, name_fr="Toiture", ticket_max_mad="400000")
    drain()
    here = reverse("directory")
    for facet, value, name in (
        ("instrument", "loan", "Prêt"),
        ("ticket", "0.5-2", "De 0,5 à 2 millions de MAD"),
        ("verified", "yes", "Registre lu par l’équipe"),
    ):
        group = next(one for one in client.get(here).context["groups"] if one["name"] == facet)
        option = next(one for one in group["options"] if one["value"] == value)
        assert option["label"] == name
        pressed = client.get(f"{here}?{facet}={value}")
        assert pressed.context["total"] == option["count"] == len(pressed.context["partners"])
        html = pressed.content.decode()
        assert "Crédit vert" in html
        assert "Toiture" not in html
        assert [chip["label"] for chip in pressed.context["chips"]] == [name]


def test_the_order_is_in_the_address_and_only_what_can_be_had_is_offered(client, chams, signed_in, drain, folder):
    offer = make_offer(chams, name_fr="Toiture")
    drain()
    argane = make_exporter()
    make_site(argane, province="03.231")
    here = reverse("directory")

    def orders(browser, address):
        return {one["value"]: one["current"] for one in browser.get(address).context["orders"]}

    assert orders(client, here) == {"newest": True, "answers": False}
    assert orders(client, f"{here}?q=toiture") == {"relevance": True, "newest": False, "answers": False}
    assert orders(client, f"{here}?q=toiture&order=distance")["relevance"], "a visitor has no site"
    asked = f"{here}?q=toiture&order=distance&region=MA-03"
    page = signed_in(argane).get(asked)
    assert page.context["chips"][0]["url"] == f"{here}?q=toiture&order=distance"
    assert ("order", "distance") in page.context["keep"]
    card = next(one for one in page.context["partners"] if one["id"] == str(offer.pk))
    assert "À 0 km environ" in card["facts"]


def test_what_answers_is_marked_and_what_partners_write_is_escaped(client, chams, drain, folder):
    make_offer(chams, name_fr="Toiture <i>solaire</i>", description_fr="Étude & pose de panneaux solaires")
    drain()
    html = read(client, f"{reverse('directory')}?q=panneaux+solaires")
    assert "<mark>Toiture &lt;i&gt;solaire</mark>&lt;/i&gt;" in html
    assert "Étude &amp; pose de <mark>panneaux solaires</mark>" in html
    assert "<mark>" not in read(client, reverse("directory"))


def test_from_nothing_each_way_on_says_what_it_gives(client, chams, drain, signed_in, folder):
    make_offer(chams, name_fr="Ombrières de parking")
    drain()
    here = reverse("directory")
    page = client.get(f"{here}?q=ombri%C3%A8res&region=MA-12")
    (way,) = page.context["ways"]
    assert (way["url"], way["said"]) == (f"{here}?q=ombri%C3%A8res", "1 résultat")
    assert "Dakhla" in way["label"]
    assert client.get(way["url"]).context["total"] == 1
    half = client.get(f"{here}?q=Ombri%C3%A8res+xyzxyzqwertyuiop")
    assert (half.context["near"], half.context["total"]) == (True, 1)
    words = client.get(f"{here}?q=Ombri%C3%A8res+xyzxyzqwertyuiop&region=MA-12").context["ways"]
    assert [(one["label"], one["said"]) for one in words] == [("« Ombrières » seul, sans aucun filtre", "1 résultat")]
    slipped = client.get(f"{here}?q=ommbrierres")
    assert slipped.context["near"]
    assert client.get(slipped.context["meant_url"]).context["total"] == 1
    common = client.get(f"{here}?q=le+de+la")
    assert "trop courants" in common.context["nothing"]["title"]
    assert "conversations/team" not in common.content.decode()
    assert client.get(here, {"q": "☀️ ?"}).context["nothing"]["title"] == "Tapez d’abord un mot ou choisissez un filtre."
    told = "D’un texte long, seul le début est cherché."
    pasted = read(client, f"{here}?q={'Nous+cherchons+des+ombrières+de+parking.+' * 60}")
    assert (told in pasted, told in common.content.decode()) == (True, False)
    assert "<mark>Ombrières</mark>" in pasted
    assert reverse("write_to_team") in read(signed_in(make_exporter()), f"{here}?q=zzzzzzz")


def test_suggestions_name_codes_and_titles_that_begin_so(client, chams, drain, folder):
    offer = make_offer(chams, name_fr="Photographie <i>aérienne</i> des toits")
    make_offer(chams, name_fr="Photovoltaïque caché", publish=False)
    drain()
    page = client.get(reverse("suggestions"), {"q": "photo"})
    rows = page.context["suggestions"]
    assert {one["url"] for one in rows} == {"", reverse("offer", args=[offer.pk])}
    html = page.content.decode()
    assert "<mark>Photographie</mark> &lt;i&gt;" in html
    assert 'data-value="Photovoltaïque en toiture, autoconsommation"' in html
    assert "caché" not in html
    assert read(client, f"{reverse('suggestions')}?q=p").count("<li") == 0
    for typed, kind, value in (("emprunt", "Type de financement", "Prêt"), ("agadir", "Région", "Souss-Massa")):
        (row,) = client.get(reverse("suggestions"), {"q": typed}).context["suggestions"]
        assert (row["kind"], row["value"], row["url"]) == (kind, value, "")


def test_a_closed_offer_leaves_the_directory_before_the_queue_runs_and_its_address_proposes_others(
    client, chams, drain, folder
):
    """Case RW26."""
    closed = make_offer(chams, name_fr="Toiture solaire", intake="open")
    other = make_offer(make_partner("Atlas"), name_fr="Centrale solaire", intake="open")
    elsewhere = make_offer(make_partner("Sud"), name_fr="Solaire du Sud", regions_served=["MA-12"])
    make_offer(make_partner("Qiyas", "certifier"), name_fr="Audit", measures=["*"])
    drain()
    here = f"{reverse('directory')}?q=toiture"
    assert client.get(here).context["total"] > 0
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=UTC), tick=False):
        actions.archive_offer(chams, offer_id=closed.pk, now=clock.now())
    page = client.get(here)
    assert (page.context["total"], page.context["partners"]) == (2, page.context["partners"])
    assert str(closed.pk) not in {one["id"] for one in page.context["partners"]}
    options = next(one for one in page.context["groups"] if one["name"] == "measure")["options"]
    assert {one["value"]: one["count"] for one in options}["pv_rooftop"] == 2
    old = client.get(reverse("offer", args=[closed.pk]))
    assert old.status_code == 410
    assert "Fermée le 20 novembre 2026." in old.content.decode()
    assert [one["id"] for one in old.context["similar"]] == [str(other.pk)]
    drain()
    assert jobs.check_now() == (0, 0, 0)
    actions.archive_offer(actor_of(other.organization), offer_id=other.pk, now=clock.now())
    assert [one["id"] for one in client.get(reverse("offer", args=[closed.pk])).context["similar"]] == [
        str(elsewhere.pk)
    ]
    actions.publish_offer(chams, offer_id=closed.pk, now=clock.now())
    assert client.get(reverse("offer", args=[closed.pk])).status_code == 200


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


def test_a_category_among_its_measures_stands_for_each_of_its_own_on_its_page_and_in_its_form(client, chams, signed_in):
    row = make_offer(chams, measures=["renewable_power", "led"])
    page = client.get(reverse("offer", args=[row.pk]))
    assert page.status_code == 200
    named = [*page.context["measures"], *page.context["more_measures"]]
    assert {"Photovoltaïque en toiture, autoconsommation", "Éclairage LED"} <= set(named)
    editor = signed_in(chams).get(reverse("offer_editor", args=[row.pk]))
    assert {"pv_rooftop", "led"} <= set(editor.context["form"]["measures"].value()), "kept again, none of them is lost"


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


def test_who_serves_every_measure_is_similar_and_a_least_size_is_said_as_one(client, chams, drain, folder):
    closed = make_offer(chams, name_fr="Chasse aux fuites", measures=["compressed_air_leaks"])
    every = make_offer(chams, name_fr="Toutes mesures", measures=["*"], ticket_min_mad="500000")
    drain()
    actions.pause_offer(chams, offer_id=closed.pk, now=clock.now())
    drain()
    old = client.get(reverse("offer", args=[closed.pk]))
    assert [one["id"] for one in old.context["similar"]] == [str(every.pk)]
    assert "À partir de 500" in read(client, reverse("offer", args=[every.pk]))


def test_an_address_with_thousands_of_values_is_a_page_like_any_other(client, chams, folder):
    values = [*(f"MA-{number}" for number in range(900)), "x" * 40_000, "\x00", "", "MA-03", "MA-03"]
    answer = client.get(reverse("directory"), {"region": values, "q": "toiture " * 5000})
    assert answer.status_code == 200
    assert len(answer.content) < 1_000_000
    assert answer.context["applied"] == 100
    few = client.get(reverse("directory"), {"region": ["MA-03", "MA-03", "", "\x00", "x" * 61], "kind": "unknown"})
    assert [chip["label"] for chip in few.context["chips"]] == ["unknown", "Fès-Meknès"]
    assert few.context["total"] == 0
