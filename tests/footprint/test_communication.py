"""The workbook for the buyer: a sheet per group of the EU template, what is known filled in, the rest marked as empty."""

from datetime import date, datetime

import pytest
from django.utils import translation
from openpyxl import load_workbook

from footprint import actions
from footprint.files.communication import EMPTY, SHEETS, communication
from kernel import clock
from reference.queries import name
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year
from tests.footprint.test_own_data import ROD

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture
def bolts(db):
    actor = make_exporter("Boulons", sector="steel_products")
    site = make_site(actor)
    make_year(actor, site)
    for quantity in ("1000", "500"):
        make_bill(actor, site, activity_id="diesel_stationary", quantity=quantity, unit="L")
    make_bill(actor, site, activity_id="refrigerant_r134a", quantity="2", unit="kg")
    values = {"code": "7318 15 82", "market": "FR", "tonnes_year": "120", "importer_name": "=Müller"}
    line = actions.declare_export(actor, values=values, now=clock.now())
    own = {"direct_tco2e_t": "0,20", "precursors": [ROD]}
    actions.set_own_data(actor, export_id=line.pk, values=own, now=clock.now())
    return actor


def book_of(actor, language="fr"):
    with translation.override(language), communication(actor, firm="Boulons", city="Nador", today=TODAY) as file:
        return load_workbook(file)


def cells(book, sheet):
    """Return value and source of each field of a sheet; the first of each name."""
    found = {}
    for row in book[sheet].iter_rows(min_row=2):
        found.setdefault(row[1].value, row[4])
    return found


def test_what_is_known_is_filled_in_and_the_rest_is_an_empty_marked_cell(bolts):
    book = book_of(bolts)
    assert tuple(book.sheetnames) == SHEETS
    known = {
        (sheet, field): cell.value
        for sheet in SHEETS
        for field, cell in cells(book, sheet).items()
        if cell.value is not None
    }
    assert known["1 Installation", "Name of the installation"] == "Boulons"
    assert known["1 Installation", "Start of the reporting period"] == datetime(2025, 1, 1)
    assert known["1 Installation", "Aggregated goods category"] == "Iron or steel products"
    assert known["1 Installation", "Purchased precursor"] == "7213"
    assert known["1 Installation", "Country of origin of the precursor"] == "CN"
    assert known["2 Source streams", "Activity data"] == 1500, "two bills of one fuel are one stream"
    assert known["3 Balance", "Total direct emissions"] > 2
    assert known["4 Processes", "Of which sold to the EU"] == 120
    assert known["4 Processes", "Attributed direct emissions per tonne"] == pytest.approx(0.2)
    assert known["5 Precursors", "Source: measured or default"] == "default"
    assert known["6 Tools", "Cogeneration: reference efficiency of heat"] == pytest.approx(0.7)
    assert known["7 Summary of products", "Total specific embedded emissions"] == pytest.approx(3.8603)
    assert known["7 Summary of products", "Share based on default values"] == pytest.approx(94.8)
    unknown = [
        ("1 Installation", "UN/LOCODE"),
        ("2 Source streams", "Net calorific value"),
        ("4 Processes", "Electricity consumed"),
        ("5 Precursors", "Electricity per tonne"),
        ("6 Tools", "Carbon price paid: rebate"),
        ("7 Summary of products", "Scrap used per tonne"),
    ]
    for sheet, field in unknown:
        cell = cells(book, sheet)[field]
        assert (cell.value, cell.fill.fgColor.rgb[-6:]) == (None, EMPTY.fgColor.rgb[-6:])


@pytest.mark.parametrize(
    ("language", "beside", "turned"), [("fr", "Ville", False), ("ar", "المدينة", True), ("en", "City", False)]
)
def test_labels_are_english_with_the_readers_language_beside(bolts, language, beside, turned):
    sheet = book_of(bolts, language)["1 Installation"]
    labels = {row[1].value: row[2].value for row in sheet.iter_rows(min_row=2)}
    assert labels["City"] == beside
    assert bool(sheet.sheet_view.rightToLeft) is turned


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_one_stream_of_each_fuel_and_each_word_of_a_value_is_english(bolts, language):
    book = book_of(bolts, language)
    streams = [row[0].value for row in book["2 Source streams"].iter_rows(min_row=2) if row[1].value == "Activity data"]
    assert streams == ["Diesel, generator or boiler, 2025"]
    assert cells(book, "1 Installation")["Economic activity"].value == name("sector", "steel_products", "en")
    for sheet in SHEETS:
        for about, *_, value, source in book[sheet].iter_rows(min_row=2):
            assert (value.value is None) == source.value.startswith("to be filled in"), (sheet, about.value)


def test_a_material_on_its_default_value_has_that_value_its_source_and_why(bolts):
    rows = {row[1].value: row for row in book_of(bolts, "en")["5 Precursors"].iter_rows(min_row=2)}
    given = {field: (rows[field][4].value, rows[field][5].value) for field in rows}
    assert given["Specific direct emissions"] == (pytest.approx(3.169), "default value")
    assert given["Default value with its mark-up, direct and indirect"] == (pytest.approx(3.486), "default value")
    assert given["Source: measured or default"] == ("default", "entered by the firm")
    why, source = given["Justification of a default value"]
    assert why == (
        "No verified data of its maker: default value of Implementing Regulation (EU) 2025/2621, China, 7213, C"
    )
    assert source == "reference data of Qafila"


def test_a_firm_that_said_nothing_has_a_workbook_too():
    book = book_of(make_exporter("Dattes"))
    assert cells(book, "3 Balance")["Total direct emissions"].value is None
    assert list(cells(book, "7 Summary of products")) == []
