"""What people do in a browser, step by step, by what they read and press."""

import re
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from config.management.commands.seed import PASSWORD
from tests.factories.accounts import sign_in as session

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "ar-MA"}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR"}
PHRASE = "une-longue-phrase-9"


def enter(page: Page, address: str, actor: Any, language: str) -> None:
    """Let an actor of the factories in, who has no password, in its language."""
    user = get_user_model().objects.get(pk=actor.user_id)
    get_user_model().objects.filter(pk=user.pk).update(language=language)
    held = session(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": held, "url": address}])


def say(page: Page, text: str) -> None:
    page.fill(".composer textarea", text)
    page.locator(".composer button[type=submit]").click()


def words(page: Page) -> Locator:
    return page.locator(".messages [data-sequence] p[dir=auto]")


def shown(page: Page, *texts: str) -> None:
    expect(words(page)).to_have_text(list(texts))
    expect(page.locator(".bubble--waiting")).to_have_count(0)


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    press(page)
    expect(page).not_to_have_url(re.compile("/accounts/login/"))


def sign_up(
    page: Page, address: str, mailbox: Any, *, email: str, kind: str, organization: str, lands: str = "/today/"
) -> None:
    """Open an account of MA-03 from the home page's form and confirm it by the link of the mail."""
    page.goto(f"{address}/accounts/signup/")
    page.check(f"input[name=kind][value={kind}]")
    page.fill("input[name=organization]", organization)
    page.select_option("select[name=region]", "MA-03")
    page.fill("input[name=name]", email.partition("@")[0].title())
    page.fill("input[name=email]", email)
    page.fill("input[name=password1]", PHRASE)
    press(page)
    expect(page.locator("input[name=privacy][aria-invalid=true]")).to_be_visible()
    accessible(page)
    page.fill("input[name=password1]", PHRASE)
    page.check("input[name=privacy]")
    press(page)
    link = re.search(r"http\S+/confirm-email/\S+", mailbox(email).body)
    assert link, "the mail holds its link"
    page.goto(address + urlsplit(link[0]).path)
    accessible(page)
    press(page)
    expect(page).to_have_url(f"{address}{lands}")
    accessible(page)


def publish(page: Page, address: str, *, fr: str, ar: str) -> str:
    """Publish an offer of rooftop solar in MA-03 from the editor, and return its id."""
    page.goto(f"{address}/desk/offers/new/")
    for language, text in {"fr": fr, "ar": ar}.items():
        unfolded(page, f"input[name=name_{language}]").fill(text)
    unfolded(page, "input[name=measures][value=pv_rooftop]").check()
    unfolded(page, "input[name=regions][value=MA-03]").check()
    page.select_option("select[name=intake]", "open")
    page.locator("button[name=do][value=publish]").click()
    expect(page).to_have_url(re.compile(r"/desk/offers/[0-9a-f-]{36}/"))
    accessible(page)
    return page.url.rstrip("/").rpartition("/")[2]


def unfolded(page: Page, selector: str) -> Locator:
    """Return what stands there, its disclosure opened first when it is folded away."""
    found = page.locator(selector)
    if not found.is_visible():
        page.locator("details:not([open])", has=found).locator("summary").first.click()
    return found


def press(page: Page, name: str = "") -> None:
    """Press the button of the page with this name, else the last one of its forms."""
    buttons = page.locator("main form button[type=submit]")
    (buttons.filter(has_text=name) if name else buttons).last.click()


def faults(page: Page) -> list[Any]:
    """Return what axe finds serious on a page, with where it stands; what passes is not collected, which takes half as long."""
    answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
    found = [fault for fault in answer["violations"] if fault["impact"] in {"serious", "critical"}]
    return [(fault["id"], [node["html"][:120] for node in fault["nodes"][:2]]) for fault in found]


def accessible(page: Page) -> None:
    assert not faults(page), page.url


def until(page: Page, found: Locator, seconds: int = 20) -> Locator:
    """Load the page again until something is on it; say so when it never comes."""
    for _ in range(seconds * 2):
        if found.count():
            return found.first
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"not within {seconds} s: {found}")
