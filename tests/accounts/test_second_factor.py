"""A second factor: asked of who finances, kept so that a copied database opens nothing, listed beside the sessions."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import queries
from accounts.models import Membership
from api.actors import from_session
from kernel import clock
from kernel.actor import ANONYMOUS
from tests.factories.accounts import make_organization, owner_of
from tests.factories.accounts import sign_in as sign_in_wholly

pytestmark = pytest.mark.django_db


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": "a-good-password-1"})


def confirm_access(client):
    """Write the password once more, as a change of security asks."""
    return client.post(reverse("account_reauthenticate"), {"password": "a-good-password-1"})


@pytest.fixture
def karim():
    """An owner of a bank who has no second factor yet."""
    user = owner_of(make_organization("Mizan", "financier"))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.filter(user=user).delete()
    return user


def test_a_financier_acts_only_once_a_second_factor_is_set_up(karim, client):
    client.force_login(karim)
    assert queries.actor_for(karim).organization_id.int == 0
    assert client.get(reverse("inbox"))["Location"] == reverse("account")
    assert reverse("mfa_index") in client.get(reverse("account")).content.decode()
    assert client.get("/api/v1/me/").status_code == 403
    refused = client.get("/api/v1/me/").json()
    assert refused["code"] == "second_factor_required"
    TOTP.activate(karim, generate_totp_secret())
    assert queries.actor_for(karim).organization_id.int == 0, "having one proves nothing"
    sign_in_wholly(client, karim)
    assert client.get(reverse("inbox")).status_code == 200
    assert client.get("/api/v1/me/").status_code == 200


@pytest.mark.django_db(transaction=True)  # what follows a commit follows it
def test_a_session_opened_by_the_password_alone_never_acts_whatever_is_set_up_afterwards(karim, client):
    thief = Client()
    sign_in(thief, karim)
    sign_in(client, karim)
    confirm_access(client)
    secret = re.search(r"<code>(\w{16,})</code>", client.get(reverse("mfa_activate_totp")).content.decode())[1]
    unnoticed = Client()
    unnoticed.force_login(karim)  # a session that no list knows
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("inbox")).status_code == 200, "who set it up goes on"
    assert client.post("/api/v1/keys/", {"name": "ERP", "scope": "read"}, "application/json").status_code != 403
    assert reverse("account_login") in thief.get(reverse("account"))["Location"], "the other session is over"
    assert unnoticed.get(reverse("inbox"))["Location"] == reverse("account")
    refused = unnoticed.post("/api/v1/keys/", {"name": "ERP", "scope": "write"}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_required")
    assert from_session(unnoticed.session.session_key) == (ANONYMOUS, True), "nor through a socket"
    assert reverse("mfa_reauthenticate") in unnoticed.get(reverse("account")).content.decode()
    with time_machine.travel(clock.now() + timedelta(minutes=2)):  # a code opens one door, once
        assert unnoticed.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)}).status_code == 302
    assert unnoticed.get(reverse("inbox")).status_code == 200
    Authenticator.objects.filter(user=karim).delete()
    assert client.get(reverse("inbox"))["Location"] == reverse("account"), "a factor that is gone proves nothing"


def test_letters_still_reach_a_financier_without_one(karim):
    assert queries.actor_for(karim, via="job").kind == "financier"


def test_it_is_asked_of_nobody_else_and_a_second_organization_stays_open(karim, client):
    argane = make_organization("Argane")
    assert queries.actor_for(owner_of(argane)).kind == "sme"
    Membership.objects.create(organization=argane, user=karim, role="member", joined_at=clock.now())
    client.force_login(karim)
    client.post(reverse("switch_organization"), {"organization": str(argane.pk)})
    assert queries.actor_for(get_user_model().objects.get(pk=karim.pk)).kind == "sme"


def test_a_person_sets_up_an_app_and_signs_in_with_its_code(karim, client):
    sign_in(client, karim)
    assert client.get(reverse("mfa_activate_totp")).status_code == 302, "a session left open changes nothing"
    confirm_access(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in page
    secret = re.search(r"<code>(\w{16,})</code>", page)[1]
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert 'id="id_code_error"' in wrong
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    assert secret not in str(list(Authenticator.objects.values("data")))
    client.logout()
    assert sign_in(client, karim)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("inbox")).status_code == 302, "the password alone opens nothing"
    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert refused.status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("inbox")).status_code == 200


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_its_pages_open_in_every_language(karim, client, language):
    sign_in(client, karim)
    assert client.get(reverse("account_reauthenticate")).status_code == 200
    confirm_access(client)
    for name in (
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
        "account_email",
        "account_change_password",
    ):
        page = client.get(reverse(name), headers={"accept-language": language})
        assert page.status_code == 200, name
        assert f'lang="{language}"' in page.content.decode()


def test_the_other_sessions_are_listed_and_ended(karim, client):
    other = Client()
    for one in (client, other):
        sign_in(one, karim)
        one.get(reverse("account"))
    page = client.get(reverse("usersessions_list")).content.decode()
    assert page.count("127.0.0.1") == 2
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("account")).status_code == 302
    assert client.get(reverse("account")).status_code == 200


def test_a_new_address_takes_the_place_of_the_old_once_it_is_confirmed(karim, client):
    new = {"email": "karim@mizan-finance.example", "action_add": "1"}
    sign_in(client, karim)
    assert reverse("account_reauthenticate") in client.post(reverse("account_email"), new)["Location"]
    confirm_access(client)
    client.post(reverse("account_email"), new)
    assert "karim@mizan-finance.example" in client.get(reverse("account_email")).content.decode()
    karim.refresh_from_db()
    assert karim.email != "karim@mizan-finance.example"
    letter = next(one for one in mail.outbox if one.to == ["karim@mizan-finance.example"])
    client.post(re.search(r"/accounts/confirm-email/\S+", letter.body)[0])
    karim.refresh_from_db()
    assert karim.email == "karim@mizan-finance.example"
    assert karim.emailaddress_set.count() == 1
