"""The page of the team: what an owner, a member and a reader find on it."""

import pytest
from django.urls import reverse

from tests.factories.accounts import make_member, make_organization, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization("Argane")


def test_an_owner_invites_changes_a_role_and_takes_an_invitation_back(organization, client):
    member = make_member(organization)
    client.force_login(owner_of(organization))
    wrong = client.post(reverse("team"), {"email": "nadia", "role": "member"}).content.decode()
    assert 'id="id_email_error"' in wrong
    assert 'value="nadia"' in wrong
    page = client.post(reverse("team"), {"email": "nadia@argane.example", "role": "reader"}, follow=True)
    assert page.content.decode().count("nadia@argane.example") >= 2
    invitation = page.context["invitations"][0]
    client.post(reverse("withdraw_invitation", args=[invitation.pk]))
    assert not client.get(reverse("team")).context["invitations"]
    client.post(reverse("change_role", args=[member.pk]), {"role": "reader"})
    assert organization.memberships.get(user=member).role == "reader"
    last = client.post(reverse("change_role", args=[owner_of(organization).pk]), {"role": "reader"}, follow=True)
    assert "propriétaire" in last.content.decode()
    assert owner_of(organization)


def test_leaving_is_confirmed_and_says_what_follows(organization, client):
    member = make_member(organization)
    client.force_login(member)
    page = client.get(reverse("team")).content.decode()
    assert reverse("remove_member", args=[owner_of(organization).pk]) not in page
    assert 'name="email"' not in page
    leave = reverse("remove_member", args=[member.pk])
    assert leave in page
    assert client.get(leave).status_code == 200
    assert organization.memberships.filter(user=member).exists()
    assert client.post(leave)["Location"] == reverse("account")
    assert not organization.memberships.filter(user=member).exists()


def test_the_page_costs_the_same_for_two_members_and_for_twenty(organization, client, django_assert_max_num_queries):
    client.force_login(owner_of(organization))
    for _ in range(20):
        make_member(organization)
    with django_assert_max_num_queries(12):
        client.get(reverse("team"))
