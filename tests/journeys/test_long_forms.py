"""Case RW58: two hours on a form, then the session is gone: nothing typed is lost, nothing is shown to anybody else."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from config.management.commands.seed import PASSWORD
from kernel import clock
from tests.journeys.steps import DESK, accessible, press, sign_in, unfolded
from tests.journeys.walk import rows

AMINA, SALMA = "amina@argane.example", "salma@chams.example"
LOGIN = re.compile(r"/accounts/login/\?next=")


@pytest.fixture
def page(server, browser, settings):
    settings.DEMO = True
    call_command("prepare", demo=True, size="stories", verbosity=0)
    page = browser.new_context(**DESK).new_page()
    refused = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status in {403, 405, 500} else None)
    yield page
    assert not refused


def lose_session() -> None:
    Session.objects.all().delete()


def back_in(page: Page, email: str) -> None:
    """Sign in on the page that asks for it."""
    expect(page).to_have_url(LOGIN)
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    press(page)


def fill(page: Page, typed: dict[str, str]) -> None:
    for name, text in typed.items():
        unfolded(page, f"main form [name={name}]").fill(text)


def expect_back(page: Page, typed: dict[str, str]) -> None:
    for name, text in typed.items():
        expect(page.locator(f"main form [name={name}]")).to_have_value(text)
    expect(page.locator("[data-says=draft-back]")).to_be_visible()


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(120)
def test_a_bill_typed_before_and_after_the_session_went_is_there_and_is_kept(server, page):
    sign_in(page, server, AMINA)
    place = f"{server}/sites/{rows()['site']}/bills/"
    page.goto(place)
    name = page.locator("main form [name$=quantity]").last.get_attribute("name")
    prefix = name.removesuffix("quantity")
    first = {f"{prefix}quantity": "1234"}
    fill(page, first)
    lose_session()
    second = {f"{prefix}amount": "987,50", f"{prefix}start": "01/03/2025", f"{prefix}end": "31/03/2025"}
    fill(page, second)
    press(page, "Enregistrer")
    back_in(page, AMINA)
    expect(page).to_have_url(place)
    expect_back(page, {**first, **second})
    accessible(page)
    page.locator("main form button[name=language][value=ar], .desk__rail button[name=language][value=ar]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect_back(page, {**first, **second})
    page.goto(f"{place}last-year/?year=2026")
    of_row = page.locator("main form [name$=quantity]").first.get_attribute("name")
    fill(page, {of_row: "14 900,5"})
    page.goto(place)
    page.goto(f"{place}last-year/?year=2026")
    expect_back(page, {of_row: "14 900,5"})
    context = page.context
    page.close()
    other = context.new_page()
    other.goto(f"{place}last-year/?year=2026")
    expect_back(other, {of_row: "14 900,5"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(120)
def test_a_message_to_a_partner_survives_a_password_changed_elsewhere(server, page):
    sign_in(page, server, AMINA)
    place = f"{server}/sites/{rows()['site']}/ask/{rows()['offer']}/"
    page.goto(place)
    typed = {"message": "Notre toiture date de 2016.\nPouvez-vous passer en mars ?"}
    fill(page, typed)
    amina = User.objects.get(email=AMINA)
    amina.set_password(PASSWORD)
    amina.save()
    press(page)
    back_in(page, AMINA)
    expect(page).to_have_url(place)
    expect_back(page, typed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(120)
def test_an_offer_survives_a_sign_in_in_another_tab_and_is_forgotten_once_kept(server, page):
    sign_in(page, server, SALMA)
    place = f"{server}/desk/offers/new/"
    page.goto(place)
    typed = {"name_fr": "Chauffe-eau solaire collectif"}
    fill(page, typed)
    lose_session()
    sign_in(page.context.new_page(), server, SALMA)
    page.locator("button[name=do]").first.click()
    expect_back(page, typed)
    expect(page).to_have_url(place)
    accessible(page)
    unfolded(page, "input[name=measures][value=pv_rooftop]").check()
    unfolded(page, "input[name=regions][value=MA-03]").check()
    page.locator("button[name=do]").first.click()
    expect(page).to_have_url(re.compile(r"/desk/offers/[0-9a-f-]{36}/"))
    page.goto(place)
    expect(page.locator("[name=name_fr]")).to_have_value("")


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(120)
def test_who_signs_in_next_at_the_same_computer_sees_nothing_of_it(server, page):
    sign_in(page, server, SALMA)
    place = f"{server}/desk/offers/new/"
    page.goto(place)
    fill(page, {"name_fr": "Une offre encore secrète"})
    lose_session()
    page.locator("button[name=do]").first.click()
    back_in(page, "youssef@tayyar.example")
    expect(page).to_have_url(place)
    expect(page.locator("[name=name_fr]")).to_have_value("")
    kept = "Object.keys({...sessionStorage, ...localStorage}).filter(key => key.startsWith('draft '))"
    assert page.evaluate(kept) == []
    fill(page, {"name_fr": "Une autre"})
    page.goto(f"{server}/desk/account/")
    press(page, "Se déconnecter")
    expect(page).to_have_url(f"{server}/")
    assert page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])") == "[{},{}]"


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(120)
def test_a_notice_comes_before_the_session_ends_and_one_button_keeps_it(server, page):
    sign_in(page, server, SALMA)
    page.goto(f"{server}/desk/offers/new/")
    Session.objects.update(expire_date=clock.now() + timedelta(minutes=4))
    fill(page, {"name_fr": "Une offre"})
    notice = page.locator("[data-says=session-ending]")
    expect(notice).to_be_visible()
    accessible(page)
    notice.locator("button").click()
    expect(notice).to_be_hidden()
    assert Session.objects.get().expire_date > clock.now() + timedelta(days=1)
    page.reload()
    lose_session()
    fill(page, {"name_fr": "Une offre encore"})
    expect(page.locator("[data-says=session-ended]")).to_be_visible()


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(120)
def test_a_visitor_who_changes_the_language_keeps_what_was_typed_but_no_password(server, page):
    page.goto(f"{server}/accounts/signup/")
    typed = {"organization": "Conserves du Gharb", "name": "Nadia", "email": "nadia@gharb.example"}
    fill(page, {**typed, "password1": "une-phrase-secrète"})
    page.locator("button[name=language][value=ar]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect_back(page, typed)
    expect(page.locator("[name=password1]")).to_have_value("")
    assert "secrète" not in page.evaluate("JSON.stringify(sessionStorage)")
    assert page.evaluate("localStorage.length") == 0, "a visitor's goes with the tab"


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(120)
@pytest.mark.parametrize("answer", [None, 502], ids=["line lost", "proxy alone"])
def test_an_offer_survives_a_server_that_was_not_reached(server, page, answer):
    def unreached(route):
        if route.request.method != "POST":
            route.continue_()
        elif answer is None:
            route.abort()
        else:
            route.fulfill(status=answer, body="Bad gateway", content_type="text/html")

    sign_in(page, server, SALMA)
    place, typed = f"{server}/desk/offers/new/", {"name_fr": "Chauffe-eau solaire collectif"}
    page.goto(place)
    fill(page, typed)
    page.route(place, unreached)
    with page.expect_event("requestfailed" if answer is None else "response", lambda sent: sent.url == place):
        page.locator("button[name=do]").first.click(no_wait_after=True)
    page.wait_for_load_state()
    page.unroute(place)
    page.goto(place)
    expect_back(page, typed)
    page.go_back()
    page.goto(place)
    expect_back(page, typed)
