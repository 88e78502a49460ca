"""Bills from a spreadsheet on the pages of an exporter: a file or a paste, read the same way, nothing written unasked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from footprint.models import Activity
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_exporter, make_site
from tests.queue import drain

pytestmark = pytest.mark.django_db
PAGE = "/desk/imports/bills/"
ROWS = 'Activité\tMois\tQuantité\n"Électricité du réseau"\tjanvier 2025\t12 450,5 kWh\nÉlectricité du réseau\t01/2025\t9000 kWh\n'


@pytest.fixture
def site(db):
    return make_site(make_exporter())


@pytest.fixture
def browser(site, signed_in):
    return signed_in(actor_of(site.organization))


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_pasted_rows_are_read_as_a_file_is_asked_about_and_written(browser, site, mark):
    rows = ROWS if mark == "\t" else ROWS.replace("450,5", "450").replace("\t", mark)
    sent = browser.post(PAGE, {"rows": rows.replace("\n", "\r\n")})
    drain()
    page = browser.get(sent["Location"], headers={"accept-language": "fr"}).content.decode()
    assert "Ligne 3" in page or "ligne 3" in page
    assert "janvier 2025" in page, "the days that another row covers"
    assert not Activity.objects.exists()
    form = browser.get(sent["Location"]).context["form"]
    name = next(one for one, id_ in form.ids.items() if id_ == "overlap:3")
    browser.post(sent["Location"], {name: "leave_out"})
    drain()
    browser.post(f"{sent['Location']}apply/")
    drain()
    assert Activity.objects.get().starts_on.isoformat() == "2025-01-01"


def test_the_page_offers_templates_and_a_box_to_paste_and_a_reader_neither(browser, site, signed_in):
    page = browser.get(PAGE).content.decode()
    assert 'name="rows"' in page
    assert reverse("import_template", args=["bills", "ar", "xlsx"]) in page
    assert 'name="rows"' not in signed_in(actor_of(site.organization, "reader")).get(PAGE).content.decode()
    assert PAGE in browser.get(reverse("bills", args=[site.pk])).content.decode()


def test_a_choice_that_is_presumed_is_shown_and_need_not_be_answered(browser, site):
    text = "Activité;Mois;Quantité;Unité\nÉlectricité du réseau;01/2025;5000;kWh\nTOTAL;;5000;\n"
    sent = browser.post(PAGE, {"file": SimpleUploadedFile("f.csv", text.encode())})
    drain()
    page = browser.get(sent["Location"])
    assert page.context["can_apply"]
    assert "3 (TOTAL)" in page.content.decode()
    fields = page.context["form"].fields
    assert [one.initial for one in fields.values()] == ["1", "leave_out"]


def test_what_is_too_long_or_empty_is_refused_beside_its_box(browser):
    for rows in ("", " \n"):
        assert browser.post(PAGE, {"rows": rows}).context["pasted"].errors["rows"]
