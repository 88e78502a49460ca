"""Two people talk, one on a phone in Arabic, in a tunnel: nothing is lost, doubled or out of order, whatever their clocks say."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from kernel import clock
from messaging import queries
from messaging.choices import About
from messaging.models import Message
from tests.factories.accounts import sign_in
from tests.factories.marketplace import make_lead
from tests.journeys.steps import DESK, PHONE, accessible


def enter(page: Page, server: str, actor, language: str, address: str) -> None:
    user = get_user_model().objects.get(pk=actor.user_id)
    get_user_model().objects.filter(pk=user.pk).update(language=language)
    held = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": held, "url": server}])
    page.goto(server + address)
    expect(page.locator(".composer")).to_be_visible()
    expect(page.locator("[data-connection]")).to_be_hidden()


def say(page: Page, text: str) -> None:
    page.fill(".composer textarea", text)
    page.locator(".composer button[type=submit]").click()


def words(page: Page):
    return page.locator(".messages [data-sequence] p[dir=auto]")


def shown(page: Page, *texts: str) -> None:
    expect(words(page)).to_have_text(list(texts))
    expect(page.locator(".bubble--waiting")).to_have_count(0)


@pytest.mark.parametrize("minutes", [-10, 24 * 60], ids=["clock behind", "clock a day ahead"])
def test_three_messages_of_a_tunnel_arrive_in_order_and_nothing_is_missed(server, browser: Browser, minutes):
    deal, lead = make_lead(message="Bonjour")
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    address = f"/desk/conversations/{row.pk}/"
    desk, phone = browser.new_context(**DESK), browser.new_context(**PHONE)
    partner, sme = desk.new_page(), phone.new_page()
    sme.clock.install(time=clock.now() + timedelta(minutes=minutes))
    enter(partner, server, deal.partner, "fr", address)
    enter(sme, server, deal.sme, "ar", address)
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
    enter(partner, server, deal.partner, "fr", address)
    partner.fill(".composer textarea", "Bonjour")
    partner.locator(".composer button[type=submit]").dblclick()
    shown(partner, "Bonjour")
    expect(partner.locator(".bubble--mine .bubble__foot").last).to_contain_text("envoyé")
    enter(sme, server, deal.sme, "ar", address)
    expect(partner.locator(".bubble--mine .bubble__foot").last).to_contain_text("lu")
    assert Message.objects.count() == 1
    for context in (first, second):
        context.close()
