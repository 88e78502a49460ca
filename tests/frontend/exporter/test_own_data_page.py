"""The page of a firm's own data: a short form, three numbers side by side, what verification costs said plainly."""

import pytest
from django.urls import reverse
from django.utils import translation

from footprint import actions
from footprint.models import ExportLine
from frontend.shown.own_data import origins
from kernel import clock
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_bill, make_exporter, make_site

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
    first, second = page.context["own"].materials[:2]
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
    assert list(page.context["own"].process.fields) == [*fields, "output_t"]


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


FLOWS = {
    "output_t": "1000",
    "f0-kind": "fuel",
    "f0-key": "Gaz naturel",
    "f0-amount": "3,5",
    "f0-factor": "56,1",
    "f1-kind": "electricity",
    "f1-amount": "70",
    "f1-factor": "0,7",
    "f1-leaves": "yes",
    "m0-code": "7213 91 10",
    "m0-tonnes_per_tonne": "1,05",
    "m0-source": "measured",
    "m0-direct_tco2e_t": "0,45",
    "m0-i0-code": "7207 11 11",
    "m0-i0-tonnes_per_tonne": "1,02",
    "m0-i0-source": "measured",
    "m0-i0-route": "E",
}


def test_a_process_by_its_flows_and_a_material_inside_a_material(signed_in, bolts, line):
    browser, url = signed_in(bolts), reverse("own_data", args=[line.pk])
    page = browser.post(url, FLOWS)
    assert page.status_code == 302, [form.errors for form in page.context["forms"]]
    line.refresh_from_db()
    assert line.own["process"]["flows"][1] == {
        "kind": "electricity",
        "mwh": "70",
        "tco2e_per_mwh": "0.7",
        "leaves": True,
    }
    page = browser.get(url)
    assert page.context["missing"] == []
    assert "0,6199" in page.context["notes"][0], "147.35 t over 1,000 t, and 1.05 t of 0.45"
    assert page.context["own"].by_flows
    kept = line.own
    filled = {field.html_name: field.value() or "" for form in page.context["forms"] for field in form.visible_fields()}
    assert browser.post(url, filled).status_code == 302
    line.refresh_from_db()
    assert line.own == kept, "what the page shows is what it keeps"


def test_what_is_wrong_of_a_flow_or_an_inner_material_stands_beside_it(signed_in, bolts, line):
    browser, url = signed_in(bolts), reverse("own_data", args=[line.pk])
    assert list(browser.post(url, FLOWS | {"f0-factor": ""}).context["own"].flows[0].errors) == ["factor"]
    own = browser.post(url, FLOWS | {"m0-i0-code": "7602"}).context["own"]
    assert list(own.materials[0].inside[0].errors) == ["code"]
    assert list(browser.post(url, FLOWS | {"output_t": ""}).context["own"].process.errors) == ["output_t"]
    twice = browser.post(url, FLOWS | {"direct_tco2e_t": "0,2"}).context["own"].process
    assert twice.non_field_errors()


def test_flows_that_the_form_cannot_show_stay_as_a_program_sent_them(signed_in, bolts, line):
    flow = {"kind": "fuel", "energy_tj": "3.5", "tco2_per_tj": "100", "biomass_share": "0.9"}
    values = {"process": {"output_t": "1000", "flows": [flow]}}
    actions.set_own_data(bolts, export_id=line.pk, values=values, now=clock.now())
    browser, url = signed_in(bolts), reverse("own_data", args=[line.pk])
    page = browser.get(url, headers={"accept-language": "en"})
    assert "they stay as they are" in page.content.decode()
    assert browser.post(url, {"m0-code": "7213"}).status_code == 302
    line.refresh_from_db()
    assert line.own["process"]["flows"] == [flow]


def test_a_name_that_a_program_gave_a_material_stays(signed_in, bolts, line):
    """A name alone is no material: whoever empties the other fields takes it away."""
    browser, url = signed_in(bolts), reverse("own_data", args=[line.pk])
    named = {**TYPED, "m0-key": "wire of Tianjin"}
    assert browser.post(url, named).status_code == 302
    page = browser.get(url).content.decode()
    assert '<input type="hidden" name="m0-key" value="wire of Tianjin"' in page
    assert browser.post(url, {"direct_tco2e_t": "0,20", "m0-key": "wire of Tianjin"}).status_code == 302
    line.refresh_from_db()
    assert line.own["precursors"] == []


def test_the_workbook_of_each_installation_and_year_can_be_chosen(signed_in, bolts, line):
    browser, url = signed_in(bolts), reverse("own_data", args=[line.pk])
    sites = [make_site(bolts, name=name) for name in ("Atelier", "Usine")]
    for site, year in ((sites[0], 2024), (sites[0], 2025), (sites[1], 2025)):
        make_bill(bolts, site, starts_on=f"{year}-01-01", ends_on=f"{year}-01-31")
        if site == sites[0] and year == 2024:
            assert browser.get(url).context["workbooks"] == []
    books = browser.get(url).context["workbooks"]
    assert [(book["site"], book["year"]) for book in books] == [("Atelier", 2025), ("Atelier", 2024), ("Usine", 2025)]
    assert all(browser.get(book["url"]).status_code == 200 for book in books)
