"""The page of a firm's own data: a short form, three numbers side by side, what verification costs said plainly."""

import pytest
from django.urls import reverse
from django.utils import translation

from footprint import actions
from footprint.models import ExportLine
from frontend.shown.own_data import origins
from kernel import clock
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_exporter

pytestmark = pytest.mark.django_db
TYPED = {
    "direct_tco2e_t": "0,20",
    "m0-code": "7213",
    "m0-tonnes_per_tonne": "1,05",
    "m0-origin": "CN",
    "m0-source": "default",
}


def declare(actor, code="7318 15 82", **values):
    return actions.declare_export(actor, values={"code": code, "market": "FR", **values}, now=clock.now())


@pytest.fixture
def bolts(db):
    return make_exporter("Boulons", sector="steel_products")


@pytest.fixture
def line(bolts):
    return declare(bolts, importer_name="Müller", tonnes_year="120", importer_tonnes="900")


def cells(page):
    return [
        [cell.replace("\u202f", " ").replace("\u00a0", " ") for cell in row["cells"]] for row in page.context["rows"]
    ]


def test_the_form_gives_the_three_numbers(signed_in, bolts, line):
    browser, url = signed_in(bolts), reverse("own_data", args=[line.pk])
    before = browser.get(url)
    assert cells(before)[0] == ["297,75", "non connu", "non connu"]
    assert before.context["missing"]
    assert browser.post(url, TYPED).status_code == 302
    page = browser.get(url)
    assert cells(page) == [["297,75", "182,89", "114,87"], ["35 730,59", "21 946,54", "13 784,05"]]
    assert page.context["missing"] == []
    html = page.content.decode()
    assert 'value="0,2"' in html
    assert 'value="1,05"' in html
    assert "vérificateur accrédité" in html
    assert reverse("own_data", args=[line.pk]) in browser.get(reverse("cbam_answer")).content.decode()


def test_what_is_wrong_stands_beside_its_field_and_stays_typed(signed_in, bolts, line):
    browser, url = signed_in(bolts), reverse("own_data", args=[line.pk])
    page = browser.post(url, TYPED | {"m0-code": "7602", "m1-code": "7318159"})
    first, second = page.context["materials"][:2]
    assert list(first.errors) == ["code"]
    assert list(second.errors) == ["code"]
    assert 'value="7602"' in page.content.decode()
    asked = browser.post(url, TYPED | {"m0-tonnes_per_tonne": "1.050"})
    assert 'name="m0-tonnes_per_tonne_reading"' in asked.content.decode()
    line.refresh_from_db()
    assert line.own is None


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("7318 15 82", ["direct_tco2e_t"]),
        ("2523 10 00", ["direct_tco2e_t", "indirect_tco2e_t", "route"]),
        ("7601 10 10", ["direct_tco2e_t", "route"]),
        ("3102 10 19", ["direct_tco2e_t", "indirect_tco2e_t"]),
    ],
)
def test_the_form_asks_only_what_the_good_needs(signed_in, bolts, code, fields):
    page = signed_in(bolts).get(reverse("own_data", args=[declare(bolts, code).pk]))
    assert list(page.context["form"].fields) == fields


def test_a_code_that_is_not_covered_goes_back_to_the_codes(signed_in, bolts):
    page = signed_in(bolts).get(reverse("own_data", args=[declare(bolts, "0805 10").pk]))
    assert (page.status_code, page["Location"]) == (302, reverse("cbam_answer"))


def test_who_may_read_alone_sees_the_numbers_and_no_button(signed_in, bolts, line):
    browser, url = signed_in(actor_of(line.organization, "reader")), reverse("own_data", args=[line.pk])
    page = browser.get(url)
    assert page.status_code == 200
    assert not page.context["can_change"]
    assert browser.post(url, TYPED).status_code == 403
    assert ExportLine.objects.get().own is None
    assert signed_in(make_exporter("Zellige")).get(url).status_code == 404


def test_the_page_costs_as_many_queries_with_many_codes(signed_in, bolts, line, django_assert_max_num_queries):
    for at in range(8):
        declare(bolts, importer_name=f"Acheteur {at}", tonnes_year="30")
    browser = signed_in(bolts)
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("own_data", args=[line.pk])).status_code == 200


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("fr", ["Danemark", "Égypte", "Espagne", "Îles Cook", "Italie", "Maroc", "Tunisie", "Union européenne"]),
        ("ar", ["إسبانيا", "الجزائر", "المغرب", "تونس", "فرنسا"]),
        ("en", ["Åland Islands", "Algeria", "Côte d’Ivoire", "Croatia", "European Union", "Morocco", "Türkiye"]),
    ],
)
def test_countries_stand_in_the_order_of_the_readers_language_and_are_countries(language, in_order):
    with translation.override(language):
        found = origins()
    names = [name for _, name in found]
    places = [names.index(name) for name in in_order]
    assert places == sorted(places)
    codes = {code for code, _ in found}
    assert {"MA", "DZ", "TN", "MR", "SN", "EU"} <= codes
    assert not {"UN", "EZ", "QO", "XA", "XB", "ZZ"} & codes
