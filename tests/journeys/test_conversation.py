"""Two people talk, one on a phone in Arabic, in a tunnel: nothing is lost, doubled or out of order, whatever their clocks say."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel import clock
from marketplace import actions as leads
from messaging import queries
from messaging.choices import About
from messaging.models import Message
from tests.factories.marketplace import make_lead
from tests.journeys.steps import DESK, PHONE, accessible, enter, say, shown, words
from tests.wire import Wire


def open_talk(page: Page, server: str, actor, language: str, address: str) -> None:
    enter(page, server, actor, language)
    page.goto(server + address)
    expect(page.locator(".composer")).to_be_visible()
    expect(page.locator("[data-connection]")).to_be_hidden()


@pytest.mark.parametrize("minutes", [-10, 24 * 60], ids=["clock behind", "clock a day ahead"])
def test_three_messages_of_a_tunnel_arrive_in_order_and_nothing_is_missed(server, browser: Browser, minutes):
    deal, lead = make_lead(message="Bonjour")
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    address = f"/desk/conversations/{row.pk}/"
    desk, phone = browser.new_context(**DESK), browser.new_context(**PHONE)
    partner, sme = desk.new_page(), phone.new_page()
    sme.clock.install(time=clock.now() + timedelta(minutes=minutes))
    open_talk(partner, server, deal.partner, "fr", address)
    open_talk(sme, server, deal.sme, "ar", address)
    expect(sme.locator("html")).to_have_attribute("dir", "rtl")
    accessible(partner)
    accessible(sme)

    phone.set_offline(True)
    for text in "123":
        say(sme, text)
    expect(sme.locator(".bubble--waiting p")).to_have_text(["1", "2", "3"])
    say(partner, "0")
    shown(partner, "0")
    assert Message.objects.count() == 1
    expect(sme.locator("[data-connection]")).to_be_visible()
    expect(sme.locator("[data-held]").first).to_be_visible()

    phone.set_offline(False)
    sme.reload()
    shown(sme, "0", "1", "2", "3")
    shown(partner, "0", "1", "2", "3")
    times = sme.locator(".bubble[data-sequence] time").all_inner_texts()
    assert len(set(times)) <= 2, "times are the server's"

    say(partner, "Quelle surface ? 06 12 34 56 78")
    expect(words(sme).last).to_have_text("Quelle surface ? •••")
    expect(sme.locator("[data-connection]")).to_be_hidden()
    assert list(Message.objects.order_by("sequence").values_list("text", flat=True)) == [
        *"0123",
        "Quelle surface ? 06 12 34 56 78",
    ]
    for context in (desk, phone):
        context.close()


def test_the_other_side_sees_that_it_was_read_and_a_double_press_sends_once(server, browser: Browser):
    deal, lead = make_lead()
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    address = f"/desk/conversations/{row.pk}/"
    first, second = browser.new_context(**DESK), browser.new_context(**PHONE)
    partner, sme = first.new_page(), second.new_page()
    open_talk(partner, server, deal.partner, "fr", address)
    partner.fill(".composer textarea", "Bonjour")
    partner.locator(".composer button[type=submit]").dblclick()
    shown(partner, "Bonjour")
    expect(partner.locator(".bubble--mine .bubble__foot").last).to_contain_text("envoyé")
    open_talk(sme, server, deal.sme, "ar", address)
    expect(partner.locator(".bubble--mine .bubble__foot").last).to_contain_text("lu")
    assert Message.objects.count() == 1
    for context in (first, second):
        context.close()


def test_a_network_that_is_cut_in_the_middle_loses_and_shuffles_nothing(server, browser: Browser):
    deal, lead = make_lead()
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    address = f"/desk/conversations/{row.pk}/"
    desk, phone = browser.new_context(**DESK), browser.new_context(**PHONE)
    partner, sme = desk.new_page(), phone.new_page()
    open_talk(partner, server, deal.partner, "fr", address)
    with Wire(urlsplit(server).port) as wire:
        open_talk(sme, wire.address, deal.sme, "ar", address)
        wire.cut()
        for text in "123":
            say(sme, text)
        say(partner, "0")
        shown(partner, "0")
        expect(sme.locator(".bubble--waiting p")).to_have_text(["1", "2", "3"])
        expect(sme.locator("[data-connection]")).to_be_visible()
        wire.mend()
        expect(words(sme)).to_have_text(["0", "1", "2", "3"], timeout=30_000)
        shown(partner, "0", "1", "2", "3")
        expect(sme.locator(".bubble--waiting")).to_have_count(0)
        assert list(Message.objects.order_by("sequence").values_list("text", flat=True)) == ["0", "1", "2", "3"]
        for context in (desk, phone):
            context.close()


def test_a_network_that_swallows_everything_is_noticed_and_nothing_is_missed(server, browser: Browser):
    """The browser fires no event: only its unanswered pings say that the other end is gone."""
    deal, lead = make_lead()
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    address = f"/desk/conversations/{row.pk}/"
    desk, phone = browser.new_context(**DESK), browser.new_context(**PHONE)
    partner, sme = desk.new_page(), phone.new_page()
    open_talk(partner, server, deal.partner, "fr", address)
    with Wire(urlsplit(server).port) as wire:
        sme.clock.install()
        open_talk(sme, wire.address, deal.sme, "ar", address)
        inbox = desk.new_page()
        inbox.clock.install()
        inbox.goto(f"{wire.address}/desk/requests/")
        expect(inbox.locator(".lead-row")).to_have_count(1)
        state = sme.locator("[data-connection]")
        wire.swallow()
        for text in "123":
            say(partner, text)
        shown(partner, "1", "2", "3")
        sme.fill(".composer textarea", "not sent yet")
        sme.clock.run_for(20_000)
        expect(state).to_be_hidden()
        sme.clock.run_for(40_000)
        expect(state).to_be_visible()
        expect(state).to_contain_text("انقطع الاتصال")
        say(sme, "4")
        sme.clock.run_for(30_000)
        expect(sme.locator(".bubble--waiting p")).to_have_text(["4"])
        expect(words(sme)).to_have_count(0)
        with inbox.expect_websocket():  # the list of requests tries another one too
            inbox.clock.run_for(40_000)
        inbox.close()
        wire.mend()
        for _ in range(30):
            sme.clock.run_for(2_000)
            if state.is_hidden():
                break
            sme.wait_for_timeout(200)
        expect(state).to_be_hidden()
        expect(words(sme)).to_have_text(["1", "2", "3", "4"], timeout=30_000)
        shown(partner, "1", "2", "3", "4")
        assert Message.objects.count() == 4
        for context in (desk, phone):
            context.close()


def test_who_is_accepted_sees_that_the_other_is_here_and_writing(server, browser: Browser):
    deal, lead = make_lead()
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    address = f"/desk/conversations/{row.pk}/"
    desk, phone = browser.new_context(**DESK, reduced_motion="reduce"), browser.new_context(**PHONE)
    partner, sme = desk.new_page(), phone.new_page()
    open_talk(partner, server, deal.partner, "fr", address)
    expect(partner.locator("[data-presence]")).to_have_count(0)
    leads.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    partner.reload()
    open_talk(sme, server, deal.sme, "ar", address)
    for page in (partner, sme):
        expect(page.locator("[data-state=here]")).to_be_visible()
        expect(page.locator("[data-presence]")).to_have_attribute("role", "status")
    sme.locator(".composer textarea").press_sequentially("Bon")
    expect(partner.locator("[data-state=typing]")).to_be_visible()
    dots = partner.locator(".presence__dots")
    assert dots.evaluate("part => getComputedStyle(part).animationName") == "none"
    accessible(partner)
    accessible(sme)
    sme.locator(".composer button[type=submit]").click()
    expect(partner.locator("[data-state=typing]")).to_be_hidden()
    expect(partner.locator("[data-state=here]")).to_be_visible()
    for context in (desk, phone):
        context.close()
