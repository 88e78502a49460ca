"""Whoever changes how an account is entered, its person is told: by the queue, in its language, with what to do if it was somebody else."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse
from django.utils import translation

from accounts import actions
from accounts.choices import SecurityChange
from accounts.models import User
from frontend.pages.account_words import CHANGES, Adapter
from kernel import clock
from kernel.models import Task
from tests.accounts.test_second_factor import code_of, confirm_access, sign_in
from tests.factories.accounts import make_organization, owner_of

pytestmark = pytest.mark.django_db(transaction=True)  # what follows a commit follows it

OLD = "a-good-password-1"
NEW = "three-words-remembered"


@pytest.fixture
def amina(client):
    user = owner_of(make_organization(language="fr"))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sign_in(client, user)
    confirm_access(client)
    return user


@pytest.fixture
def letters(drain):
    def read():
        drain()
        found = {(letter.to[0], letter.subject) for letter in mail.outbox}
        mail.outbox.clear()
        return found

    return read


def subject(change, language="fr"):
    with translation.override(language):
        return str(change.label)


def test_a_password_changed_is_told_and_never_by_the_request_itself(amina, client, letters):
    sent = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), sent).status_code == 302
    assert not mail.outbox
    assert letters() == {(amina.email, "Votre mot de passe a été changé")}


def test_a_password_chosen_by_the_link_of_a_letter_is_told(amina, client, letters):
    client.logout()
    client.post(reverse("account_reset_password"), {"email": amina.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox.pop().body)[0]
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert letters() == {(amina.email, subject(SecurityChange.PASSWORD_RESET))}


def test_an_address_changed_is_told_to_the_old_one_and_to_the_new_one(amina, client, letters):
    old, new = amina.email, "amina@elsewhere.example"
    client.post(reverse("account_email"), {"email": new, "action_add": "1"})
    link = re.search(r"/accounts/confirm-email/\S+", mail.outbox.pop().body)[0]
    client.post(link)
    assert old not in str(list(Task.objects.values())), "the queue keeps no address in clear"
    assert letters() == {
        (old, subject(SecurityChange.EMAIL_CHANGED)),
        (new, subject(SecurityChange.EMAIL_CONFIRMED)),
    }


def test_an_address_given_up_before_it_was_confirmed_is_told(amina, client, letters):
    new = "amina@elsewhere.example"
    client.post(reverse("account_email"), {"email": new, "action_add": "1"})
    mail.outbox.clear()
    client.post(reverse("account_email"), {"email": new, "action_remove": "1"})
    assert letters() == {(amina.email, subject(SecurityChange.EMAIL_DELETED))}


def test_an_app_set_up_with_its_codes_then_new_codes_then_turned_off_are_told(amina, client, letters):
    secret = re.search(r"<code>(\w{16,})</code>", client.get(reverse("mfa_activate_totp")).content.decode())[1]
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    assert (amina.email, subject(SecurityChange.APP_ADDED)) in letters()
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    assert letters() == {(amina.email, subject(SecurityChange.CODES_MADE))}
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert letters() == {(amina.email, subject(SecurityChange.APP_REMOVED))}


def test_a_passkey_removed_is_told(amina, client, letters):
    kept = Authenticator.objects.create(user=amina, type=Authenticator.Type.WEBAUTHN, data={"name": "Téléphone"})
    assert client.post(reverse("mfa_remove_webauthn", args=[kept.pk])).status_code == 302
    assert letters() == {(amina.email, subject(SecurityChange.PASSKEY_REMOVED))}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("change", SecurityChange)
def test_each_letter_is_in_the_language_of_its_reader_and_says_what_to_do(change, language, drain):
    user = owner_of(make_organization(language=language))
    with translation.override("ar" if language == "fr" else "fr"):
        actions.tell_of_security(user.pk, change, now=clock.now())
    assert not mail.outbox
    drain()
    (letter,) = mail.outbox
    assert letter.subject == subject(change, language)
    assert language == "en" or letter.subject != subject(change, "en")
    told = {"fr": "Si ce n’était pas vous", "ar": "إن لم تكونوا أنتم", "en": "If it was not you"}[language]
    assert told in letter.body
    assert f'lang="{language}"' in letter.alternatives[0][0]
    assert user.name not in letter.subject


def test_every_notification_of_the_library_has_our_words():
    root = Path(allauth.__file__).parent
    found = set()
    for room in ("account", "mfa"):
        for path in (root / room).rglob("*.py"):
            found |= set(re.findall(r'send_notification_mail\(\s*"([\w/]+)"', path.read_text()))
    assert found == CHANGES.keys()


@pytest.mark.parametrize("prefix", sorted(CHANGES))
def test_each_notification_of_the_library_goes_through_the_queue(prefix, letters):
    user = owner_of(make_organization())
    Adapter().send_notification_mail(prefix, user)
    assert not mail.outbox
    assert (user.email, subject(CHANGES[prefix])) in letters()


def test_who_left_meanwhile_receives_nothing(letters):
    user = owner_of(make_organization())
    TOTP.activate(user, generate_totp_secret())
    actions.tell_of_security(user.pk, SecurityChange.APP_ADDED, now=clock.now())
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert letters() == set()
