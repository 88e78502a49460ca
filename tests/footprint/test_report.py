"""The report on paper: the same bytes for the same statement, words of users as words, what is missing said first."""

import io
import re

import pytest
from django.utils import translation
from pypdf import PdfReader

from footprint import actions, queries
from footprint.files import report
from kernel import clock
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year

pytestmark = pytest.mark.django_db
HOSTILE = '#eval("1+1") @ref $x^2$ *gras* `raw` = titre <label> \\'


def text_of(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_the_same_statement_gives_the_same_bytes_and_hostile_words_stay_words():
    argane = make_exporter()
    site = make_site(argane, name=HOSTILE)
    make_year(argane, site)
    made = {"year": "2025", "name": "#panic()", "made": "10", "unit": "t"}
    actions.add_product(argane, site_id=site.pk, values=made, now=clock.now())
    found = queries.statement(argane, 2025)
    pdf = report.pdf(found, firm=HOSTILE, is_demo=True)
    assert pdf == report.pdf(found, firm=HOSTILE, is_demo=True)
    text = text_of(pdf)
    for word in ('#eval("1+1")', "@ref", "$x^2$", "*gras*", "#panic()"):
        assert word in text


def test_what_is_missing_or_provisional_is_on_the_cover():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, activity_id="refrigerant_r1234yf", unit="kg", quantity="3")
    make_bill(argane, site)
    make_year(argane, make_site(argane, name="Dépôt"), year=2024)
    page = report.page(queries.statement(argane, 2025, gwp_set="AR4"), firm="Argane", is_demo=False)
    notes = page["notes"]
    assert any("31" in note and "365" in note for note in notes), "days without a bill"
    assert any("Dépôt" in note for note in notes), "a site without a bill"
    (uncounted,) = [note for note in notes if "facteur" in note]
    assert "R1234yf" in uncounted, "a gas without a potential in this set, by its name"
    assert site.name in uncounted
    assert "R1234yf" in page["mends_note"], "nothing is surer as long as it is missing"
    assert "31" in page["mends_note"]
    assert any("AR4" in note for note in notes), "a view, not what is kept"


def test_every_part_is_there_when_the_firm_has_it():
    argane = make_exporter(revenue_mad="20000000")
    site = make_site(argane)
    make_year(argane, site, year=2024)
    make_year(argane, site)
    make_bill(argane, site, activity_id="refrigerant_r404a", unit="kg", quantity="4", evidence="guess")
    make_bill(argane, site, activity_id="electricity_solar_own_use", quantity="10000")
    for values in ({"name": "Huile"}, {"name": "Savon", "unit": "piece"}, {"name": "Margines", "is_waste": "yes"}):
        actions.add_product(
            argane, site_id=site.pk, values={"year": "2025", "made": "10", "unit": "t"} | values, now=clock.now()
        )
    actions.mark_base_year(argane, year="2024", now=clock.now())
    page = report.page(queries.statement(argane, 2025), firm="Argane", is_demo=False)
    assert page["gases"]["leaked"].count("R1") == 3
    assert len(page["products"]["rows"]) == 3
    oil, soap, waste = (row[-1] for row in page["products"]["rows"])
    assert (oil, soap, waste) == (*(str(report.report.PRODUCT_PROBLEMS[one]) for one in ("others_needed", "mass")), "")
    assert page["sources"][0][-2:] == ["", ""], "named in the reader's own language"
    assert page["products"]["total"][3] == report.report.unknown()
    assert page["compared"]["rows"][0][0]
    assert page["base"]
    assert (
        page["mends"][0][0]
        == "Saisir la facture à la place de l’estimation : Fluide frigorigène R404A, recharge ou fuite"
    )
    assert len(page["apart"]) == 2, "biogenic and avoided stand beside the total"
    assert [row[0] for row in page["sources"]] == [str(at + 1) for at in range(len(page["sources"]))]
    assert all(line["source"].strip("[]") in {row[0] for row in page["sources"]} for line in page["lines"])


def test_a_paper_in_arabic_keeps_codes_in_their_order_and_says_which_names_are_french():
    argane = make_exporter()
    site = make_site(argane)
    make_year(argane, site)
    make_bill(argane, site, activity_id="butane", unit="kg", quantity="12")
    for values in ({"name": "Huile", "code": "1509 20", "unit": "t"}, {"name": "Savon", "unit": "piece"}):
        told = {"year": "2025", "made": "5000", "mass_kg": "5000"}
        actions.add_product(argane, site_id=site.pk, values=told | values, now=clock.now())
    with translation.override("ar"):
        page = report.page(queries.statement(argane, 2025), firm="Argane", is_demo=False)
    oil, soap = page["products"]["rows"]
    assert "\u20661509 20\u2069" in oil[0]
    assert "قطعة" in soap[1], "five thousand are counted in the singular"
    assert page["sources"][0][-2:] == ["fr", ""]
    assert page["items"][-1]["share"].startswith("أقل من"), "a small part is not nothing"
