from tests.api.program import Program
from tests.api.test_frame import problem
from tests.factories.accounts import make_member, make_organization, owner_of


def signed_in(client, user):
    client.force_login(user)
    return client


def test_me(argane):
    me = argane.get("/me/").json()
    assert (me["kind"], me["via"], me["scopes"]) == ("sme", "key", ["read", "write"])


def test_an_owner_makes_a_key_that_works_until_it_is_revoked(client, db):
    owner = signed_in(client, owner_of(make_organization("Argane")))
    body = {"name": "ERP", "scope": "write"}
    made = owner.post("/api/v1/keys/", body, content_type="application/json")
    assert made.status_code == 201
    program = Program(made.json()["secret"])
    assert program.get("/company/").status_code == 200
    problem(program.post("/keys/", body), 403, "refused")
    listed = owner.get("/api/v1/keys/").json()["results"]
    assert [key["name"] for key in listed] == ["ERP"]
    assert made.json()["secret"] not in str(listed)
    revoked = owner.post(f"/api/v1/keys/{listed[0]['id']}/revoke/")
    assert revoked.json()["revoked_at"]
    problem(program.get("/company/"), 401, "key_refused")


def test_a_key_needs_a_name_and_a_scope(client, db):
    owner = signed_in(client, owner_of(make_organization("Argane")))
    for body in ({}, {"name": "ERP", "scope": "everything"}):
        problem(owner.post("/api/v1/keys/", body, content_type="application/json"), 400, "invalid")


def test_who_is_no_owner_sees_no_key_and_makes_none(client, db):
    member = signed_in(client, make_member(make_organization("Argane")))
    assert member.get("/api/v1/keys/").json()["results"] == []
    problem(member.post("/api/v1/keys/", {}, content_type="application/json"), 403, "refused")
    problem(member.patch("/api/v1/organization/", {"city": "Fès"}, content_type="application/json"), 403, "refused")


def test_the_organization_of_an_owner(client, db):
    owner = signed_in(client, owner_of(make_organization("Argane")))
    changed = owner.patch("/api/v1/organization/", {"name": "Argane du Saïss"}, content_type="application/json")
    assert changed.json()["name"] == "Argane du Saïss"
    problem(owner.patch("/api/v1/organization/", {"kind": "operator"}, content_type="application/json"), 400, "invalid")
