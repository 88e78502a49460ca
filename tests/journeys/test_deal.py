"""A deal from the first word to a measured year, and partners that keep silent: a desk in French, a phone in Arabic."""

import re
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from frontend.pages.conversations import conversation_url
from kernel import clock
from marketplace import actions, queries
from marketplace.models import Lead, Quote
from tests.factories.marketplace import Deal, make_deal
from tests.factories.quotes import LINES, figures
from tests.journeys.steps import DESK, PHONE, accessible, enter, say, shown, until, words
from tests.queue import drain
from tests.wire import Wire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at(monkeypatch):
    """Return a function that moves the clock of everybody and lets the queue do what is due then."""

    def move(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)
        drain()

    return move


def ask(page: Page, address: str, deal: Deal, offer, **choices: str) -> Lead:
    """Ask one partner from the page of its reasons."""
    page.goto(address + reverse("ask", args=[deal.site.pk, offer.pk]))
    page.fill("textarea[name=message]", "السطح متاح ابتداء من يناير.")
    for name, value in choices.items():
        page.check(f"input[name={name}][value={value}]")
    page.check("input[name=consent]")
    page.locator("main form .button--main").click()
    expect(page).to_have_url(re.compile(r"/requests/[0-9a-f-]{36}/"))
    return Lead.objects.get(offer=offer)


def write_quote(page: Page, address: str, lead: Lead) -> Quote:
    """Type the figures of the factories as a French desk writes them, and send them."""
    page.goto(address + reverse("write_quote", args=[lead.pk]))
    for at, line in enumerate(LINES):
        for name, typed in line.items():
            page.fill(f"input[name=line-{at}-{name}]", typed)
    stated = figures()
    for name in ("capex_mad", "saving_mad_year", "energy_kwh_year", "power_kwp", "avoided_t_year", "payback_years"):
        page.fill(f"input[name={name}]", stated[name].replace(".", ","))
    page.select_option("select[name=energy_of]", stated["energy_of"])
    page.fill("input[name=valid_until]", f"{clock.moroccan_day(clock.now()) + timedelta(days=30):%d/%m/%Y}")
    accessible(page)
    page.locator("button[name=do][value=send]").click()
    expect(page).to_have_url(re.compile(r"/desk/quotes/"))
    accessible(page)
    return Quote.objects.get(lead=lead)


def by_program(deal: Deal, lead: Lead, capex_mad: str) -> None:
    """Have another partner take the request on and quote it."""
    (seller,) = [one for one in deal.partners if one.organization_id == lead.partner_organization_id]
    actions.accept_lead(seller, lead_id=lead.pk, now=clock.now())
    written = {"values": figures(capex_mad=capex_mad), "lines": LINES, "send": True}
    actions.draft_quote(seller, lead_id=lead.pk, **written, now=clock.now())


