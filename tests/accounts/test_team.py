"""Members of an organization: invited by a letter that works once, given roles, let go; somebody always owns it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import actions, queries
from accounts.models import ApiKey, Consent, Invitation, Membership, User
from kernel import clock
from kernel.errors import Conflict, Refused, TooMany
from tests.factories.accounts import actor_of, make_member, make_organization, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def argane():
    return actor_of(make_organization("Argane"))


def invited(actor, email="nadia@argane.example", role="reader"):
    return actions.invite(actor, email=email, role=role, now=clock.now())


def link_of(letter):
    return re.search(r"/invitations/\S+", letter.body)[0]


def test_an_invited_newcomer_signs_up_by_the_letter_and_is_in_with_that_role(argane, client, drain):
    invited(argane, " Nadia@Argane.example ")
    drain()
    letter = mail.outbox[0]
    assert letter.to == ["nadia@argane.example"]
    assert "Argane" in letter.subject
    path = link_of(letter)
    assert client.get(path).status_code == 200
    assert client.post(path)["Location"] == reverse("account_signup")
    page = client.get(reverse("account_signup")).content.decode()
    assert 'name="organization"' not in page
    assert "nadia@argane.example" in page
    typed = {"name": "Nadia", "email": "somebody@else.example", "password1": "une-longue-phrase-9", "privacy": "on"}
    assert client.post(reverse("account_signup"), typed)["Location"] == reverse("today")
    nadia = User.objects.get(email="nadia@argane.example")
    assert not User.objects.filter(email="somebody@else.example").exists()
    actor = queries.actor_for(nadia)
    assert (actor.organization_id, actor.role, actor.writes) == (argane.organization_id, "reader", False)
    assert Consent.objects.filter(user=nadia, origin="invitation").count() == 1
    assert client.get(reverse("today")).status_code == 200
    assert client.get(path).status_code == 404, "the link works once"


def test_a_member_of_another_organization_accepts_and_keeps_both(argane, client):
    zellige = make_organization("Zellige")
    user = owner_of(zellige)
    path = reverse("invitation", args=[queries.token_of(invited(argane, user.email, "member"))])
    assert reverse("account_login") in client.get(path).content.decode()
    client.force_login(user)
    assert not Membership.objects.filter(user=user, organization_id=argane.organization_id).exists()
    assert client.post(path)["Location"] == reverse("today")
    assert set(queries.memberships(user.pk).values_list("organization__name", flat=True)) == {"Argane", "Zellige"}


def test_a_letter_is_for_its_address_alone_and_ends(argane, client):
    now = clock.now()
    invitation = invited(argane)
    token = queries.token_of(invitation)
    stranger = owner_of(make_organization("Zellige"))
    with pytest.raises(Conflict):
        actions.accept_invitation(stranger, token=token, language="fr", now=now)
    client.force_login(stranger)
    client.post(reverse("invitation", args=[token]))
    assert Membership.objects.filter(user=stranger).count() == 1
    for wrong in ("nothing", token[:-1], ""):
        with pytest.raises(Invitation.DoesNotExist):
            queries.invitation_of(wrong, now)
    with pytest.raises(Invitation.DoesNotExist):
        queries.invitation_of(token, invitation.expires_at)
    again = actions.invite(argane, email="nadia@argane.example", role="member", now=now + timedelta(days=8))
    assert again.pk == invitation.pk
    with pytest.raises(Invitation.DoesNotExist):
        queries.invitation_of(token, now)
    token = queries.token_of(again)
    assert queries.invitation_of(token, now + timedelta(days=9)).role == "member"
    actions.withdraw_invitation(argane, invitation_id=invitation.pk, now=now)
    with pytest.raises(Invitation.DoesNotExist):
        queries.invitation_of(token, now)
    with pytest.raises(Invitation.DoesNotExist):
        actions.withdraw_invitation(argane, invitation_id=invitation.pk, now=now)


def test_only_an_owner_invites_and_what_is_wrong_is_said_beside_its_field(argane):
    organization = owner_of_organization(argane)
    with pytest.raises(Refused):
        invited(actor_of(organization, "member"))
    for values, field in (({"email": "nadia"}, "email"), ({"role": "king"}, "role")):
        with pytest.raises(ValidationError) as refused:
            invited(argane, **values)
        assert set(refused.value.error_dict) == {field}
    with pytest.raises(ValidationError) as refused:
        invited(argane, make_member(organization).email)
    assert refused.value.error_dict["email"][0].code == "member"
    assert not Invitation.objects.exists()


def owner_of_organization(actor):
    return Membership.objects.get(user_id=actor.user_id, organization_id=actor.organization_id).organization


def test_somebody_owns_the_organization_at_every_moment(argane):
    organization = owner_of_organization(argane)
    for act in (
        lambda: actions.change_role(argane, user_id=argane.user_id, role="member", now=clock.now()),
        lambda: actions.remove_member(argane, user_id=argane.user_id, now=clock.now()),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert refused.value.error_dict["role"][0].code == "last_owner"
    heir = make_member(organization)
    actions.change_role(argane, user_id=heir.pk, role="owner", now=clock.now())
    actions.remove_member(argane, user_id=argane.user_id, now=clock.now())
    assert queries.actor_for(heir).role == "owner"
    assert queries.actor_for(User.objects.get(pk=argane.user_id)).organization_id.int == 0


def test_who_leaves_takes_the_keys_along_for_good(argane):
    organization = owner_of_organization(argane)
    second = actor_of(organization)
    partner = make_member(organization, role="owner")
    key, secret = actions.create_key(queries.actor_for(partner), name="ERP", scope="read", now=clock.now())
    actions.remove_member(second, user_id=partner.pk, now=clock.now())
    Membership.objects.create(organization=organization, user=partner, role="owner", joined_at=clock.now())
    assert queries.actor_for_key(secret, clock.now()) is None
    assert ApiKey.objects.get(pk=key.pk).revoked_at


def test_a_member_leaves_alone_and_removes_nobody(argane):
    organization = owner_of_organization(argane)
    member, reader = actor_of(organization, "member"), actor_of(organization, "reader")
    with pytest.raises(Refused):
        actions.remove_member(member, user_id=reader.user_id, now=clock.now())
    with pytest.raises(Refused):
        actions.change_role(member, user_id=reader.user_id, role="owner", now=clock.now())
    actions.remove_member(reader, user_id=reader.user_id, now=clock.now())
    with pytest.raises(Membership.DoesNotExist):
        actions.remove_member(actor_of(make_organization("Zellige")), user_id=member.user_id, now=clock.now())


@pytest.mark.parametrize("way", ["removed", "demoted"])
def test_what_an_owner_gave_ends_when_the_person_owns_no_more(argane, way):
    partner = make_member(owner_of_organization(argane), role="owner")
    theirs = queries.actor_for(partner)
    token = queries.token_of(invited(theirs, role="owner"))
    _key, secret = actions.create_key(theirs, name="ERP", scope="write", now=clock.now())
    assert queries.actor_for_key(secret, clock.now()).writes
    if way == "removed":
        actions.remove_member(argane, user_id=partner.pk, now=clock.now())
    else:
        actions.change_role(argane, user_id=partner.pk, role="reader", now=clock.now())
        actions.change_role(argane, user_id=partner.pk, role="owner", now=clock.now())
    assert queries.actor_for_key(secret, clock.now()) is None
    assert not queries.invitations(argane).exists()
    with pytest.raises(Invitation.DoesNotExist):
        queries.invitation_of(token, clock.now())


def test_what_was_given_before_the_maker_lost_the_right_works_no_more(argane):
    partner = make_member(owner_of_organization(argane), role="owner")
    theirs = queries.actor_for(partner)
    token = queries.token_of(invited(theirs))
    _key, secret = actions.create_key(theirs, name="ERP", scope="write", now=clock.now())
    Membership.objects.filter(user=partner).update(role="member")
    assert queries.actor_for_key(secret, clock.now()) is None
    with pytest.raises(Invitation.DoesNotExist):
        queries.invitation_of(token, clock.now())


def test_a_link_taken_back_fixes_no_address_at_sign_up(argane, client):
    invitation = invited(argane)
    client.post(reverse("invitation", args=[queries.token_of(invitation)]))
    actions.withdraw_invitation(argane, invitation_id=invitation.pk, now=clock.now())
    page = client.get(reverse("account_signup")).content.decode()
    assert 'name="organization"' in page
    assert "nadia@argane.example" not in page
    assert not client.session.get("account_verified_email")


def test_letters_of_invitation_are_few_whatever_is_withdrawn_in_between(argane):
    def send(email, now):
        return actions.invite(argane, email=email, role="reader", now=now)

    now = clock.now()
    for _letter in range(3):
        invitation = send("nadia@argane.example", now)
        actions.withdraw_invitation(argane, invitation_id=invitation.pk, now=now)
    with pytest.raises(TooMany):
        send("nadia@argane.example", now)
    for number in range(47):
        send(f"guest{number}@argane.example", now)
    with pytest.raises(TooMany):
        send("one.more@argane.example", now)
    assert send("nadia@argane.example", now + timedelta(days=1, seconds=1)).role == "reader"


def test_what_a_national_operator_gives_works_as_an_owners_does():
    operator = actor_of(make_organization("Ministère", kind="operator"))
    sent = invited(operator, role="support")
    assert queries.invitation_of(queries.token_of(sent), clock.now()) == sent
    _key, secret = actions.create_key(operator, name="Suivi", scope="read", now=clock.now())
    assert queries.actor_for_key(secret, clock.now())
    Membership.objects.filter(user_id=operator.user_id).update(role="support")
    assert queries.actor_for_key(secret, clock.now()) is None
    with pytest.raises(Invitation.DoesNotExist):
        queries.invitation_of(queries.token_of(sent), clock.now())
