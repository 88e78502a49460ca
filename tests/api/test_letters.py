"""Letters answered by a program of the person they were sent to, and firms seen by who invited them."""

import pytest
from django.test import Client

from accounts import actions as accounts
from accounts import queries as account_queries
from accounts.models import User
from footprint import queries
from kernel import clock
from tests.api.program import Program, program_of
from tests.api.test_frame import problem
from tests.factories.accounts import actor_of, make_organization
from tests.footprint.test_firms import firm_and_actor

pytestmark = pytest.mark.django_db


def session_of(user_id) -> Program:
    program = Program()
    program.client = Client()
    program.client.force_login(User.objects.get(pk=user_id))
    return program


@pytest.fixture
def borj(db):
    return actor_of(make_organization("Borj", "institution"))


def test_a_person_joins_the_organization_of_its_letter(nobody):
    argane = actor_of(make_organization("Argane"))
    letter = accounts.invite(argane, email="nadia@argane.example", role="member", now=clock.now())
    body = {"token": account_queries.token_of(letter), "privacy": True}
    nadia = session_of(User.objects.create_user("nadia@argane.example", "a-good-password-1").pk)
    problem(nobody.post("/invitations/accept/", body), 401, "not_authenticated")
    problem(program_of(argane).post("/invitations/accept/", body), 403, "permission_denied")
    other = session_of(User.objects.create_user("other@argane.example", "a-good-password-1").pk)
    problem(other.post("/invitations/accept/", body), 409, "other_address")
    refused = problem(nadia.post("/invitations/accept/", {**body, "privacy": False}), 400, "invalid")
    assert refused["errors"][0]["field"] == "privacy"
    joined = nadia.post("/invitations/accept/", body)
    assert joined.status_code == 201, joined.content
    assert joined.json()["id"] == str(argane.organization_id)
    assert nadia.get("/me/").json()["role"] == "member"
    problem(nadia.post("/invitations/accept/", body), 404, "not_found")


@pytest.mark.parametrize(("accepts", "state"), [(True, "accepted"), (False, "declined")])
def test_a_firm_answers_its_letter(borj, accepts, state):
    firm, actor = firm_and_actor(borj)
    body = {"token": queries.firm_token(firm), "accepts": accepts}
    answered = session_of(actor.user_id).post("/firms/answer/", body)
    assert (answered.status_code, answered.json()) == (200, {"accepted": accepts})
    problem(session_of(actor.user_id).post("/firms/answer/", body), 404, "not_found")
    listed = {row["source_key"]: row for row in program_of(borj).get("/firms/").json()["results"]}
    assert (listed["F-1"]["state"], listed["F-1"]["can_withdraw"]) == (state, False)
    assert "email" not in listed["F-1"]


def test_an_institution_takes_an_invitation_back_and_nobody_else_does(borj, argane):
    firm, actor = firm_and_actor(borj)
    path = f"/firms/{firm.pk}/withdraw/"
    assert argane.get("/firms/").json()["results"] == []
    problem(argane.post(path), 404, "not_found")
    problem(program_of(borj, scope="read").post(path), 403, "refused")
    assert program_of(borj).post(path).json()["state"] == "withdrawn"
    problem(program_of(borj).post(path), 403, "refused")
    body = {"token": queries.firm_token(firm), "accepts": True}
    problem(session_of(actor.user_id).post("/firms/answer/", body), 404, "not_found")
