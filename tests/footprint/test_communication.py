"""The workbook for the buyer: a sheet per group of the EU template, what is known filled in, the rest marked as empty."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from accounts.models import User
from footprint import actions, queries
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


def book_of(actor, language="fr", **which):
    with (
        translation.override(language),
        communication(actor, firm="Boulons", city="Nador", today=TODAY, **which) as file,
    ):
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
        "No verified data of its maker: default value of Implementing Regulation (EU) 2025/2621; China; 7213; C"
    )
    assert source == "reference data of Qafila"


def test_a_firm_that_said_nothing_has_a_workbook_too():
    book = book_of(make_exporter("Dattes"))
    assert cells(book, "3 Balance")["Total direct emissions"].value is None
    assert list(cells(book, "7 Summary of products")) == []


def test_the_balance_holds_what_the_mechanism_counts_and_no_more_of_scope_1(bolts):
    (site,) = queries.sites(bolts)
    for activity, quantity, unit in (
        ("diesel_road", "900", "L"),
        ("waste_water_anaerobic", "50", "kg"),
        ("fertiliser_urea", "70", "kg"),
    ):
        make_bill(bolts, site, activity_id=activity, quantity=quantity, unit=unit)
    book = book_of(bolts)
    balance = cells(book, "3 Balance")
    assert balance["Total direct emissions"].value == pytest.approx(1.5 * 2.64686)
    assert balance["Total indirect emissions"].value == pytest.approx(
        float(sum(one.kg for one in queries.result(bolts, site.pk).scopes if one.code == "2")) / 1000
    )
    streams = {row[1].value: row for row in book["2 Source streams"].iter_rows(min_row=2) if row[0].value}
    assert streams["Emission factor"][3].value == "kg CO2/L"
    assert streams["Emission factor"][4].value == pytest.approx(2.64686)
    assert streams["Activity data"][0].value == "Diesel, generator or boiler, 2025"


def test_one_workbook_is_of_one_installation_and_one_year(bolts, client):
    first, second = next(iter(queries.sites(bolts))), make_site(bolts, name="Zinguerie")
    for at, days, quantity in ((first, "2024", "100"), (second, "2025", "7")):
        bill = {"starts_on": f"{days}-01-01", "ends_on": f"{days}-12-31"}
        make_bill(bolts, at, activity_id="diesel_stationary", quantity=quantity, unit="L", **bill)

    def told(**which):
        book = book_of(bolts, **which)
        installation, streams = cells(book, "1 Installation"), cells(book, "2 Source streams")
        period = installation["Start of the reporting period"].value
        return installation["Name of the installation"].value, period.year, streams["Activity data"].value

    assert told() == ("Boulons, Moulin", 2025, 1500)
    assert told(year=2024) == ("Boulons, Moulin", 2024, 100)
    assert told(site=second.pk) == ("Boulons, Zinguerie", 2025, 7)
    for wrong in ({"site": second.pk, "year": 2024}, {"site": make_site(make_exporter("Autre")).pk}):
        with pytest.raises(ObjectDoesNotExist):
            book_of(bolts, **wrong)
    client.force_login(User.objects.get(pk=bolts.user_id))
    statuses = [
        client.get(reverse("communication"), query).status_code
        for query in ({"site": second.pk}, {"year": "2024"}, {"year": "1999"}, {"year": "x"}, {"site": "x"})
    ]
    assert statuses == [200, 200, 404, 404, 404]


def test_a_process_by_its_flows_fills_its_group_and_the_summary():
    actor = make_exporter("Ciments", sector="cement_concrete")
    make_bill(actor, make_site(actor), activity_id="diesel_stationary", quantity="1000", unit="L")
    line = actions.declare_export(actor, values={"code": "2523 10 00", "market": "FR"}, now=clock.now())
    flows = [
        {"kind": "fuel", "energy_tj": "3.5", "tco2_per_tj": "97.5"},
        {"kind": "process", "tonnes": "1200", "tco2_per_t": "0.44"},
        {"kind": "heat", "energy_tj": "0.5", "tco2e_per_tj": "60"},
        {"kind": "electricity", "mwh": "70", "tco2e_per_mwh": "0.7"},
    ]
    own = {"route": "A", "process": {"output_t": "1000", "flows": flows}}
    actions.set_own_data(actor, export_id=line.pk, values=own, now=clock.now())
    book = book_of(actor)
    known = {
        field: cell.value
        for sheet in ("3 Balance", "4 Processes", "7 Summary of products")
        for field, cell in cells(book, sheet).items()
    }
    for field, value in {
        "Output of the process": 1000,
        "Attributed direct emissions per tonne": 0.89925,
        "Emissions of electricity per tonne": 0.049,
        "Measurable heat imported": 0.5,
        "Emission factor of heat": 60,
        "Electricity consumed": 70,
        "Emission factor of electricity, and its source": 0.7,
        "Specific embedded direct emissions": 0.89925,
        "Specific embedded indirect emissions": 0.049,
        "Total specific embedded emissions": 0.94825,
        "Total direct emissions": 528 + 2.64686,
    }.items():
        assert known[field] == pytest.approx(value), field
    assert known["Measurable heat exported"] is None
