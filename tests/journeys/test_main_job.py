"""The main job in two real browsers: a firm asks a partner in French, and the partner hears it in Arabic on its phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from config.management.commands.seed import PASSWORD

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "ar-MA"}
DESK = {"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR"}


def sign_in(page, address, email):
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").last.click()
    expect(page).not_to_have_url(re.compile("/accounts/login/"))


def accessible(page):
    found = [fault for fault in Axe().run(page).response["violations"] if fault["impact"] in {"serious", "critical"}]
    assert not found, [(fault["id"], [node["html"][:120] for node in fault["nodes"][:2]]) for fault in found]


@pytest.mark.django_db(transaction=True)
def test_a_request_reaches_the_partner_without_a_reload_and_its_answer_reaches_the_firm(server, browser):
    call_command("seed", verbosity=0)
    firm = browser.new_context(**DESK).new_page()
    partner = browser.new_context(**PHONE).new_page()
    sign_in(partner, server, "salma@chams.example")
    partner.goto(f"{server}/desk/requests/")
    expect(partner.locator("html")).to_have_attribute("dir", "rtl")
    before = partner.locator("[data-inbox-list] > li").count()
    accessible(partner)

    sign_in(firm, server, "amina@argane.example")
    firm.goto(f"{server}/needs/")
    accessible(firm)
    firm.locator("main a.button--main").first.click()
    ask = firm.locator("main a.button", has_text="Chams Solaire")
    for _ in range(30):
        if ask.count():
            break
        firm.wait_for_timeout(500)
        firm.reload()
    accessible(firm)
    ask.first.click()
    firm.locator("main button[type=submit]").last.click()
    expect(firm.locator("main form [aria-invalid=true]").first).to_be_visible()
    firm.fill("textarea[name=message]", "Bonjour, notre toiture est libre dès janvier.")
    firm.check("input[name=consent]")
    firm.locator("main button[type=submit]").last.click()
    expect(firm.locator("main")).to_contain_text("Bonjour, notre toiture est libre")
    accessible(firm)

    expect(partner.locator("[data-inbox-list] > li")).to_have_count(before + 1, timeout=3000)
    partner.locator("[data-inbox-list] a").first.click()
    expect(partner.locator("#sheet")).to_contain_text("Bonjour, notre toiture est libre")
    expect(partner.locator("#sheet")).not_to_contain_text("amina@argane.example")
    accessible(partner)
