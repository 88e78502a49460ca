"""From four bills to the report of the year: in French at a desk, then in Arabic on a phone."""

import io
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.factories.footprint import make_exporter, make_site
from tests.journeys.steps import DESK, PHONE, accessible, enter, press, unfolded

BILLS = [
    ("electricity", "electricity_grid", "36 120", "kWh", "01/01/2025", "31/12/2025"),
    ("fuels", "diesel_stationary", "2 000", "L", "03/03/2025", "03/03/2025"),
    ("fuels", "butane", "10", "bottle_12kg", "04/04/2025", "04/04/2025"),
    ("refrigerants", "refrigerant_r404a", "4", "kg", "05/05/2025", "05/05/2025"),
]


def type_bill(page, address, site, kind, activity, quantity, unit, start, end):
    page.goto(f"{address}{reverse('bills', args=[site.pk])}?kind={kind}")
    page.select_option("select[name=activity]", activity)
    page.fill("input[name=quantity]", quantity)
    page.select_option("select[name=unit]", unit)
    unfolded(page, "input[name=start]").fill(start)
    page.fill("input[name=end]", end)
    press(page)
    expect(page.locator(".ledger")).to_contain_text(quantity.replace(" ", "\u202f"))


def report(page, language):
    with page.expect_download() as waited:
        page.locator(f"a[lang={language}][download]").click()
    with open(waited.value.path(), "rb") as file:  # noqa: PTH123 - a path of the browser
        content = file.read()
    assert content.startswith(b"%PDF")
    assert waited.value.suggested_filename.endswith(f"-2025-{language}.pdf")
    return PdfReader(io.BytesIO(content)).pages


@pytest.mark.django_db(transaction=True)
def test_four_bills_become_a_report_in_french_then_in_arabic(server, browser):
    argane = make_exporter("Huilerie Argane")
    site = make_site(argane)
    desk = browser.new_context(**DESK).new_page()
    enter(desk, server, argane, "fr")
    for bill in BILLS:
        type_bill(desk, server, site, *bill)
    desk.goto(server + reverse("footprint", args=[site.pk]))
    expect(desk.locator("main")).to_contain_text("47,3")  # tCO2e: the worked example of the method
    accessible(desk)
    pages = report(desk, "fr")
    assert len(pages) in {3, 4}
    assert "Empreinte carbone de 2025" in pages[0].extract_text()
    assert "47,3" in re.sub(r"\s", "", pages[0].extract_text())

    phone = browser.new_context(**PHONE).new_page()
    enter(phone, server, argane, "ar")
    phone.goto(server + reverse("footprint", args=[site.pk]))
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    phone.locator("#lines-title + details summary").click()
    expect(phone.locator("#lines-title + details a")).to_have_attribute("href", re.compile("^https://"))
    accessible(phone)
    assert len(report(phone, "ar")) in {3, 4}
