"""A second factor that is lost: an operator removes it for who proved who it is, never for itself; it is told and written down."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import actions, queries
from accounts.models import AuditEntry, Membership, Organization, User
from accounts.queries.audit import breaks_in_the_trail
from kernel import clock
from kernel.errors import Refused
from tests.factories.accounts import actor_of, make_member, make_organization, owner_of, proof_of, sign_in

pytestmark = pytest.mark.django_db

GIVEN = {"reason": "phone_lost", "proof": "called_back"}


@pytest.fixture
def borj():
    return make_organization("Borj", "operator", region="MA-03")


@pytest.fixture
def karim():
    user = owner_of(make_organization("Mizan", "financier", language="ar", region="MA-06"))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def remove(actor, user, **given):
    return actions.remove_factors(actor, user_id=user.pk, **{**GIVEN, **given}, now=clock.now())


def holds(user):
    return Authenticator.objects.filter(user=user).exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_removed_written_down_told_and_no_session_is_left(borj, karim, client, drain):
    factor, phone = Authenticator.objects.get(user=karim), Client()
    factor.delete()
    phone.post(reverse("account_login"), {"login": karim.email, "password": "a-good-password-1"})
    phone.get(reverse("account"))
    Authenticator.objects.bulk_create([factor])
    session = phone.session
    session.update(proof_of(karim))
    session.save()
    assert phone.get(reverse("inbox")).status_code == 200
    sign_in(client, User.objects.get(pk=actor_of(borj).user_id))
    found = client.post(reverse("operator_people"), {"email": karim.email.upper()})
    assert found["Location"] == reverse("operator_person", args=[karim.pk])
    shown = client.get(found["Location"]).content.decode()
    assert "Mizan" in shown
    assert "Application sur le téléphone" in shown
    address = reverse("operator_remove_factors", args=[karim.pk])
    refused = client.post(address, {"reason": "", "proof": ""}).context["form"].errors
    assert set(refused) == {"reason", "proof"}
    assert holds(karim)
    assert client.post(address, GIVEN).status_code == 302
    assert not holds(karim)
    assert phone.get(reverse("inbox")).status_code == 302, "nobody is signed in any more"
    entry = AuditEntry.objects.first()
    assert (entry.act, entry.subject_id) == ("factors_removed", str(karim.pk))
    assert entry.facts == {**GIVEN, "factors": ["totp"]}
    assert entry.concerns_id == karim.memberships.get().organization_id, "its firm reads it too"
    assert entry.organization_id == borj.pk
    assert not list(breaks_in_the_trail())
    assert not mail.outbox, "an e-mail is the queue's work"
    drain()
    (letter,) = mail.outbox
    assert letter.to == [karim.email]
    assert letter.subject == "أزال الفريق العامل الثاني لحسابكم"
    assert 'dir="rtl"' in letter.alternatives[0][0]


def test_removing_twice_is_once(borj, karim, drain):
    assert remove(actor_of(borj), karim)
    assert not remove(actor_of(borj), karim)
    assert AuditEntry.objects.filter(act="factors_removed").count() == 1
    drain()
    assert len(mail.outbox) == 1


def test_if_it_cannot_be_written_down_nothing_is_removed(borj, karim, monkeypatch):
    monkeypatch.setattr("accounts.actions.factors.record", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        remove(actor_of(borj), karim)
    assert holds(karim)


def test_a_reason_and_a_proof_are_asked(borj, karim):
    for wrong in ({"reason": ""}, {"proof": ""}, {"reason": "because"}):
        with pytest.raises(ValidationError) as refused:
            remove(actor_of(borj), karim, **wrong)
        assert set(refused.value.error_dict) == set(wrong)
    assert holds(karim)


def test_an_operator_sees_oneself_and_removes_nothing_of_its_own(borj):
    nadia = actor_of(borj)
    oneself = User.objects.get(pk=nadia.user_id)
    with pytest.raises(Refused):
        remove(nadia, oneself)
    assert holds(oneself)


@pytest.mark.parametrize(
    ("role", "of", "sees"),
    [
        ("national", "financier", True),
        ("support", "financier", True),
        ("regional", "financier", True),
        ("read_only", "financier", False),
        ("technical", "financier", False),
        ("national", "operator", True),
        ("support", "operator", False),
        ("regional", "operator", False),
    ],
)
def test_each_role_helps_those_it_is_in_charge_of(borj, role, of, sees):
    person = make_member(
        make_organization("Autre", of, region="MA-03"), role="support" if of == "operator" else "owner"
    )
    assert queries.people(actor_of(borj, role)).filter(pk=person.pk).exists() is sees


def test_an_animator_of_a_region_helps_nobody_who_works_in_another_one_too(borj):
    here = make_organization("Ici", "financier", region="MA-03")
    there = make_organization("Ailleurs", "financier", region="MA-06")
    animator, person = actor_of(borj, "regional"), owner_of(here)
    assert queries.people(animator).filter(pk=person.pk).exists()
    assert not queries.people(animator).filter(pk=owner_of(there).pk).exists()
    Membership.objects.create(organization=there, user=person, role="member", joined_at=clock.now())
    assert not queries.people(animator).filter(pk=person.pk).exists()
    with pytest.raises(User.DoesNotExist):
        remove(animator, person)


def test_who_works_nowhere_any_more_is_helped_by_who_is_in_charge_everywhere(borj, karim):
    Organization.objects.filter(memberships__user=karim).delete()
    karim.refresh_from_db()
    assert not queries.people(actor_of(borj, "regional")).filter(pk=karim.pk).exists()
    assert remove(actor_of(borj), karim)
    assert AuditEntry.objects.get(act="factors_removed").concerns_id.int == 0


def test_a_program_does_it_too_and_only_a_session_of_an_operator(borj, karim, client):
    sign_in(client, get_user_model().objects.get(pk=actor_of(borj).user_id))
    found = client.post("/api/v1/oversight/people/", {"email": karim.email}, "application/json").json()
    assert found["organizations"][0]["name"] == "Mizan"
    assert [one["type"] for one in found["factors"]] == ["totp"]
    assert "secret" not in str(found)
    address = f"/api/v1/oversight/people/{karim.pk}/remove-factors/"
    assert client.post(address, {"reason": "phone_lost"}, "application/json").status_code == 400
    answer = client.post(address, GIVEN, "application/json")
    assert (answer.status_code, answer.json()["factors"]) == (200, [])
    oneself = actor_of(borj).user_id
    assert (
        client.post(f"/api/v1/oversight/people/{oneself}/remove-factors/", GIVEN, "application/json").status_code == 403
    )
    rival = sign_in(Client(), owner_of(make_organization("Argane")))
    assert rival.post("/api/v1/oversight/people/", {"email": karim.email}, "application/json").status_code == 403
    assert rival.get(f"/api/v1/oversight/people/{karim.pk}/").status_code == 404


def test_an_address_of_nobody_and_one_out_of_charge_answer_the_same(borj, karim, client):
    sign_in(client, get_user_model().objects.get(pk=actor_of(borj, "regional").user_id))
    answers = [
        client.post(reverse("operator_people"), {"email": one}).context["form"].errors["email"]
        for one in (karim.email, "nobody@nowhere.example")
    ]
    assert answers[0] == answers[1]


def test_the_page_of_a_lost_phone_says_how_to_ask(karim, client):
    client.post(reverse("account_login"), {"login": karim.email, "password": "a-good-password-1"})
    page = client.get(reverse("mfa_authenticate"), headers={"accept-language": "fr"}).content.decode()
    assert "depuis l’adresse de votre compte" in page
