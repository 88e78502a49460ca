"""A pile of bills in a spreadsheet: read without writing, asked about, then written whole and once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from footprint import actions, queries
from footprint.models import Activity
from kernel import clock
from kernel.errors import Refused
from kernel.imports.templates import csv_template, xlsx_template
from kernel.tables import Table, xlsx
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year
from tests.queue import drain

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def argane(db):
    return make_exporter()


@pytest.fixture
def site(argane):
    return make_site(argane)


def send(actor, text):
    content = text if isinstance(text, bytes) else text.encode()
    job = actions.take_bills_file(actor, filename="factures.csv", content=content, now=clock.now())
    drain()
    return queries.bills_files(actor).get(pk=job.pk)


def answer(actor, job, **answers):
    actions.answer_bills_file(actor, import_id=job.pk, answers={k.replace("__", ":"): v for k, v in answers.items()})
    drain()
    return queries.bills_files(actor).get(pk=job.pk)


def write(actor, job):
    actions.apply_bills_file(actor, import_id=job.pk)
    drain()
    return queries.bills_files(actor).get(pk=job.pk)


def outcomes(job):
    return list(job.rows.values_list("number", "outcome"))


def said(job, language="fr"):
    return [one["said"][language] for row in job.rows.all() for one in row.problems]


def asked(job):
    return {one["id"] for one in job.doubts if one["id"] not in job.answers and not one.get("default")}


def scope2(actor, site, year):
    return queries.result(actor, site.pk, year).scopes[1].kg


def test_a_file_of_bills_and_a_credit_note_is_asked_what_it_leaves_open_and_counts_the_net(argane, site):
    job = send(argane, (DATA / "RW03_credit_note.csv").read_bytes())
    assert (job.state, asked(job)) == ("asked", {"activity"})
    job = answer(argane, job, activity="electricity_grid")
    assert (job.state, [one for _, one in outcomes(job)]) == ("ready", ["new"] * 4)
    assert not Activity.objects.exists()
    assert write(argane, job).state == "applied"
    bills = list(Activity.objects.order_by("starts_on", "-quantity"))
    assert [row.quantity for row in bills] == [12400, 11900, -2150, 13100]
    assert [row.amount_mad for row in bills] == [15872, 15232, -2752, 16768]
    assert {row.unit for row in bills} == {"kWh"}
    assert scope2(argane, site, 2025) == Decimal("20362.1625")
    answered = queries.result(argane, site.pk, 2025)
    assert answered.total.low_kg < answered.total.kg < answered.total.high_kg


def test_below_zero_without_the_word_is_asked_about(argane, site):
    text = (
        "Activité;Mois;Quantité;Unité\nÉlectricité du réseau;01/2025;1000;kWh\nÉlectricité du réseau;01/2025;-100;kWh\n"
    )
    job = send(argane, text)
    assert asked(job) == {"below_zero:3"}
    write(argane, answer(argane, job, below_zero__3="credit_note"))
    assert list(Activity.objects.order_by("quantity").values_list("quantity", "document")) == [
        (-100, "credit_note"),
        (1000, "invoice"),
    ]


def test_a_credit_note_above_its_bills_is_refused_whatever_its_place_in_the_file(argane, site):
    note = "Activité;Mois;Quantité;Unité;Type\nélectricité du réseau;01/2025;%s;kWh;Avoir\nélectricité du réseau;01/2025;500;kWh;Facture\n"
    assert outcomes(send(argane, note % 501)) == [(2, "refused"), (3, "new")]
    assert send(argane, note % 400).state == "ready"


def test_days_of_one_order_for_the_whole_file_and_wrong_ones_are_refused_by_row(argane, site):
    job = answer(argane, send(argane, (DATA / "RW20_dates_mixed.csv").read_bytes()), activity="electricity_grid")
    assert asked(job) == {"overlap:3"}, "13/04 to 12/05 beside 03/04 to 02/05"
    job = answer(argane, job, overlap__3="right")
    assert job.state == "refused"
    assert [row.number - 1 for row in job.rows.filter(outcome="refused")] == [3, 5]
    assert any("2025-04-13" in one for one in said(job)), "both readings are shown"
    days = [(row.values["starts_on"], row.values["ends_on"]) for row in job.rows.filter(outcome="new")]
    assert days == [
        ("2025-04-03", "2025-05-02"),
        ("2025-04-13", "2025-05-12"),
        ("2025-08-01", "2025-08-31"),
        ("2025-09-01", "2025-09-30"),
    ]


def test_in_english_the_order_of_day_and_month_is_asked_once(site, argane):
    reader = replace(actor_of(site.organization), language="en")
    job = send(reader, (DATA / "RW20_dates_mixed.csv").read_bytes())
    assert asked(job) == {"order", "activity"}
    job = answer(reader, job, order="dmy", activity="electricity_grid")
    assert [row.number - 1 for row in job.rows.filter(outcome="refused")] == [3, 5]


def test_a_header_in_two_lines_a_total_and_a_hidden_row(argane, site):
    job = send(argane, (DATA / "RW21_merged_header.xlsx").read_bytes())
    assert asked(job) == {"activity"}
    about = {one["id"]: one for one in job.doubts}
    assert about["hidden"]["about"]["rows"] == ["7 (estimation)"]
    assert about["hidden"]["default"] == "leave_out"
    assert (about["header"]["default"], job.counts["header"]) == ("3", 3)
    fields = {one["letter"]: one["field"] for one in job.columns}
    assert fields == {
        "A": "month",
        "B": "quantity_off_peak",
        "C": "quantity_full",
        "D": "quantity_peak",
        "E": "power",
        "F": "amount_net_mad",
    }
    job = answer(argane, job, activity="electricity_grid")
    assert outcomes(job) == [(5, "new"), (6, "new"), (7, "left_out"), (8, "new"), (9, "left_out")]
    write(argane, job)
    assert [row.quantity for row in Activity.objects.all()] == [65800, 62100, 67300]
    assert scope2(argane, site, 2026) == Decimal("112757.28")


def test_the_hidden_row_counts_if_the_person_says_so(argane, site):
    job = send(argane, (DATA / "RW21_merged_header.xlsx").read_bytes())
    job = answer(argane, job, activity="electricity_grid", hidden="keep")
    assert (7, "refused") in outcomes(job), "“estimation” is no month"


def test_another_line_may_be_chosen_as_the_header(argane, site):
    job = send(argane, "Début;Fin;kWh\nDébut;Fin;Quantité\n01/01/2025;31/01/2025;5\n")
    job = answer(argane, job, header="2", activity="electricity_grid")
    assert job.counts["header"] == 2
    assert asked(job) == {"unit"}


@pytest.mark.parametrize("slip", ["182000 MWh", "182 000 MWh"])
def test_a_slip_in_the_unit_is_asked_about_and_may_be_mended(argane, site, slip):
    job = send(argane, f"Activité;Année;Quantité\nÉlectricité du réseau;2024;{slip}\n")
    assert asked(job) == {"mwh_or_kwh:2"}
    assert "182\u202f000 kWh" in said(job)[0]
    job = answer(argane, job, mwh_or_kwh__2="reading")
    write(argane, job)
    assert scope2(argane, site, 2024) == Decimal("105132.3")


def test_a_month_at_a_thousandth_of_the_others_is_asked_about_and_mended(argane, site):
    rows = "".join(
        f"Électricité du réseau;{month:02}/2025;{12 if month == 7 else 12000};kWh\n" for month in range(1, 13)
    )
    job = send(argane, "Activité;Mois;Quantité;Unité\n" + rows)
    assert asked(job) == {"thousandth:8"}
    write(argane, answer(argane, job, thousandth__8="reading"))
    assert set(Activity.objects.values_list("quantity", "unit")) == {(12000, "kWh"), (12, "MWh")}


def test_a_whole_file_a_thousandth_of_what_a_site_uses_is_one_question_with_the_likely_reading(argane, site):
    rows = "".join(f"Électricité du réseau;{month:02}/2025;{month + 5};kWh\n" for month in range(1, 13))
    job = send(argane, "Activité;Mois;Quantité;Unité\n" + rows)
    assert asked(job) == {"thousandth:all"}
    (doubt,) = [one for one in job.doubts if one["id"] == "thousandth:all"]
    assert doubt["choices"] == ["reading", "right", "leave_out"]
    write(argane, answer(argane, job, thousandth__all="reading"))
    assert set(Activity.objects.values_list("unit", flat=True)) == {"MWh"}


def test_days_of_two_readings_are_presumed_day_first_and_the_file_says_so(argane, site):
    """3 April it is, unless the person says 4 March; where another day settles the order nothing is presumed."""
    text = "Activité;Date de début;Date de fin;Quantité;Unité\nÉlectricité du réseau;03/04/2025;%s;9000;kWh\n"
    job = send(argane, text % "02/05/2025")
    (order,) = [one for one in job.doubts if one["id"] == "order"]
    assert (order["default"], order["about"]["example"]) == ("dmy", "03/04/2025")
    settled = send(argane, text % "30/04/2025")
    assert "order" not in asked(settled) | {one["id"] for one in settled.doubts}
    write(argane, job)
    assert Activity.objects.get().starts_on == date(2025, 4, 3)


def test_what_was_answered_of_a_kept_bill_is_not_asked_again_of_its_row(argane, site):
    text = "Numéro;Activité;Mois;Quantité;Unité;Remarque\nF-1;Électricité du réseau;01/2025;12;kWh;%s\n"
    write(argane, answer(argane, send(argane, text % "puits"), thousandth__2="right"))
    job = send(argane, text % "pompe du puits")
    assert (job.state, outcomes(job)) == ("ready", [(2, "changed")])


NAMED = [
    ("Électricité", "kWh", "electricity_grid"),
    ("ELECTRICITE", "kWh", "electricity_grid"),
    ("electricity_grid", "kWh", "electricity_grid"),
    ("الكهرباء", "kWh", "electricity_grid"),
    ("ONEE", "MWh", "electricity_grid"),
    ("Lydec", "m3", "water_supply"),
    ("butane", "bouteilles de 12 kg", "butane"),
    ("غاز البوتان", "كغ", "butane"),
    ("Gasoil groupe électrogène", "litre", "diesel_stationary"),
    ("GPL", "kg", "lpg"),
    ("fioul lourd", "tonnes", "fuel_oil"),
    ("fuel lourd", "L", "fuel_oil_volume"),
    ("Gaz naturel", "m³", "natural_gas_volume"),
    ("الماء", "متر مكعب", "water_supply"),
    ("R404A", "kg", "refrigerant_r404a"),
]


def test_what_a_bill_is_for_is_named_as_people_name_it(argane, site):
    rows = "".join(f"{typed};{month % 12 + 1:02}/2025;100;{unit}\n" for month, (typed, unit, _) in enumerate(NAMED))
    job = send(argane, "Énergie;Mois;Quantité;Unité\n" + rows)
    found = list(job.rows.order_by("number").values_list("values", flat=True))
    assert [one.get("activity_id") for one in found] == [code for *_, code in NAMED]


@pytest.mark.parametrize(
    ("typed", "several", "chosen"),
    [
        ("Gazole", ["diesel_road", "diesel_stationary", "diesel_offroad"], "diesel_stationary"),
        ("ديزل", ["diesel_road", "diesel_stationary", "diesel_offroad"], "diesel_road"),
        ("fioul", ["fuel_oil_volume", "diesel_stationary"], "fuel_oil_volume"),
    ],
)
def test_a_name_of_several_is_asked_about_once(argane, site, typed, several, chosen):
    job = send(argane, f"Activité;Mois;Quantité;Unité\n{typed};01/2025;1200;L\n{typed.upper()};02/2025;1100;L\n")
    (doubt,) = [one for one in job.doubts if one["id"].startswith("activity:")]
    assert (asked(job), doubt["choices"]) == ({doubt["id"]}, several)
    assert f"« {typed} »" in doubt["about"]["said"]["fr"]
    write(argane, answer(argane, job, **{doubt["id"].replace(":", "__"): chosen}))
    assert set(Activity.objects.values_list("activity_id", flat=True)) == {chosen}
    assert Activity.objects.count() == 2


@pytest.mark.parametrize(
    "total",
    [
        "Total;;2200;kWh",
        ";;Total;2200;kWh",
        "Total général;;2 200,00;kWh",
        "Sous-total;Électricité;2200;kWh",
        "المجموع;;2200;kWh",
        "المجموع العام;الكهرباء;٢٢٠٠;kWh",
        "Sous total janvier;;2200;kWh",
    ],
)
def test_a_row_that_adds_up_the_others_is_left_out_and_its_report_says_why(argane, site, total):
    columns = "Activité;Mois;Quantité;Unité"
    if total.startswith(";;"):
        columns = "Activité;Mois;Remarque;Quantité;Unité"
        rows = "Électricité;01/2025;;1200;kWh\nÉlectricité;02/2025;;1000;kWh\n"
    else:
        rows = "Électricité;01/2025;1200;kWh\nÉlectricité;02/2025;1000;kWh\n"
    job = send(argane, f"{columns}\n{rows}{total}\n")
    assert (job.state, outcomes(job)) == ("ready", [(2, "new"), (3, "new"), (4, "left_out")])
    assert said(job) == ["Un total : ses lignes sont déjà comptées."]


def test_ten_times_the_usual_is_asked_about_on_its_own_row_wherever_it_stands(argane, site):
    rows = "".join(f"Électricité du réseau;{month:02}/2025;{8000 + month};kWh\n" for month in range(2, 13))
    job = send(argane, "Activité;Mois;Quantité;Unité\nÉlectricité du réseau;01/2025;90000;kWh\n" + rows)
    assert asked(job) == {"above_plausible:2"}
    assert answer(argane, job, above_plausible__2="right").state == "ready"
    job = answer(argane, job, above_plausible__2="leave_out")
    assert outcomes(job)[0] == (2, "left_out")


def test_a_bill_over_the_years_end_is_shared_by_days(argane, site):
    text = "Activité;Premier jour;Dernier jour;Quantité;Unité\nÉlectricité du réseau;15/12/2023;14/01/2024;18 600;kWh\nÉlectricité du réseau;15/01/2024;30/06/2024;84 000;kWh\n"
    write(argane, send(argane, text))
    lines = {year: queries.result(argane, site.pk, year).lines for year in (2023, 2024)}
    of = {
        year: sum(Decimal(one["quantity"]) for one in found if one["part"] == "direct") for year, found in lines.items()
    }
    assert of == {2023: 10200, 2024: 92400}


def test_overlaps_and_bills_kept_already_are_named(argane, site):
    make_bill(argane, site)
    text = "Activité;Premier jour;Dernier jour;Quantité;Unité\nÉlectricité du réseau;2025-01-15;2025-02-14;12 000;kWh\n"
    job = send(argane, text)
    assert asked(job) == {"overlap:2"}
    assert "15 janvier 2025" in said(job)[0]
    assert answer(argane, job, overlap__2="right").state == "ready"


def test_a_whole_file_sent_again_is_one_question(argane, site):
    make_year(argane, site)
    rows = "".join(f"Électricité du réseau;{month:02}/2025;15200;kWh\n" for month in range(1, 13))
    job = send(argane, "Activité;Mois;Quantité;Unité\n" + rows)
    assert asked(job) == {"overlap:all"}
    assert answer(argane, job, overlap__all="leave_out").error["code"] == "no_rows"


def test_what_the_bills_of_a_firm_are_kept_as_comes_back_and_changes_them(argane, site):
    make_site(argane, name="Dépôt")
    make_bill(argane, site, amount_mad="18000,50", tax_mad="3000", note="estimée")
    make_bill(argane, site, activity_id="butane", quantity="10", unit="bottle_12kg", source_key="B-1")
    heads, rows = queries.bill_heads("fr"), queries.bill_rows(argane, "fr")
    content = xlsx(Table("Factures", heads, rows), right_to_left=False).read()
    job = send(argane, content)
    assert (job.state, job.error["code"], [one for _, one in outcomes(job)]) == ("failed", "no_rows", ["left_out"] * 2)
    book = load_workbook(BytesIO(content))
    book.worksheets[0].cell(2, heads.index("Quantité") + 1).value = 99
    file = BytesIO()
    book.save(file)
    job = send(argane, file.getvalue())
    assert [one for _, one in outcomes(job)] == ["changed", "left_out"]
    write(argane, job)
    assert sorted(Activity.objects.values_list("quantity", flat=True)) in ([10, 99], [99, 15200])
    assert Activity.objects.count() == 2


def test_several_sites_are_told_apart_by_name_or_asked(argane, site):
    depot = make_site(argane, name="Dépôt")
    text = "Site;Activité;Mois;Quantité;Unité\ndepot;Électricité du réseau;01/2025;100;kWh\n;Électricité du réseau;01/2025;200;kWh\nAilleurs;Électricité du réseau;01/2025;300;kWh\n"
    job = send(argane, text)
    assert asked(job) == {"site"}
    job = answer(argane, job, site=str(site.pk))
    assert outcomes(job) == [(2, "new"), (3, "new"), (4, "refused")]
    job = answer(argane, send(argane, text.rsplit("\n", 2)[0]), site=str(site.pk))
    write(argane, job)
    assert {(row.site_id, row.quantity) for row in Activity.objects.all()} == {(depot.pk, 100), (site.pk, 200)}


@pytest.mark.parametrize(
    ("month", "days"),
    [
        ("janv. 2026", "2026-01-01 2026-01-31"),
        ("02/2024", "2024-02-01 2024-02-29"),
        ("2025-11", "2025-11-01 2025-11-30"),
        ("يناير ٢٠٢٦", "2026-01-01 2026-01-31"),
        ("janvier - février 2026", "2026-01-01 2026-02-28"),
        ("nov.-déc. 2025", "2025-11-01 2025-12-31"),
        ("2025", "2025-01-01 2025-12-31"),
    ],
)
def test_months_two_months_and_years_are_read(argane, site, month, days):
    job = send(
        argane, f"Activité;Mois;Quantité;Unité\nÉlectricité du réseau;{month};١٢٬٤٥٠٫٧٥;kWh\n".encode("utf-8-sig")
    )
    write(argane, job)
    bill = Activity.objects.get()
    assert (f"{bill.starts_on} {bill.ends_on}", bill.quantity) == (days, Decimal("12450.75"))


def test_dates_of_excel_and_a_month_of_excel_are_read(argane, site):
    book, file = Workbook(), BytesIO()
    book.active.append(["Activité", "Premier jour", "Dernier jour", "Mois", "Quantité (MWh)"])
    book.active.append(["Électricité du réseau", date(2025, 1, 15), date(2025, 2, 14), None, 1.25])
    book.active.append(["Électricité du réseau", None, None, date(2025, 3, 1), 2])
    book.save(file)
    write(argane, send(argane, file.getvalue()))
    assert [(str(row.starts_on), str(row.ends_on), row.quantity, row.unit) for row in Activity.objects.all()] == [
        ("2025-01-15", "2025-02-14", Decimal("1.25"), "MWh"),
        ("2025-03-01", "2025-03-31", Decimal(2), "MWh"),
    ]


def test_a_number_that_may_be_read_twice_is_asked_once(argane, site):
    job = send(argane, "Activité;Mois;Quantité;Unité\nÉlectricité du réseau;01/2025;12.450;kWh\n")
    assert asked(job) == {"marks"}
    write(argane, answer(argane, job, marks=","))
    assert Activity.objects.get().quantity == 12450


def test_power_is_no_energy_and_days_are_needed(argane, site):
    job = send(
        argane, "Activité;Mois;Quantité;Unité\nÉlectricité du réseau;01/2025;142 kVA;\nÉlectricité du réseau;;142;kWh\n"
    )
    assert outcomes(job) == [(2, "refused"), (3, "refused")]
    assert "kVA" in said(job)[0]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_example_of_the_template_is_read_in_each_language_and_left_out(site, language):
    reader = replace(actor_of(site.organization), language=language)
    for content in (csv_template(actions.BILLS, language), xlsx_template(actions.BILLS, language)):
        job = send(reader, content)
        assert (job.error["code"], [one for _, one in outcomes(job)]) == ("no_rows", ["left_out"])
    book = load_workbook(BytesIO(content))
    assert book.worksheets[2].max_row > 100, "every activity with its units"
    sheet = book.worksheets[0]
    sheet.cell(
        2, [cell.value for cell in sheet[1]].index(actions.BILLS.by_name["source_key"].title(language)) + 1
    ).value = "F-1"
    file = BytesIO()
    book.save(file)
    job = send(reader, file.getvalue())
    assert (job.state, job.doubts[1:], said(job)) == ("ready", [], [])


def test_others_neither_send_nor_see_nor_write(argane, site):
    job = send(argane, "Activité;Mois;Quantité;Unité\nÉlectricité du réseau;01/2025;100;kWh\n")
    rival, reader = make_exporter("Zellige"), actor_of(site.organization, "reader")
    assert not queries.bills_files(rival).exists()
    borj = actor_of(make_organization("Borj", "institution"))
    for actor in (reader, borj):
        with pytest.raises(Refused):
            actions.take_bills_file(actor, filename="x.csv", content=b"x", now=clock.now())
        with pytest.raises(Refused):
            actions.apply_bills_file(actor, import_id=job.pk)


def test_what_was_entered_meanwhile_stops_the_writing(argane, site):
    job = send(argane, "Activité;Mois;Quantité;Unité\nÉlectricité du réseau;01/2025;100;kWh\n")
    make_bill(argane, site)
    job = write(argane, job)
    assert (job.state, job.error["code"], Activity.objects.count()) == ("failed", "moved_on", 1)


def test_the_number_of_the_example_with_figures_of_one_s_own_is_a_bill(argane, site):
    text = "Numéro;Activité;Premier jour;Dernier jour;Quantité;Unité\nEXEMPLE;Électricité du réseau;2025-01-15;2025-02-14;900;kWh\n"
    assert outcomes(send(argane, text)) == [(2, "new")]


def test_a_firm_without_a_site_is_told_before_its_file_is_read(argane):
    with pytest.raises(ValidationError, match="site"):
        send(argane, "Activité;Mois;Quantité;Unité\nÉlectricité du réseau;01/2025;100;kWh\n")
