"""An operator acts for a firm only as the firm allows, never as its owner, and each act is written down with both names."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import actions, queries
from accounts.models import AuditEntry, Mandate, Organization
from footprint.models import Site
from kernel.errors import Refused
from notices.models import Notice
from tests.factories.accounts import actor_of, make_organization, sign_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def argane():
    return actor_of(make_organization(region="MA-03"))


@pytest.fixture
def borj():
    return make_organization("Borj", "operator", region="MA-03")


def signed_in(client, actor):
    sign_in(client, get_user_model().objects.get(pk=actor.user_id))
    return client


def begin(client, actor, firm):
    return signed_in(client, actor).post(reverse("begin_acting", args=[firm.organization_id]))


def test_without_the_consent_of_the_firm_no_operator_acts_for_it(argane, borj, client):
    assert begin(client, actor_of(borj), argane).status_code == 403
    assert client.get("/api/v1/me/").json()["kind"] == "operator"


def test_with_it_the_operator_acts_as_a_member_and_both_names_are_written_down(argane, borj, client, drain):
    actions.give_mandate(argane, days=7, now=NOW)
    operator = actor_of(borj)
    assert begin(client, operator, argane).status_code == 302
    me = client.get("/api/v1/me/").json()
    assert (me["organization_id"], me["role"]) == (str(argane.organization_id), "member")
    assert "Vous agissez pour" in client.get(reverse("today")).content.decode()
    assert client.post(reverse("create_key"), {"name": "ERP", "scope": "read", "days": 30}).status_code == 403
    assert client.post(reverse("team"), {"email": "x@argane.example", "role": "owner"}).status_code == 403
    assert client.post(reverse("mandate"), {"days": 30}).status_code == 403
    acted = AuditEntry.objects.filter(act="acted_for")
    assert not acted.exists(), "what was refused is no act"
    answer = client.post("/api/v1/sites/", {"name": "Fès", "region": "MA-03"}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    entry = acted.get()
    assert (entry.user_id, entry.organization_id, entry.operator_id) == (
        operator.user_id,
        argane.organization_id,
        borj.pk,
    )
    assert entry.subject_id == "v1:sites"
    client.post(reverse("stop_acting"))
    assert client.get("/api/v1/me/").json()["kind"] == "operator"
    assert set(AuditEntry.objects.filter(operator_id=borj.pk).values_list("act", flat=True)) == {
        "acting_began",
        "acted_for",
        "acting_ended",
    }
    assert queries.trail(argane).filter(operator_id=borj.pk).count() == 3, "the firm reads it too"
    drain()
    assert Notice.objects.get(user_id=argane.user_id).kind == "operator_helps"


def test_an_act_that_fails_is_neither_kept_nor_written_down(argane, borj, client, monkeypatch):
    actions.give_mandate(argane, days=7, now=NOW)
    begin(client, actor_of(borj), argane)

    def broken(*_args, **_facts):
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("config.acting.record", broken)
    answer = client.post("/api/v1/sites/", {"name": "Fès", "region": "MA-03"}, content_type="application/json")
    assert answer.status_code == 500
    assert not Site.objects.exists(), "an act without its entry is no act"


def test_the_firm_ends_it_and_the_next_request_is_the_operators_own(argane, borj, client):
    actions.give_mandate(argane, days=7, now=NOW)
    begin(client, actor_of(borj), argane)
    actions.withdraw_mandate(argane, now=NOW)
    assert client.get("/api/v1/me/").json()["kind"] == "operator"
    assert client.get(reverse("bills"), follow=True).status_code == 404


def test_it_ends_by_itself_on_its_day(argane, borj, client):
    actions.give_mandate(argane, days=1, now=NOW)
    begin(client, actor_of(borj), argane)
    with time_machine.travel(NOW + timedelta(days=1, hours=1), tick=False):
        assert client.get("/api/v1/me/").json()["kind"] == "operator"


@pytest.mark.parametrize("role", ["read_only", "technical"])
def test_not_every_member_of_an_operator_acts_for_firms(argane, borj, client, role):
    actions.give_mandate(argane, days=7, now=NOW)
    assert begin(client, actor_of(borj, role), argane).status_code in {403, 404}


def test_a_regional_animator_acts_in_its_region_alone(argane, client):
    actions.give_mandate(argane, days=7, now=NOW)
    elsewhere = make_organization("Borj Souss", "operator", region="MA-09")
    assert begin(client, actor_of(elsewhere, "regional"), argane).status_code == 404


def test_only_an_owner_allows_it_for_a_number_of_days(argane, borj):
    for actor in (actor_of(Organization.objects.get(pk=argane.organization_id), "member"), actor_of(borj)):
        with pytest.raises(Refused):
            actions.give_mandate(actor, days=7, now=NOW)
    for days in (0, 31):
        with pytest.raises(ValidationError):
            actions.give_mandate(argane, days=days, now=NOW)
    actions.give_mandate(argane, days=7, now=NOW)
    actions.give_mandate(argane, days=2, now=NOW)
    assert Mandate.objects.get(withdrawn_at=None).until == NOW + timedelta(days=2)


def test_a_command_opens_an_operator_for_a_person_who_has_an_account(argane):
    email = get_user_model().objects.get(pk=argane.user_id).email
    call_command("add_operator", email, "--name=Borj", "--role=regional", "--region=MA-03", verbosity=0)
    assert Organization.objects.get(kind="operator").memberships.get().role == "regional"
    for wrong in (["x@nowhere.example"], [email, "--region=MA-99"], [email, "--role=regional"]):
        with pytest.raises(CommandError):
            call_command("add_operator", *wrong, "--name=Borj", verbosity=0)
