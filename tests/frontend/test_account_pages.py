"""Sign-in and what surrounds it speak our words, whole, in each language: no sentence of django-allauth is left, none in English."""

import re
from html.parser import HTMLParser
from pathlib import Path

import allauth
import polib
import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.template import engines
from django.test import Client
from django.test.signals import template_rendered
from django.urls import get_resolver, reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from config.settings import ACCOUNT_RATE_LIMITS
from tests.factories.accounts import make_organization, owner_of, sign_in

pytestmark = pytest.mark.django_db
ALLAUTH = Path(allauth.__file__).parent
PASSWORD = "a-good-password-1"
OURS = {
    "Qafila",
    "FreeOTP",
    "Aegis",
    "Google",
    "Authenticator",
    "PIN",
    "JavaScript",
    "ICE",
    "Fr",
    "Français",
    "English",
}
# Addresses that show no page of their own: they act, or lead to another page.
NO_PAGE = {"mfa_login_webauthn", "mfa_download_recovery_codes", "account_confirm_login_code"}


class Words(HTMLParser):
    """Gather what a page says: its text, and the words that only a reader of labels hears."""

    def __init__(self, page):
        super().__init__()
        self.said, self.silent = [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.silent += tag in {"script", "style", "svg", "code", "bdi"}
        self.said += [value for name, value in attrs if name in {"aria-label", "title", "alt"} and value]

    def handle_endtag(self, tag):
        self.silent -= tag in {"script", "style", "svg", "code", "bdi"}

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.said.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def english():
    """Every sentence that stands in English in a catalogue and otherwise in French."""
    paths = [ALLAUTH / "locale/fr/LC_MESSAGES/django.po", *Path().glob("*/locale/fr/LC_MESSAGES/django.po")]
    entries = [entry for path in paths for entry in polib.pofile(str(path)) if entry.msgstr]
    return {entry.msgid for entry in entries} - {entry.msgstr for entry in entries} - {"English"}


@pytest.fixture
def rendered():
    """The templates that a page was made of."""
    names = []

    def note(template, **_more):
        names.append(Path(template.origin.name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture
def amina():
    user = owner_of(make_organization("Argane"))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def check(text, language, english, where):
    """Hold what a page says against its language."""
    said = Words(text).said if "<" in text else text.splitlines()
    assert not [one for one in said if one.strip() in english], where
    if language == "ar":
        latin = {word for one in said for word in re.findall(r"[A-Za-zÀ-ÿ]{3,}", re.sub(r"\S+[@/]\S+|&\w+;", "", one))}
        assert not latin - OURS, where


def pages_of(amina, client):
    """Give each page with the way that leads to it; a person with all there is, one with nothing, and nobody."""
    yield "account_login", Client(), {}, None
    yield "account_login", Client(), {}, {"login": "nobody@argane.example", "password": "not-the-password"}
    yield "account_signup", Client(), {}, None
    yield "account_signup", Client(), {}, {"email": "x"}
    yield "account_inactive", Client(), {}, None
    yield "account_reset_password", Client(), {}, None
    yield "account_reset_password", Client(), {}, {"email": "x"}
    yield "account_reset_password_done", Client(), {}, None
    yield "account_reset_password_from_key_done", Client(), {}, None
    yield "account_reset_password_from_key", Client(), {"uidb36": "1", "key": "no-key"}, None
    yield "account_email_verification_sent", Client(), {}, None
    yield "account_confirm_email", Client(), {"key": "no-key"}, None
    waiting = EmailAddress.objects.create(user=amina, email="new@argane.example")
    yield "account_confirm_email", Client(), {"key": EmailConfirmationHMAC(waiting).key}, None
    waiting.delete()
    yield "mfa_authenticate", half_in(amina), {}, None
    yield "mfa_authenticate", half_in(amina), {}, {"code": "000000"}
    sign_in(client, amina)
    for name in ("account_logout", "usersessions_list", "mfa_list_webauthn"):
        yield name, client, {}, None
    for name in ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"):
        yield name, client, {}, None
    yield "account_reauthenticate", client, {}, {"password": "not-the-password"}
    yield "mfa_reauthenticate", client, {}, {"code": "000000"}
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        yield name, fresh(client), {}, None
    for name in ("mfa_add_webauthn", "account_email", "account_change_password"):
        yield name, fresh(client), {}, None
    yield "account_email", fresh(client), {}, {"email": amina.email, "action_add": "1"}
    wrong = {"oldpassword": "not-the-password", "password1": "short", "password2": "other"}
    yield "account_change_password", fresh(client), {}, wrong
    key = Authenticator.objects.get(user=amina, type="webauthn")
    yield "mfa_edit_webauthn", fresh(client), {"pk": key.pk}, None
    yield "mfa_remove_webauthn", fresh(client), {"pk": key.pk}, None
    Authenticator.objects.filter(user=amina).delete()
    for name in ("mfa_index", "mfa_activate_totp", "mfa_list_webauthn"):
        yield name, fresh(client), {}, None
    yield "mfa_activate_totp", fresh(client), {}, {"code": "000000"}
    amina.set_unusable_password()
    amina.save()
    yield "account_set_password", sign_in(Client(), amina), {}, None


def half_in(user):
    """Return a browser that has proved the password and not yet the second factor."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def fresh(client):
    """Let a browser prove once more who it is."""
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def make_factors(user):
    """Give a person an app, recovery codes, and a passkey as a browser registers it."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    held = AttestedCredentialData.create(bytes(16), b"a-passkey-of-the-tests", ES256.from_cryptography_key(point))
    proof = AttestationObject.create("none", AuthenticatorData.create(bytes(32), 0x45, 0, held), {})
    client_data = CollectedClientData.create("webauthn.create", b"challenge", "https://qafila.example")
    response = {"clientDataJSON": websafe_encode(client_data), "attestationObject": websafe_encode(proof)}
    identifier = websafe_encode(held.credential_id)
    credential = {"id": identifier, "rawId": identifier, "type": "public-key", "response": response}
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "1", "credential": credential})


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_page_speaks_our_words_in_its_language(amina, client, language, english, rendered):
    make_factors(amina)
    seen = set()
    for name, browser, where, posted in pages_of(amina, client):
        address, headers = reverse(name, kwargs=where), {"accept-language": language}
        answer = browser.post(address, posted, headers=headers) if posted else browser.get(address, headers=headers)
        assert answer.status_code == 200, (name, answer.get("Location"))
        check(answer.content.decode(), language, english, (name, posted))
        seen.add(name)
    words = [path for path in rendered if ALLAUTH in path.parents and "trans" in path.read_text()]
    assert not words
    routes = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {one for one in routes if one.startswith(("account_", "mfa_", "usersessions_"))} - seen == NO_PAGE


def test_what_an_act_says_is_ours():
    found = [
        path for room in ("account", "mfa", "usersessions") for path in ALLAUTH.glob(f"templates/{room}/messages/*.txt")
    ]
    said = [
        f"{path.parts[-3]}/messages/{path.name}"
        for path in found
        if not re.search("phone|login_code|primary_email_set", path.name)
    ]
    assert len(said) > 12
    assert not [
        name for name in said if ALLAUTH in Path(engines["django"].get_template(name).template.origin.name).parents
    ]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_letter_is_ours_in_its_language_as_text_and_as_a_page(amina, client, language, english):
    headers = {"accept-language": language}
    client.post(reverse("account_reset_password"), {"email": amina.email}, headers=headers)
    client.post(reverse("account_reset_password"), {"email": "nobody@argane.example"}, headers=headers)
    form = {
        "kind": "sme",
        "organization": "شركة",
        "region": "MA-03",
        "name": "أمينة",
        "password1": PASSWORD,
        "privacy": "on",
    }
    for address in (amina.email, "new@argane.example"):
        Client().post(reverse("account_signup"), {**form, "email": address}, headers=headers)
    assert len(mail.outbox) == 4
    assert len({letter.subject for letter in mail.outbox}) == 4
    for letter in mail.outbox:
        (page, kind) = letter.alternatives[0]
        assert kind == "text/html"
        assert re.search(rf'<html lang="{language}"', page)
        assert re.search(r"https?://\S+", letter.body)[0] in page
        for text in (letter.subject, letter.body, page):
            check(text, language, english, letter.subject)


def test_a_reset_link_opens_the_account_again(amina, client):
    client.post(reverse("account_reset_password"), {"email": amina.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)[0]
    form = client.get(link, follow=True)

    new = "une phrase que je retiens"
    differ = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": "une autre"}).content.decode()
    assert "ne sont pas les mêmes" in differ
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    amina.refresh_from_db()
    assert amina.check_password(new)


def test_a_recovery_code_opens_once(amina):
    make_factors(amina)
    code = Authenticator.objects.get(user=amina, type="recovery_codes").wrap().get_unused_codes()[0]
    assert half_in(amina).post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert "id_code_error" in half_in(amina).post(reverse("mfa_authenticate"), {"code": code}).content.decode()


def test_too_many_tries_say_how_long_to_wait(amina, client, settings):
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    for _one in range(6):
        page = client.post(reverse("account_login"), {"login": amina.email, "password": "not-the-password"})
    assert "cinq minutes" in page.content.decode()


def test_a_closed_account_is_told_so(amina, client):
    amina.is_active = False
    amina.save()
    answer = client.post(reverse("account_login"), {"login": amina.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("account_inactive")


def test_the_list_of_sessions_names_the_browser_and_its_machine(amina, client):
    browser = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
    phone = Client(headers={"user-agent": browser})
    phone.post(reverse("account_login"), {"login": amina.email, "password": PASSWORD})
    phone.get(reverse("account"))
    page = phone.get(reverse("usersessions_list")).content.decode()
    assert "Chrome, Android" in page
