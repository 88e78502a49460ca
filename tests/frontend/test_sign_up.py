"""Opening an account in a browser: a doubt is asked about, nothing is written before it is answered."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Consent, Organization
from tests.queue import drain
from tests.race import race

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "sme",
    "organization": "Huilerie Argane",
    "ice": "009900001000060",
    "region": "MA-03",
    "name": "Salma",
    "email": "salma@argane.example",
    "password1": "une-longue-phrase-9",
    "privacy": "on",
}


def send(client, **changes):
    return client.post(reverse("account_signup"), {**TYPED, **changes})


def nothing_written():
    return not Organization.objects.exists() and not get_user_model().objects.exists()


def test_a_complete_form_opens_the_organization_with_its_consent(client):
    response = send(client)
    assert response["Location"] == reverse("account_email_verification_sent")
    organization = Organization.objects.get()
    assert (organization.name, organization.ice, organization.region) == ("Huilerie Argane", "009900001000060", "MA-03")
    assert Consent.objects.get().organization_id == organization.pk


def test_lost_zeros_are_asked_about_and_nothing_turns_red(client):
    html = send(client, ice="9900001000060").content.decode()
    assert "009900001000060" in html
    assert 'name="ice_reading"' in html
    assert "field--error" not in html
    assert "error-summary" not in html
    assert 'value="9900001000060"' in html
    assert nothing_written()


def test_the_answer_is_taken(client):
    send(client, ice="9900001000060", ice_asked="9900001000060", ice_reading="yes")
    assert Organization.objects.get().ice == "009900001000060"


def test_having_no_number_yet_is_an_answer(client):
    send(client, ice="9900001000060", ice_asked="9900001000060", ice_reading="none")
    assert Organization.objects.get().ice == ""


def test_an_answer_about_another_number_does_not_count(client):
    response = send(client, ice="9900001000060", ice_asked="123456789", ice_reading="yes")
    assert response.status_code == 200
    assert nothing_written()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ice": "12345678901234567"}, "ice"),
        ({"privacy": ""}, "privacy"),
        ({"kind": "operator"}, "kind"),
        ({"region": "MA-99"}, "region"),
        ({"organization": ""}, "organization"),
        ({"password1": "court"}, "password1"),
    ],
)
def test_a_wrong_field_says_so_beside_it_and_keeps_the_rest(client, changes, field):
    html = send(client, **changes).content.decode()
    assert f'id="id_{field}_error"' in html or "field--error" in html
    assert f'href="#id_{field}' in html
    assert 'value="salma@argane.example"' in html
    assert nothing_written()


def test_the_door_of_the_home_page_chooses_the_kind(client):
    html = client.get(reverse("account_signup"), {"kind": "provider"}).content.decode()
    assert html.count("checked") == 1
    assert html.index('value="provider"') < html.index("checked") < html.index('value="financier"')


def shown_after(client, response):
    """Return the page a sign-up ends on, without what differs from one request to the next."""
    page = client.get(response["Location"]).content.decode()
    return re.sub(r'value="\w{64}"|nonce="[^"]+"', "", page)


def test_an_address_with_an_account_meets_the_same_page_work_and_letter(monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    met = []
    for _turn in ("opens it", "finds it there"):
        client, mail.outbox[:] = Client(), []
        hashed.clear()
        response = send(client)
        drain()
        page = shown_after(client, response)
        met.append((response.status_code, response["Location"], page, len(mail.outbox), len(hashed)))
        assert [letter.to for letter in mail.outbox] == [["salma@argane.example"]]
        assert TYPED["email"] not in page
    assert met[0] == met[1]
    assert get_user_model().objects.count() == 1
    assert "/accounts/password/reset/" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_two_who_open_one_address_at_once_meet_the_same_answer():
    found = []
    assert race(*[lambda: found.append(send(Client()))] * 4) == ["done"] * 4
    assert {(one.status_code, one["Location"]) for one in found} == {(302, reverse("account_email_verification_sent"))}
    assert get_user_model().objects.count() == Organization.objects.count() == 1


@pytest.mark.parametrize("field", ["name", "organization"])
@pytest.mark.parametrize("typed", ["Visitez https://evil.example", "www.evil.example", "evil://x"])
def test_a_name_that_holds_a_web_address_is_refused(client, field, typed):
    response = send(client, **{field: typed})
    assert field in response.context["form"].errors
    assert nothing_written()


def test_a_name_is_kept_on_one_line_without_marks_that_turn_it_around(client):
    send(client, name="Salma\r\nBcc: all@argane.example\u202e", organization="Huilerie\tArgane\u2066\n du Saïss")
    assert Organization.objects.get().name == "Huilerie Argane du Saïss"
    assert get_user_model().objects.get().name == "Salma Bcc: all@argane.example"