def test_a_request_becomes_a_talk_three_quotes_a_signature_and_a_measured_year(server, browser: Browser, at):
    deal = make_deal(partners=3)
    desk, phone = browser.new_context(**DESK), browser.new_context(**PHONE)
    partner, firm = desk.new_page(), phone.new_page()
    enter(partner, server, deal.partner, "fr")
    with Wire(urlsplit(server).port) as wire:
        enter(firm, wire.address, deal.sme, "ar")
        lead, *others = [ask(firm, wire.address, deal, offer) for offer in deal.offers]
        expect(firm.locator("html")).to_have_attribute("dir", "rtl")
        accessible(firm)

        partner.goto(f"{server}/desk/requests/{lead.pk}/")
        expect(partner.locator("#sheet")).not_to_contain_text("Argane")
        partner.locator(".lead-sheet__act button").first.click()
        expect(partner.locator("#sheet")).to_contain_text("Argane")

        talk = conversation_url(deal.sme, lead.pk)
        partner.goto(server + talk)
        firm.goto(wire.address + talk)
        say(firm, "مرحبا")
        expect(words(partner).last).to_have_text("مرحبا")
        expect(firm.locator(".bubble--waiting")).to_have_count(0)
        wire.cut()
        say(firm, "1150 m²")
        say(partner, "Quelle surface ?")
        expect(firm.locator(".bubble--waiting p")).to_have_text(["1150 m²"])
        wire.mend()
        expect(words(firm).last).to_have_text("1150 m²", timeout=30_000)
        shown(firm, *words(partner).all_inner_texts())
        assert words(partner).all_inner_texts()[-2:] == ["Quelle surface ?", "1150 m²"]

        quote = write_quote(partner, server, lead)
        for other, capex_mad in zip(others, ("1620000", "1494000"), strict=True):
            by_program(deal, other, capex_mad)
        firm.goto(wire.address + reverse("compare_quotes", args=[lead.pk]))
        expect(firm.locator(".quote-table thead th")).to_have_count(3)
        accessible(firm)
        firm.goto(wire.address + reverse("quote", args=[quote.pk]))
        accessible(firm)
        firm.locator("form[action$='/accept/'] button").click()
        expect(firm.locator("form[action$='/accept/']")).to_have_count(0)
        assert list(Lead.objects.order_by("sent_at").values_list("status", flat=True)) == ["won", "quoted", "quoted"]

        at(clock.now() + timedelta(days=366))
        for page, address, actor, language in (
            (firm, wire.address, deal.sme, "ar"),
            (partner, server, deal.partner, "fr"),
        ):
            enter(page, address, actor, language)  # nobody stays signed in for a year
        firm.goto(f"{wire.address}/requests/{lead.pk}/")
        until(firm, firm.locator("main a[href*='/desk/results/']")).last.click()
        firm.fill("input[name=energy_kwh]", "٣١٠٬٠٠٠")
        firm.fill("input[name=saving_mad]", "235000")
        firm.check("input[name=source][value=meter]")
        firm.check("input[name=is_shared]")
        accessible(firm)
        firm.locator("main form .button--main").click()
        expect(firm.locator(".callout--kept[role=note]")).to_be_visible()
        accessible(firm)
        partner.goto(server + urlsplit(firm.url).path)
        expect(partner.locator("main")).to_contain_text(re.compile(r"310.000"))
        expect(partner.locator("main form[method=post]")).to_have_count(0)
        for context in (desk, phone):
            context.close()


def test_partners_that_keep_silent_are_reminded_the_next_is_asked_and_the_firm_has_a_plain_answer(
    server, browser: Browser, at
):
    deal = make_deal(partners=2)
    desk, phone = browser.new_context(**DESK), browser.new_context(**PHONE)
    partner, firm = desk.new_page(), phone.new_page()
    enter(partner, server, deal.partner, "fr")
    enter(firm, server, deal.sme, "ar")
    first = ask(firm, server, deal, deal.offer, on_silence="automatic")

    partner.goto(f"{server}/desk/notices/")
    for number, day in enumerate(queries.lead(deal.partner, first.pk).reminders):
        at(datetime.combine(day, time(9, 30), clock.MOROCCO))
        until(partner, partner.get_by_text("attend votre réponse jusqu’au").nth(number))
    accessible(partner)

    at(datetime.combine(first.due_on, time(18, 1), clock.MOROCCO))
    firm.goto(f"{server}/desk/notices/")
    until(firm, firm.get_by_text("وُجّه الطلب نيابة عنكم إلى الشريك التالي"))
    accessible(firm)
    second = Lead.objects.exclude(pk=first.pk).get()
    assert second.partner_organization_id == deal.partners[1].organization_id
    partner.goto(f"{server}/desk/requests/{first.pk}/")
    expect(partner.locator(".lead-sheet__act")).to_have_count(0)

    at(datetime.combine(second.due_on, time(18, 1), clock.MOROCCO))
    enter(firm, server, deal.sme, "ar")
    firm.goto(f"{server}/desk/notices/")
    until(firm, firm.get_by_text("لا أحد يستطيع المساعدة"))
    firm.goto(f"{server}/requests/{second.pk}/")
    expect(firm.locator(".callout--missing").first).to_be_visible()
    accessible(firm)
    assert set(Lead.objects.values_list("status", flat=True)) == {"expired"}
    for context in (desk, phone):
        context.close()
