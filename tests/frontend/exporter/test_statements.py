"""The result page and its files with a client of the site: compared, explained, shared out, seen under other potentials."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from footprint import actions, queries
from footprint.models import BaseYear, Product
from kernel import clock
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year

pytestmark = pytest.mark.usefixtures("reference")
OIL = {"name": "Huile", "unit": "t", "made": "940", "exported": "610,5", "code": "1509 20", "boundary": "port"}


@pytest.fixture
def argane():
    return make_exporter()


@pytest.fixture
def site(argane):
    return make_site(argane)


@pytest.fixture
def desk(signed_in, argane):
    return signed_in(argane)


def page(desk, site, **asked):
    return desk.get(reverse("footprint", args=[site.pk]), asked)


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_year_beside_the_one_before_in_plain_words(desk, argane, site):
    make_year(argane, site, year=2023)
    make_year(argane, site, year=2024)
    compared = page(desk, site).context["more"]["compared"]
    (electricity,) = compared["rows"]
    assert electricity["head"] == "Électricité du réseau"
    assert "le réseau émet moins" in electricity["cells"][2]
    assert "vous avez consommé" not in electricity["cells"][2]
    assert compared["doubts"] == []
    make_bill(argane, make_site(argane, name="Presse"), starts_on="2024-02-01", ends_on="2024-02-29")
    every = desk.get(reverse("firm_footprint"), {"year": "2024"})
    assert len(every.context["more"]["compared"]["doubts"]) == 2
    assert "Les deux années ne sont pas comparables" in words(every)


def test_each_line_has_its_factor_source_and_flags(desk, argane, site):
    make_year(argane, site)
    html = page(desk, site).content.decode()
    assert "https://ember-energy.org/data/yearly-electricity-data/" in html
    text = words(page(desk, site))
    for told in (
        "0,57765",
        "Maroc",
        "lu dans sa source, vérifié",
        "Facteur de 2024 : la liste n’en a pas",
        "12 factures ou livraisons",
    ):
        assert told in text, told


def test_a_name_in_another_language_than_the_reader_s_says_which(desk, argane, site):
    make_year(argane, site)
    (electricity, _losses) = page(desk, site).context["more"]["lines"]
    assert (electricity["name_language"], electricity["source_language"]) == ("", "")
    desk.post(reverse("set_language"), {"language": "ar"})
    arabic = page(desk, site)
    (electricity, _losses) = arabic.context["more"]["lines"]
    assert (electricity["name_language"], electricity["source_language"]) == ("fr", ""), "its source has an Arabic name"
    assert '<bdi lang="fr">Électricité du réseau Maroc' in arabic.content.decode()


def test_the_view_under_another_set_says_so_and_the_first_comes_back(desk, argane, site):
    make_bill(argane, site, activity_id="refrigerant_r410a", unit="kg", quantity="12")
    first, other = page(desk, site), page(desk, site, gwp="AR6")
    assert (first.context["total"]["value"], other.context["total"]["value"]) == ("23,1", "27,1")
    assert "AR6" in words(other)
    assert page(desk, site, gwp="AR5").context["total"] == first.context["total"]
    assert page(desk, site, gwp="AR9").context["total"] == first.context["total"]


def test_all_sites_in_one_sum_say_which_years(desk, argane, site):
    make_year(argane, site)
    other = make_site(argane, name="Dépôt")
    assert page(desk, site).context["sites"][-1]["url"] == reverse("firm_footprint")
    make_year(argane, other, year=2024)
    every = desk.get(reverse("firm_footprint"))
    (absent,) = every.context["more"]["absent"]
    assert "Dépôt" in absent
    assert "2024" in absent
    assert desk.get(reverse("firm_footprint"), {"year": "1999"}).status_code == 302


def test_a_firm_says_what_it_makes(desk, argane, site):
    make_year(argane, site)
    url = reverse("products", args=[site.pk, 2025])
    assert desk.get(url).status_code == 200
    wrong = desk.post(url, OIL | {"exported": "1000"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors["exported"]
    assert wrong.context["form"]["name"].value() == "Huile"
    assert desk.post(url, OIL).status_code == 302
    row = Product.objects.get()
    assert (str(row.exported), row.code) == ("610.500000", "1509 20")
    shown = desk.get(url, {"edit": row.pk})
    assert shown.context["form"]["exported"].value() == "610,5"
    assert desk.post(f"{url}?edit={row.pk}", OIL | {"made": "1,234"}).context["form"].asks["made"].answers
    assert desk.post(f"{url}?edit={row.pk}", OIL | {"made": "700"}).status_code == 302
    assert desk.post(url, {"do": "rule", "shared_by": "economic"}).status_code == 302
    assert "ventes" in words(desk.get(url))
    assert desk.post(url, {"do": "rule", "shared_by": "moon"}).status_code == 200
    table = page(desk, site).context["more"]["products"]
    assert table["rows"][0]["head"] == "Huile"
    assert desk.post(reverse("remove_product", args=[row.pk])).status_code == 302
    assert not Product.objects.exists()


def test_the_foot_of_products_is_unknown_while_one_has_no_mass(desk, argane, site):
    make_year(argane, site)
    url = reverse("products", args=[site.pk, 2025])
    desk.post(url, OIL)
    desk.post(url, {"name": "Savon", "unit": "piece", "made": "50000", "boundary": "gate"})
    table = desk.get(url).context["table"]
    told = {row["head"]: row["cells"] for row in table["rows"]}
    assert "la masse" in told["Savon"][-1]
    assert "un autre produit" in told["Huile"][-1]
    assert [told["Savon"][2], told["Huile"][2], table["foot"]["cells"][2]] == ["inconnu"] * 3
    assert "0 tCO₂e" not in words(desk.get(url)).replace("\xa0", " ")


def test_a_reader_changes_nothing_and_a_stranger_sees_nothing(signed_in, argane, site):
    make_year(argane, site)
    product = actions.add_product(
        argane, site_id=site.pk, values={"year": 2025, **OIL, "exported": "1"}, now=clock.now()
    )
    reader, stranger = signed_in(actor_of(site.organization, "reader")), signed_in(make_exporter("Zellige"))
    url = reverse("products", args=[site.pk, 2025])
    assert reader.get(url).context["form"] is None
    assert reader.post(url, OIL | {"name": "Savon"}).status_code == 403
    assert reader.post(reverse("remove_product", args=[product.pk])).status_code == 403
    assert reader.post(reverse("base_year"), {"year": "2025"}).status_code == 403
    assert reader.get(reverse("footprint_table", args=[site.pk, 2025, "lines", "csv"])).status_code == 200
    for path in (url, reverse("footprint_report", args=[site.pk, 2025])):
        assert stranger.get(path).status_code == 404
    assert stranger.post(reverse("remove_product", args=[product.pk])).status_code == 404
    assert stranger.get(reverse("firm_report", args=[2025])).status_code == 404


def test_a_base_year_is_marked_and_left(desk, argane, site):
    make_year(argane, site)
    assert desk.post(reverse("base_year"), {"year": "2025"}).status_code == 302
    assert BaseYear.objects.get().year == 2025
    assert "Année de référence" in words(page(desk, site))
    assert desk.post(reverse("base_year"), {"year": "1999"}, follow=True).context["messages"]
    desk.post(reverse("base_year"), {"do": "unmark"})
    assert not BaseYear.objects.exists()


@pytest.mark.parametrize(
    ("language", "told"), [("fr", "Empreinte carbone de 2025"), ("en", "Carbon footprint of 2025"), ("ar", "2025")]
)
def test_the_report_is_in_the_language_asked_for(desk, argane, site, language, told):
    make_year(argane, site)
    answer = desk.get(reverse("footprint_report", args=[site.pk, 2025]), {"language": language})
    assert answer["Content-Type"] == "application/pdf"
    assert f"-{language}.pdf" in answer["Content-Disposition"]
    pdf = b"".join(answer.streaming_content)
    assert pdf.startswith(b"%PDF")
    assert told in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_a_file_in_a_language_or_set_that_is_none_is_refused_with_those_that_are(desk, argane, site):
    make_year(argane, site)
    for address, asked, told in (
        (reverse("footprint_report", args=[site.pk, 2025]), {"language": "xx"}, "fr, ar"),
        (reverse("firm_report", args=[2025]), {"gwp": "AR9"}, "AR5, AR6"),
        (reverse("firm_table", args=[2025, "lines", "csv"]), {"gwp": "<b>AR9"}, "AR5, AR6"),
    ):
        answer = desk.get(address, asked)
        assert answer.status_code == 400
        assert told in words(answer)
        assert "<b>AR9" not in answer.content.decode()


def test_a_report_that_cannot_be_made_leads_back_with_a_word(desk, argane, site, monkeypatch):
    from kernel import typesetting

    make_year(argane, site)
    monkeypatch.setattr(typesetting, "PATIENCE", 0.001)
    answer = desk.get(reverse("footprint_report", args=[site.pk, 2025]), follow=True)
    assert "PDF" in str(next(iter(answer.context["messages"])))
    assert desk.get(reverse("firm_report", args=[2025])).url == f"{reverse('firm_footprint')}?year=2025"


def table_rows(desk, site, part):
    answer = desk.get(reverse("footprint_table", args=[site.pk, 2025, part, "csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_products_intensities_and_years_are_in_the_tables_and_what_is_unknown_is_empty_with_its_reason(
    desk, argane, site
):
    make_year(argane, site, year=2024)
    make_year(argane, site)
    for values in (OIL, {"name": "Savon", "unit": "piece", "made": "50000"}):
        actions.add_product(argane, site_id=site.pk, values={**values, "year": 2025, "exported": ""}, now=clock.now())
    actions.mark_base_year(argane, year=2024, now=clock.now())
    oil, soap = table_rows(desk, site, "products")
    assert (oil["Part (%)"], oil["Scopes 1 et 2 (kg CO₂e)"], soap["Part (%)"]) == ("", "", "")
    assert "un autre produit" in oil["Remarques"]
    assert "la masse" in soap["Remarques"]
    totals = {one["Valeur"]: one for one in table_rows(desk, site, "totals")}
    assert totals["Par tonne produite"]["kg CO₂e"] == ""
    assert "Inconnu" in totals["Par tonne produite"]["En mots"]
    assert totals["Par salarié"]["kg CO₂e"].startswith("3100,")
    assert totals["Par millier de dirhams de ventes"]["kg CO₂e"] == ""
    assert totals["Année de référence 2024, telle que marquée"]["kg CO₂e"]
    assert totals["Variation de 2024 à 2025, par la consommation"]["kg CO₂e"] == "0"
    soap_id = Product.objects.get(name="Savon").pk
    actions.change_product(argane, product_id=soap_id, values={"mass_kg": "60000"}, now=clock.now())
    oil, soap = table_rows(desk, site, "products")
    assert (oil["Part (%)"], soap["Part (%)"]) == ("94", "6")


def test_the_tables_hold_every_line_total_and_source(desk, argane, site):
    make_year(argane, site)
    make_bill(argane, site, activity_id="butane", unit="bottle_12kg", quantity="10")

    def rows(part):
        return table_rows(desk, site, part)

    found = queries.statement(argane, 2025, site_id=site.pk)
    lines = rows("lines")
    assert len(lines) == 4
    assert sum(float(one["kg CO₂e"].replace(",", ".")) for one in lines) == pytest.approx(float(found.total.kg))
    assert {one["Code du facteur"] for one in lines} == {one["Code du facteur"] for one in rows("sources")}
    assert rows("totals")[0]["kg CO₂e"].replace(",", ".") == f"{found.total.kg.normalize():f}"
    book = desk.get(reverse("firm_table", args=[2025, "lines", "xlsx"]))
    sheets = load_workbook(io.BytesIO(b"".join(book.streaming_content)))
    assert sheets.sheetnames == ["Lignes", "Totaux", "Sources", "Produits"]
    assert sheets["Lignes"].max_row == 5
    for part, extension in (("moon", "csv"), ("lines", "pdf")):
        assert desk.get(reverse("firm_table", args=[2025, part, extension])).status_code == 404
