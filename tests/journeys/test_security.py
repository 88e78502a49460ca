"""A financier sets up a passkey of its own device and signs in with it alone; the password alone opens nothing."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import DESK, PHRASE, accessible, press, sign_up


@pytest.mark.django_db(transaction=True)
def test_a_financier_signs_in_with_a_passkey(server, browser, mailbox):
    context = browser.new_context(**DESK)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    sign_up(
        page,
        server,
        mailbox,
        email="karim@mizan.example",
        kind="financier",
        organization="Mizan",
        lands="/desk/account/",
    )
    page.goto(f"{server}/desk/requests/")
    expect(page).to_have_url(f"{server}/desk/account/")
    accessible(page)
    page.locator(".callout a.button").click()
    page.goto(f"{server}/accounts/second-factor/webauthn/add/")
    page.fill("input[name=password]", PHRASE)
    press(page)
    accessible(page)
    page.fill("input[name=name]", "Portable de Karim")
    page.check("input[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()
    expect(page).to_have_url(f"{server}/accounts/second-factor/recovery-codes/")
    accessible(page)
    for name in ("", "webauthn/", "totp/activate/"):
        page.goto(f"{server}/accounts/second-factor/{name}")
        accessible(page)
    page.goto(f"{server}/accounts/sessions/")
    accessible(page)
    page.goto(f"{server}/desk/requests/")
    expect(page).to_have_url(f"{server}/desk/requests/")

    page.goto(f"{server}/desk/account/")
    press(page)
    page.goto(f"{server}/accounts/login/")
    accessible(page)
    page.locator("#passkey_login").click()
    expect(page).to_have_url(f"{server}/today/")
    accessible(page)
