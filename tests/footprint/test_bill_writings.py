"""The writings that bills come in: digits, signs, days, months, letters, workbooks, as people have them."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from footprint.models import Activity
from tests.factories.footprint import make_exporter, make_site
from tests.footprint.test_bill_files import answer, asked, outcomes, said, send, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def argane(db):
    return make_exporter()


@pytest.fixture
def site(argane):
    return make_site(argane)


SPACED = [
    "12 450,75",
    "12\u00a0450,75",
    "12\u202f450,75",
    "12\u2009450,75",
    "12'450,75",
    "12’450.75",
    "12.450,75",
    "12,450.75",
    "12450,75",
    "١٢٬٤٥٠٫٧٥",
    "١٢٤٥٠٫٧٥",
    "١٢.٤٥٠,٧٥",
    "۱۲۴۵۰٫۷۵",
    "12 450,75 kWh",
    "\u200f12450,75",
    "+12450,75",
]


@pytest.mark.parametrize("typed", SPACED)
def test_a_quantity_is_read_in_any_writing(argane, site, typed):
    text = f"Activité;Mois;Quantité;Unité\nÉlectricité;01/2025;{typed};kWh\n"
    job = send(argane, text)
    assert (job.state, said(job)) == ("ready", [])
    assert job.rows.get().values["quantity"].split()[0] == "12450.75"


@pytest.mark.parametrize("typed", ["-2150", "−2150", "(2 150)", "2150-", "- 2 150,00", "(2150,00)"])
def test_a_credit_note_is_below_zero_in_any_writing(argane, site, typed):
    text = f"Activité;Mois;Quantité;Unité;Type\nÉlectricité;01/2025;12400;kWh;Facture\nÉlectricité;01/2025;{typed};kWh;Avoir\n"
    write(argane, send(argane, text))
    assert [row.quantity for row in Activity.objects.order_by("quantity")] == [-2150, 12400]


@pytest.mark.parametrize("typed", ["Estimation", "estimée", "Relevé estimé", "Index estimé", "تقدير", "Estimated"])
def test_an_estimated_reading_is_worth_less(argane, site, typed):
    job = send(argane, f"Activité;Mois;Quantité;Unité;Type\nÉlectricité;01/2025;12400;kWh;{typed}\n")
    write(argane, job)
    assert Activity.objects.get().document == "estimate"


FRENCH = "Activité;Premier jour;Dernier jour;Quantité;Unité;Remarque\nÉlectricité;01/03/25;31/03/25;12 450,5;kWh;relevé à l’usine\n"
ARABIC = "النشاط;اليوم الأول;اليوم الأخير;الكمية;الوحدة\nالكهرباء;01/03/2025;31/03/2025;12450,5;kWh\n"


@pytest.mark.parametrize(
    ("text", "codec", "asks"),
    [
        (FRENCH, "utf-8-sig", False),
        (FRENCH, "utf-16", False),
        (FRENCH, "utf-16-le", False),
        (FRENCH, "cp1252", False),
        (FRENCH.replace(";", "\t"), "utf-16", False),
        (ARABIC, "utf-8", False),
        (ARABIC, "utf-16", False),
        (ARABIC, "cp1256", True),
    ],
)
def test_a_file_is_read_in_the_letters_it_was_saved_in(argane, site, text, codec, asks):
    job = send(argane, text.encode(codec))
    assert (asked(job) == {"encoding"}) == asks
    if asks:
        job = answer(argane, job, encoding="windows-1256")
    assert (job.state, said(job)) == ("ready", [])
    values = job.rows.get().values
    assert (values["activity_id"], values["starts_on"], values["quantity"]) == (
        "electricity_grid",
        "2025-03-01",
        "12450.5",
    )


def book(*rows, epoch=None, touch=lambda sheet: None):
    made = Workbook()
    made.epoch = epoch or made.epoch
    for row in (("Activité", "Premier jour", "Dernier jour", "Quantité", "Unité"), *rows):
        made.active.append(row)
    touch(made.active)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


JANUARY = ("Électricité", date(2025, 1, 1), date(2025, 1, 31), 12450, "kWh")


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, MAC_EPOCH])
def test_days_of_a_workbook_are_those_it_shows_whatever_its_first_day(argane, site, epoch):
    first = (date(2025, 2, 1) - epoch.date()).days
    bare = ("Électricité", first, first + 27, 12000, "kWh")
    job = send(argane, book(JANUARY, bare, epoch=epoch))
    assert asked(job) == {"serial:B", "serial:C"}
    assert {one["about"]["day"] for one in job.doubts if one["id"] == "serial:B"} == {"2025-02-01"}
    job = answer(argane, job, serial__B="days", serial__C="days")
    days = [(one["starts_on"], one["ends_on"]) for one in job.rows.order_by("number").values_list("values", flat=True)]
    assert days == [("2025-01-01", "2025-01-31"), ("2025-02-01", "2025-02-28")]


def test_a_formula_that_was_never_computed_is_refused_and_never_zero(argane, site):
    job = send(argane, book(("Électricité", date(2025, 1, 1), date(2025, 1, 31), "=A1+1", "kWh")))
    assert outcomes(job) == [(2, "refused")]
    assert "formule" in said(job)[0]
    assert "quantity" not in job.rows.get().values


def test_a_hidden_row_is_left_out_and_its_report_says_why(argane, site):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    job = send(argane, book(JANUARY, ("Électricité", date(2025, 2, 1), date(2025, 2, 28), 12000, "kWh"), touch=hide))
    assert outcomes(job) == [(2, "new"), (3, "left_out")]
    assert said(job) == ["Cette ligne est masquée dans le fichier."]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("01/03/25", "2025-03-01"),
        ("1-3-2025", "2025-03-01"),
        ("2025-03-01 00:00:00", "2025-03-01"),
        ("1er mars 2025", "2025-03-01"),
        ("٠١/٠٣/٢٠٢٥", "2025-03-01"),
        ("1 مارس 2025", "2025-03-01"),
        ("01.03.2025", "2025-03-01"),
        ("1 mars 25", "2025-03-01"),
        ("01/03/2025 00:00", "2025-03-01"),
        ("2025/03/01", "2025-03-01"),
    ],
)
def test_a_day_is_read_in_any_writing(argane, site, typed, read):
    job = send(argane, f"Activité;Premier jour;Dernier jour;Quantité;Unité\nÉlectricité;{typed};31/03/2025;12450;kWh\n")
    assert said(job) == []
    assert job.rows.get().values["starts_on"] == read


@pytest.mark.parametrize(
    "typed",
    [
        "mars 2025",
        "03/2025",
        "2025-03",
        "Mars-25",
        "مارس 2025",
        "March 2025",
        "mars 25",
        "mar-25",
        "03-2025",
        "MARS 2025",
        "٠٣/٢٠٢٥",
        "mars/2025",
    ],
)
def test_a_month_is_read_in_any_writing(argane, site, typed):
    job = send(argane, f"Activité;Mois;Quantité;Unité\nÉlectricité;{typed};12450;kWh\n")
    assert said(job) == []
    assert job.rows.get().values["month"] == "2025-03-01/2025-03-31"
