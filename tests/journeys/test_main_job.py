"""The main job in real browsers: from an empty market to two answers, at a French desk and on an Arabic phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import DESK, PHONE, accessible, press, publish, sign_up, unfolded, until


def describe_the_mill(firm):
    firm.locator("main a.button--main").click()
    firm.fill("input[name=name]", "Moulin")
    firm.select_option("select[name=region]", "MA-03")
    for name, choice in {"sector": "olive_oil", "voltage": "MV"}.items():
        firm.select_option(f"select[name={name}]", choice)
    for name, typed in {"employees": "34", "budget_mad": "1 800 000", "roof_m2": "١١٥٠"}.items():
        firm.fill(f"input[name={name}]", typed)
    firm.check("input[name=owns_building][value=yes]")
    firm.check("input[name=heritage_roof][value=no]")
    accessible(firm)
    press(firm)


def enter_a_year_of_electricity(firm):
    """Type kilowatt-hours with the unit left on megawatt-hours, as people do, and answer the question it brings."""
    expect(firm).to_have_url(re.compile("/bills/"))
    firm.fill("input[name=quantity]", "422 000")
    firm.select_option("select[name=unit]", "MWh")
    firm.fill("input[name=amount]", "490 000")
    unfolded(firm, "input[name=start]").fill("01/01/2025")
    firm.fill("input[name=end]", "31/12/2025")
    press(firm)
    expect(firm.locator("input[name=amount]")).to_have_value(re.compile("490.000"))
    accessible(firm)
    firm.get_by_text("422 000 kWh", exact=True).click()
    press(firm)
    expect(firm.locator(".ledger")).to_contain_text("422 000 kWh")


def ask(firm, partner_name):
    until(firm, firm.locator("main a.button", has_text=partner_name)).click()
    firm.fill("textarea[name=message]", "Bonjour, notre toiture est libre dès janvier.")
    press(firm)
    expect(firm.locator("input[name=consent]")).to_have_attribute("aria-invalid", "true")
    expect(firm.locator("textarea[name=message]")).to_have_value(re.compile("libre dès janvier"))
    firm.check("input[name=consent]")
    accessible(firm)
    press(firm)
    expect(firm.locator("main")).to_contain_text("notre toiture est libre")


def points(card):
    """Return the points of a reason card, from the published start to the total."""
    found = [one.strip("\u2066\u2069\u200e") for one in card.locator(".points__value").all_inner_texts()]
    assert len(found) > 10
    return found


@pytest.mark.django_db(transaction=True)
def test_bills_become_explained_matches_and_requests_their_answers(server, browser, mailbox):
    chams = browser.new_context(**PHONE).new_page()
    sign_up(chams, server, mailbox, email="salma@chams.example", kind="provider", organization="Chams Solaire")
    publish(chams, server, fr="Photovoltaïque en toiture", ar="ألواح شمسية على السطح")
    chams.goto(f"{server}/desk/requests/")
    expect(chams.locator("html")).to_have_attribute("dir", "rtl")

    firm = browser.new_context(**DESK).new_page()
    sign_up(firm, server, mailbox, email="amina@argane.example", kind="sme", organization="Huilerie Argane")
    describe_the_mill(firm)
    enter_a_year_of_electricity(firm)

    firm.goto(f"{server}/footprint/")
    expect(firm.locator("main")).to_contain_text("287")  # tCO2e: 422,000 kWh at the grid's factors, losses and upstream
    accessible(firm)

    firm.goto(f"{server}/exports/")
    expect(firm.locator("#answer")).to_contain_text("Nous ne savons pas encore")
    firm.fill("input[name=code]", "1509 20")
    press(firm)
    expect(firm.locator("#answer")).to_contain_text("ne vous concerne pas")
    accessible(firm)

    firm.goto(f"{server}/needs/")
    accessible(firm)
    firm.locator("main a.button--main").first.click()
    press(firm)
    reasons = points(firm.locator("article", has_text="Chams Solaire").first)
    accessible(firm)
    ask(firm, "Chams Solaire")
    sent = firm.url

    row = chams.locator("[data-inbox-list] > li")
    expect(row).to_have_count(1, timeout=1000)
    row.locator("a").click()
    sheet = chams.locator("#sheet")
    expect(sheet).to_contain_text("notre toiture est libre")
    whole = points(sheet.locator("section[aria-labelledby=why-you]"))
    assert whole == reasons, "both sides read the same points"
    expect(sheet).not_to_contain_text("Argane")
    expect(sheet).not_to_contain_text("amina@argane.example")
    accessible(chams)
    sheet.locator(".lead-sheet__act button").click()
    expect(sheet).to_contain_text("amina@argane.example")
    accessible(chams)
    firm.goto(sent)
    expect(firm.locator("main")).to_contain_text("salma@chams.example")
    accessible(firm)

    atlas = browser.new_context(**DESK | {"locale": "en-GB"}).new_page()
    sign_up(atlas, server, mailbox, email="omar@atlas.example", kind="provider", organization="Atlas Watt")
    publish(atlas, server, fr="Centrales solaires industrielles", ar="محطات شمسية صناعية")
    atlas.goto(f"{server}/directory/?q=panneaux+solaires")
    until(atlas, atlas.locator("main .partner-list", has_text="Atlas Watt"))
    accessible(atlas)

    firm.goto(f"{server}/needs/")
    firm.locator("main a.button--main").first.click()
    ask(firm, "Atlas Watt")
    second = firm.url
    atlas.goto(f"{server}/desk/requests/")
    atlas.locator("[data-inbox-list] a").click()
    atlas.get_by_text("Decline, with a reason").click()
    press(atlas, "Decline")
    expect(atlas.locator("input[name=reason]").first).to_have_attribute("aria-invalid", "true")
    accessible(atlas)
    atlas.check("input[name=reason][value=no_capacity]")
    atlas.fill("textarea[name=note]", "From February we have a team free.")
    press(atlas, "Decline")
    expect(atlas.locator("#sheet")).to_contain_text("From February")
    firm.goto(second)
    expect(firm.locator("main")).to_contain_text("Pas de place en ce moment")
    expect(firm.locator("main")).to_contain_text("From February we have a team free.")
    accessible(firm)
    assert "Atlas Watt" in mailbox("amina@argane.example").body
