"""A person closes its account: its own data go at once, what it did for its firm stays the firm's, the trail still holds."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts import actions, queries
from accounts.choices import ConsentTo
from accounts.models import ApiKey, AuditEntry, Consent, Invitation, Membership, Organization, User
from documents import actions as documents
from documents.models import Document
from kernel import clock, personal
from marketplace.models import LeadStep
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_member, make_organization, owner_of
from tests.factories.marketplace import make_lead

PASSWORD = "a-good-password-1"


def leave(user, password=PASSWORD):
    actions.close_account(user.pk, password=password, now=clock.now())


def where(mark):
    """Return the fields of the database that hold a text."""
    return [
        f"{model._meta.label}.{name}"
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values()
        for name, value in row.items()
        if mark in str(value)
    ]


@pytest.mark.django_db(transaction=True)
def test_name_address_and_all_that_is_the_persons_go_and_the_chain_still_verifies(client, drain):
    deal, lead = make_lead()
    user = User.objects.get(pk=deal.sme.user_id)
    User.objects.filter(pk=user.pk).update(name="Zqwxyvk Amina")
    organization = Organization.objects.get(pk=deal.sme.organization_id)
    make_member(organization, role="owner")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _key, secret = actions.create_key(deal.sme, name="ERP", scope="write", now=clock.now())
    actions.invite(deal.sme, email="nadia@argane.example", role="member", now=clock.now())
    other = actor_of(make_organization("Zellige"))
    actions.invite(other, email=user.email, role="reader", now=clock.now())
    actions.give_consent(
        user_id=user.pk,
        organization_id=None,
        to=ConsentTo.PRIVACY,
        version="1",
        language="fr",
        origin="t",
        now=clock.now(),
    )
    paper = documents.keep_file(
        deal.sme, purpose="dossier", name="bilan.pdf", file=io.BytesIO(pdf("bilan")), now=clock.now()
    )
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.get(reverse("account")).status_code == 200
    drain()
    before = AuditEntry.objects.count()
    assert {"accounts.User.name"} <= set(where("Zqwxyvk"))
    assert Session.objects.exists()
    leave(user)
    assert not where("Zqwxyvk")
    assert not where(user.email)
    kept = {field.rpartition(".")[0] for field in where(str(user.pk))} | {
        field.rpartition(".")[0] for field in where(user.pk.hex)
    }
    declared = {line.model for line in personal.lines() if line.whose == "person" and line.erase == "keep"}
    assert kept <= declared | {"kernel.Task"}, "an id stays only where the table says why"
    assert not Session.objects.exists()
    assert client.get(reverse("account")).status_code == 302
    assert queries.actor_for_key(secret, clock.now()) is None
    assert not ApiKey.objects.exists()
    assert not Invitation.objects.exists()
    assert Consent.objects.filter(user_id=user.pk).exists()
    assert Document.objects.get(pk=paper.pk).uploaded_by_id is None
    assert LeadStep.objects.filter(lead=lead, user_id=user.pk).exists()
    assert queries.organization(actor_of(organization)).name == organization.name
    assert AuditEntry.objects.count() == before + 2
    call_command("audit_check", verbosity=0)
    connection.check_constraints()


@pytest.mark.django_db
def test_the_last_owner_names_another_first_and_a_wrong_password_changes_nothing():
    argane = make_organization("Argane")
    owner = owner_of(argane)
    make_member(argane)
    with pytest.raises(ValidationError) as problem:
        leave(owner)
    assert "Argane" in problem.value.messages[0]
    with pytest.raises(ValidationError) as problem:
        leave(owner, "another-password")
    assert "password" in problem.value.error_dict
    assert Membership.objects.filter(user=owner).exists()
    make_member(argane, role="owner")
    leave(owner)
    assert not User.objects.filter(pk=owner.pk).exists()


@pytest.mark.django_db
def test_an_organization_that_the_team_suspended_holds_nobody_back():
    argane = make_organization("Argane")
    owner = owner_of(argane)
    Organization.objects.update(suspended_at=clock.now(), suspended_for="rules")
    leave(owner)
    assert Organization.objects.filter(pk=argane.pk).exists()


@pytest.mark.django_db
def test_what_was_sent_for_a_firm_is_still_shown_once_the_person_is_gone(client, drain):
    deal, lead = make_lead()
    make_member(Organization.objects.get(pk=deal.sme.organization_id), role="owner")
    leave(User.objects.get(pk=deal.sme.user_id))
    drain()
    client.force_login(User.objects.get(pk=deal.partner.user_id))
    assert client.get(reverse("lead", args=[lead.pk])).status_code == 200
