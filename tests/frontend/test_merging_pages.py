"""An operator finds the twin of an organization, sees what merging does, chooses, and does it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts import actions as accounts
from accounts.models import Organization
from kernel import clock
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db
ICE = "001234567000089"


@pytest.fixture
def desk(client):
    borj = actor_of(make_organization("Borj", "operator"))
    return sign_in(client, get_user_model().objects.get(pk=borj.user_id))


@pytest.fixture
def twins():
    chams, again = make_partner("Chams Solaire", ice=ICE), make_partner("Chams SARL", ice=ICE, city="Agadir")
    make_partner("Tayyar", ice="009876543000021")
    make_offer(again)
    return chams, again


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_the_twin_is_proposed_by_its_number_and_any_other_is_found_by_name(desk, twins):
    chams, again = twins
    choose = reverse("operator_merge_choose", args=[chams.organization_id])
    assert choose in text(desk.get(reverse("operator_organization", args=[chams.organization_id])))
    shown = text(desk.get(choose))
    assert "Chams SARL" in shown
    assert "Tayyar" not in shown
    found = text(desk.get(choose, {"q": "tayyar"}))
    assert "Tayyar" in found
    assert "Chams SARL" not in found
    assert "Aucune autre organisation" in text(desk.get(choose, {"q": "zzzz"}))
    assert reverse("operator_merge", args=[chams.organization_id, again.organization_id]) in shown


def test_what_stands_in_the_way_is_said_and_nothing_can_be_pressed(desk, twins):
    chams, again = twins
    merge = reverse("operator_merge", args=[chams.organization_id, again.organization_id])
    shown = text(desk.get(merge))
    assert "Celle qui reste n’autorise pas l’équipe à agir en son nom." in shown
    assert "danger" not in shown
    assert "n’autorise pas" in text(desk.post(merge, {"digest": "0", "details": "kept", "presentation": "kept"}), 409)
    assert not Organization.objects.exclude(merged_into=None).exists()


def test_a_choice_is_asked_then_they_are_one(desk, twins, drain):
    chams, again = twins
    for one in twins:
        accounts.give_mandate(one, days=7, now=clock.now())
    merge = reverse("operator_merge", args=[chams.organization_id, again.organization_id])
    page = desk.get(merge)
    shown, digest = text(page), page.context["form"]["digest"].value()
    assert "Agadir" in shown
    asked = text(desk.post(merge, {"digest": digest}))
    assert "Choisissez celle qui reste." in asked
    make_offer(again)
    changed = text(desk.post(merge, {"digest": digest, "details": "kept"}), 409)
    assert "Quelque chose a changé depuis" in changed
    digest = desk.get(merge).context["form"]["digest"].value()
    done = desk.post(merge, {"digest": digest, "details": "absorbed"}, follow=True)
    assert done.redirect_chain == [(reverse("operator_organization", args=[chams.organization_id]), 302)]
    assert "Chams SARL" in text(done)
    drain()
    member = sign_in(desk, get_user_model().objects.get(pk=again.user_id))
    told = text(member.get(reverse("notices")))
    assert "Une autre organisation a été fusionnée" in told or "est fusionnée avec votre organisation" in told
    assert reverse("operator_merge", args=[chams.organization_id, again.organization_id])
    assert member.get(merge).status_code in {403, 404}


def test_a_program_of_an_operator_in_person_does_the_same(desk, twins):
    chams, again = twins
    for one in twins:
        accounts.give_mandate(one, days=7, now=clock.now())
    address = f"/api/v1/oversight/organizations/{chams.organization_id}/merge/{again.organization_id}/"
    told = desk.get(address).json()
    assert told["obstacles"] == []
    assert told["choices"] == ["details"]
    assert told["moves"]["partners.Offer"] == 1
    kind = "application/json"
    lacking = desk.post(address, {"digest": told["digest"]}, content_type=kind)
    assert lacking.status_code == 400
    assert [one["field"] for one in lacking.json()["errors"]] == ["details"]
    stale = desk.post(address, {"digest": "0", "details": "kept"}, content_type=kind)
    assert (stale.status_code, stale.json()["code"]) == (409, "changed")
    done = desk.post(address, {"digest": told["digest"], "details": "kept"}, content_type=kind)
    assert done.status_code == 200
    assert done.json()["name"] == "Chams Solaire"
    gone = desk.get(f"/api/v1/oversight/organizations/{again.organization_id}/").json()
    assert gone["merged_into"] == str(chams.organization_id)
    assert not gone["can_merge"]
