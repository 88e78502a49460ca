"""A bank in French and a firm in Arabic: a queue, a file that opens and closes, one document asked for, a refusal with its next step."""

import pytest
from playwright.sync_api import Browser, expect

from tests.factories.marketplace import ask, give, make_financed
from tests.journeys.steps import DESK, PHONE, accessible, enter, unfolded, until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bank_reads_a_file_asks_refuses_and_the_firm_takes_its_file_back(server, browser: Browser):
    deal = make_financed(1)
    lead = ask(deal, deal.offer, released=["contact"])[0].lead
    desk, phone = browser.new_context(**DESK), browser.new_context(**PHONE)
    bank, firm = desk.new_page(), phone.new_page()
    enter(bank, server, deal.partner, "fr")
    enter(firm, server, deal.sme, "ar")

    bank.goto(f"{server}/desk/requests/")
    accessible(bank)
    expect(bank.locator("main")).not_to_contain_text("Argane")
    unfolded(bank, "input[name=readiness][value=ready]").check()
    bank.get_by_role("button", name="Appliquer").click()
    expect(bank.locator(".lead-row")).to_have_count(0)
    grant = give(deal, "accounts")
    bank.goto(f"{server}/desk/requests/?readiness=incomplete&region=MA-03")
    bank.locator(".lead-row a").click()
    expect(bank.locator("#lead-name")).to_contain_text("Argane")
    accessible(bank)
    sheet = bank.url
    bank.get_by_role("link", name="Ouvrir le dossier de l’entreprise").click()
    expect(bank.get_by_role("heading", level=1)).to_contain_text("Argane")
    accessible(bank)
    file = bank.url
    with bank.expect_download() as download:
        bank.get_by_role("link", name="accounts.pdf").click()
    assert download.value.suggested_filename == "accounts.pdf"

    bank.goto(sheet)
    unfolded(bank, "select[name=kind]").select_option("tax")
    bank.get_by_role("button", name="Le demander").click()
    expect(bank.locator("#sheet")).to_contain_text("Attestation fiscale ou sociale")
    unfolded(bank, "input[name=reason][value=collateral]").check()
    bank.get_by_role("button", name="Décliner", exact=True).last.click()
    expect(bank.locator("#sheet")).to_contain_text("Garanties manquantes")

    firm.goto(f"{server}/desk/notices/")
    expect(firm.locator("html")).to_have_attribute("dir", "rtl")
    until(firm, firm.get_by_text("شهادة ضريبية أو اجتماعية"))
    firm.goto(f"{server}/requests/{lead.pk}/")
    expect(firm.locator("main")).to_contain_text("الضمانات ناقصة")
    expect(firm.locator("main")).to_contain_text("اسألوا صندوق ضمان")
    accessible(firm)
    firm.goto(f"{server}/desk/documents/")
    expect(firm.locator(".read-log").first).to_contain_text("Mizan")
    sheet_page = desk.new_page()
    for page, address in ((bank, file), (sheet_page, sheet)):
        page.goto(address)
        expect(page.locator("main")).to_contain_text("Argane")
    firm.goto(f"{server}/requests/{lead.pk}/")
    firm.get_by_role("button", name="إغلاق ملفكم أمامه").click()
    expect(firm.locator("main")).to_contain_text("هو مغلق")

    expect(bank.get_by_role("heading", level=1)).to_contain_text("Cette page n’existe pas")
    expect(sheet_page.locator("main")).not_to_contain_text("Argane")
    assert bank.goto(file).status == 404
    assert bank.request.get(f"{server}/documents/{grant.document_id}/file/").status == 404
    bank.goto(sheet)
    expect(bank.locator("main")).not_to_contain_text("Argane")
    for context in (desk, phone):
        context.close()
