"""Pages of one's own data: what happens is said with numbers, the password is asked, and nothing is done before."""

import io
import zipfile

import pytest
from django.urls import reverse

from accounts.models import Organization, User
from tests.factories.accounts import actor_of, make_member, make_organization, owner_of, sign_in
from tests.factories.marketplace import make_deal, make_lead

pytestmark = pytest.mark.django_db
PASSWORD = "a-good-password-1"


def text(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_copy_is_asked_for_made_and_fetched_by_its_person_alone(client, drain):
    argane = make_organization("Argane")
    sign_in(client, owner_of(argane))
    client.post(reverse("ask_copy"), {"of": "organization"})
    assert "En préparation" in text(client, "your_data")
    drain()
    page = text(client, "your_data")
    url = page.split('href="/desk/account/data/copies/')[1].split('"')[0]
    answer = client.get(f"/desk/account/data/copies/{url}")
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert "data/organization.json" in archive.namelist()
    sign_in(client, make_member(argane, role="owner"))
    assert client.get(f"/desk/account/data/copies/{url}").status_code == 404


def test_who_still_owes_a_second_factor_is_asked_for_it_and_gets_nothing(client):
    person = owner_of(make_organization("Mizan", "financier"))
    client.force_login(person)
    assert "second facteur" in text(client, "your_data")
    assert client.post(reverse("ask_copy"), {"of": "person"}).status_code == 403


def test_closing_says_what_ends_with_numbers_and_asks_for_the_password(client, drain):
    deal, _lead = make_lead(make_deal())
    person = User.objects.get(pk=deal.sme.user_id)
    sign_in(client, person)
    page = text(client, "close_organization")
    for term, number in (("Factures", "12"), ("Sites", "1"), ("Demandes envoyées en cours", "1")):
        assert f"<dt>{term}</dt><dd>{number}" in page
    assert "<dd>0" not in page, "what there is none of is not said to end"
    wrong = client.post(reverse("close_organization"), {"password": "non"})
    assert "mot de passe" in wrong.content.decode()
    assert not Organization.objects.exclude(suspended_at=None).exists()
    done = client.post(reverse("close_organization"), {"password": PASSWORD}, follow=True)
    told = " ".join(done.content.decode().split())
    assert "est fermée" in told
    assert "n’appartient à aucune organisation" not in told
    client.post(reverse("reopen_organization", args=[deal.sme.organization_id]))
    assert not Organization.objects.exclude(suspended_at=None).exists()


def test_leaving_names_the_organizations_that_would_have_no_owner_and_takes_no_password_then(client):
    argane = make_organization("Argane")
    owner = owner_of(argane)
    sign_in(client, owner)
    page = text(client, "leave_account")
    assert "Vous êtes le dernier propriétaire" in page
    assert 'name="password"' not in page
    assert client.post(reverse("leave_account"), {"password": PASSWORD}).status_code == 200
    assert User.objects.filter(pk=owner.pk).exists()
    make_member(argane, role="owner")
    assert "sans vous désormais" in text(client, "leave_account")
    gone = client.post(reverse("leave_account"), {"password": PASSWORD})
    assert gone.headers["Location"] == "/"
    assert not User.objects.filter(pk=owner.pk).exists()
    assert client.get(reverse("your_data")).status_code == 302


def test_ten_wrong_passwords_are_enough(client):
    sign_in(client, owner_of(make_organization("Argane")))
    for _ in range(10):
        client.post(reverse("close_organization"), {"password": "non"})
    told = client.post(reverse("close_organization"), {"password": PASSWORD}).content.decode()
    assert "dix minutes" in told


def test_a_member_is_shown_no_way_to_close_and_is_refused(client):
    argane = make_organization("Argane")
    member = make_member(argane)
    sign_in(client, member)
    assert reverse("close_organization") not in text(client, "your_data")
    assert client.get(reverse("close_organization")).status_code == 403
    other = make_organization("Zellige")
    assert client.post(reverse("reopen_organization", args=[other.pk])).status_code == 404
    assert actor_of(other).organization_id == other.pk
