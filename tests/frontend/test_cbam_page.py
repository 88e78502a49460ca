"""The public page of three questions: prices, dates, and a link that says nothing of who asks."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse

pytestmark = pytest.mark.django_db
STEEL = {"code": "7318 15 82", "tonnes": "1234,5", "importer_tonnes": "9000"}


def asked(client, language="fr", **typed):
    return client.get(reverse("cbam"), typed, headers={"accept-language": language})


def test_the_answer_has_a_band_of_prices_and_the_dates_ahead(client):
    with time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC)):
        page = asked(client, **STEEL)
    rows = page.context["band"]["rows"]
    assert [row["head"] for row in rows] == ["60,00", "75,36", "100,00"]
    assert [row["cells"][0] for row in rows] == ["237,07", "297,75", "395,11"]
    assert rows[1]["cells"][1].replace("\u202f", "").replace("\u00a0", "").replace(".", "") == "367578"
    dates = [row["term"] for row in page.context["dates"]]
    assert dates[0].replace("\u00a0", " ") == "1er février 2027"
    assert len(dates) == 10
    assert "Mise en vente des certificats" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "kind"),
    [({"code": "0805 10 22"}, "no"), ({"code": "73181582", "importer_tonnes": "45"}, "probably_exempt")],
)
def test_who_owes_nothing_reads_no_prices_and_no_dates(client, typed, kind):
    page = asked(client, **typed)
    assert page.context["answer"]["kind"] == kind
    assert ("ne vous concerne pas" in page.context["answer"]["title"]) is (kind == "no")
    assert (page.context["band"], page.context["dates"]) == (None, [])
    assert not any("75,36" in note for note in page.context["notes"])
    assert page.context["share"]


@pytest.mark.parametrize("tonnes", ["120", "1234,5", "0,125"])
def test_the_link_holds_codes_and_tonnes_alone_and_reads_the_same_in_each_language(client, tonnes):
    link = asked(
        client, **STEEL | {"tonnes": tonnes}, utm="Nadia", tonnes_asked=tonnes, tonnes_reading="0.125"
    ).context["share"]
    parts = urlsplit(link)
    assert parts.path == reverse("cbam")
    assert parse_qs(parts.query).keys() == {"code", "tonnes", "importer_tonnes"}
    assert all(value.replace(".", "").isdigit() for values in parse_qs(parts.query).values() for value in values)
    links = set()
    for language in ("fr", "ar", "en"):
        page = client.get(link, headers={"accept-language": language})
        links.add(page.context["share"])
    assert links == {link}


def test_what_is_no_code_is_not_put_into_a_link(client):
    page = asked(client, code="Nadia Alaoui")
    assert page.context["share"] == ""
    assert "data-share" not in page.content.decode()


def test_the_link_stands_in_a_box_and_its_button_waits_for_a_script(client):
    html = asked(client, **STEEL).content.decode()
    assert 'id="share-link"' in html
    assert "readonly" in html
    assert "data-copy hidden" in html
    assert "js/share.js" in html


def test_a_covered_good_whose_buyer_is_not_known_is_a_question_to_the_buyer_and_never_a_no(client):
    page = asked(client, "en", code="7318 15 82", tonnes="40")
    assert page.context["answer"]["kind"] == "unknown"
    assert "ask it" in page.context["answer"]["why"]
    assert page.context["band"]["rows"], "what it would cost stays"
    shared = client.get(page.context["share"], headers={"accept-language": "en"})
    assert shared.context["answer"] == page.context["answer"]
    assert asked(client, code="7318 15 82", tonnes="60").context["answer"]["kind"] == "yes"


def test_a_lost_zero_is_one_click_away_from_its_answer_and_so_are_the_codes_near_an_unknown_one(client):
    page = asked(client, code="8051022", tonnes="12", importer_tonnes="40")
    (choice,) = page.context["choices"]
    assert f'href="{choice["url"]}"'.replace("&", "&amp;") in page.content.decode()
    assert page.context["share"] == ""
    assert page.context["for_whom"] == "8051022", "no zero is put back before somebody says so"
    assert "8051022" in page.context["lines"][0]["head"].replace(" ", "")
    taken = client.get(choice["url"])
    assert (taken.context["answer"]["kind"], taken.context["choices"]) == ("no", [])
    assert parse_qs(urlsplit(choice["url"]).query) == {
        "code": ["08051022"],
        "tonnes": ["12"],
        "importer_tonnes": ["40"],
    }
    assert len(asked(client, code="7318159").context["choices"]) == 12
    assert len(asked(client, code="31021010").context["choices"]) == 3


def test_electricity_says_why_it_has_no_figure(client):
    page = asked(client, "en", code="2716", tonnes="40")
    assert page.context["lines"][0]["cells"][1:] == ["not known", "not known"]
    assert "may not be copied here" in page.content.decode()
    assert asked(client, code="0805 10 22", tonnes="40").context["lines"][0]["cells"][1:] == ["", ""]


def test_costs_are_in_dirhams_too_at_the_visitors_own_rate_and_in_euros_alone_without_one(client):
    plain = asked(client, "en", **STEEL).context["band"]
    page = asked(client, "en", **STEEL | {"mad_per_eur": "10.9"})
    band = page.context["band"]
    assert (len(plain["columns"]), len(band["columns"])) == (3, 5)
    assert band["rows"][1]["cells"] == [*plain["rows"][1]["cells"], "3,245", "4,006,605"]
    assert "10.9 MAD for a euro" in page.context["notes"][-1]
    assert "mad_per_eur=10.9" in page.context["share"]
    for wrong in ("1090", "0"):
        refused = asked(client, "en", **STEEL | {"mad_per_eur": wrong})
        assert list(refused.context["form"].errors) == ["mad_per_eur"]
    assert "29 September 2026" in refused.content.decode()


def test_acts_in_latin_letters_keep_their_order_in_arabic(client):
    sources = [row["source"] for row in asked(client, "ar", **STEEL).context["askers"]]
    assert any("\u2066COM(2025) 187\u2069" in source for source in sources)
    sources = [row["source"] for row in asked(client, "fr", **STEEL).context["askers"]]
    assert not any("\u2066" in source for source in sources)


@pytest.mark.parametrize("field", ["tonnes", "importer_tonnes", "mad_per_eur"])
def test_a_number_beyond_all_measure_is_an_error_of_its_field(client, field):
    page = asked(client, **STEEL | {field: "9" * 29})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]


def test_an_importer_brings_in_no_less_than_it_buys_here(client):
    page = asked(client, "en", code="7318 15 82", tonnes="40", importer_tonnes="39")
    assert list(page.context["form"].errors) == ["importer_tonnes"]
    assert "less than the 40 t" in page.content.decode()
    assert asked(client, code="7318 15 82", tonnes="40", importer_tonnes="40").context["answer"]
    assert asked(client, code="0805 10 22", tonnes="40", importer_tonnes="4").context["answer"], "oranges do not count"
