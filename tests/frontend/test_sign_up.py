"""Opening an account in a browser: a doubt is asked about, nothing is written before it is answered."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts.models import Consent, Organization

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
