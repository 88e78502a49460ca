"""On a phone, in Arabic, a mill finds a solar offer that is described in French alone, and comes back to where it was."""

import re

import pytest
from playwright.sync_api import Browser, expect

from search.jobs import rebuild_now
from tests.factories.partners import make_offer, make_partner
from tests.journeys.steps import PHONE, accessible

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_arabic_query_finds_a_french_offer_and_back_restores_the_search(server, browser: Browser):
    chams, atlas = make_partner("Chams Solaire"), make_partner("Atlas Watt")
    for number in range(22):
        make_offer(chams, name_fr=f"Centrale numéro {number}", regions_served=["MA-06"], languages=["fr"])
    make_offer(chams, name_fr="Centrale clé en main", description_fr="Étude, pose et suivi", regions_served=["MA-12"])
    make_offer(atlas, name_fr="Pompes neuves", measures=["vsd"], regions_served=["MA-06"])
    rebuild_now()
    phone = browser.new_context(**PHONE)
    page = phone.new_page()
    page.goto(f"{server}/directory/")
    box = page.locator("input[role=combobox]")
    box.press_sequentially("الطاقة الشم", delay=20)
    listed = page.locator("[role=listbox] [role=option]")
    expect(listed.first).to_contain_text("الشمسية")
    accessible(page)
    box.press("Escape")
    expect(listed).to_have_count(0)
    box.fill("الطاقة الشمسية")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q="))
    said = page.locator("p[aria-live]")
    for name, value, left in (("kind", "technology", "23"), ("region", "MA-06", "22")):
        page.locator(".facets summary").click()
        option = page.locator("label.choice", has=page.locator(f"input[name={name}][value={value}]"))
        count = option.locator(".facet__count").inner_text()
        option.click()
        page.locator(".facets button").click()
        expect(said).to_contain_text(count)
        assert count == left
    accessible(page)
    page.get_by_role("link", name="التالي").click()
    expect(page.locator(".partner-card")).to_have_count(2)
    last = page.locator(".partner-card a").last
    last.scroll_into_view_if_needed()
    address, place = page.url, page.evaluate("scrollY")
    assert place > 0
    last.click()
    expect(page.locator("h1")).to_contain_text("Centrale numéro")
    page.go_back()
    expect(page).to_have_url(address)
    expect(box).to_have_value("الطاقة الشمسية")
    expect(page.locator(".applied")).to_contain_text("الدار البيضاء")
    expect(page.locator(".facets input[name=region][value=MA-06]")).to_be_checked()
    expect(page.locator(".partner-card")).to_have_count(2)
    page.wait_for_function("place => Math.abs(scrollY - place) < 50", arg=place)
    phone.close()
