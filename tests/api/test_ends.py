"""Copies, closing and taking back by program: in a session of the person, never by a key."""

import pytest

from accounts import actions
from accounts.models import Organization, User
from kernel import clock
from tests.factories.accounts import actor_of, make_member, make_organization, owner_of, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "a-good-password-1"}


def post(client, path, body=None, **headers):
    return client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)


def test_a_copy_is_asked_for_listed_and_fetched(client, drain):
    sign_in(client, owner_of(make_organization("Argane")))
    made = post(client, "copies/", {"of": "organization"}, **{"Idempotency-Key": "one"})
    assert made.status_code == 201
    assert made.json()["state"] == "waiting"
    assert client.get(f"/api/v1/copies/{made.json()['id']}/file/").status_code == 404
    drain()
    (row,) = client.get("/api/v1/copies/").json()["results"]
    assert row["state"] == "ready"
    assert row["size"] > 0
    file = client.get(f"/api/v1/copies/{row['id']}/file/")
    assert file["Cache-Control"] == "private, no-store"
    assert b"".join(file.streaming_content).startswith(b"PK")


def test_an_organization_is_closed_and_taken_back(client):
    argane = make_organization("Argane")
    sign_in(client, owner_of(argane))
    told = client.get("/api/v1/organization/end/").json()
    assert told["counts"]["accounts.Membership"] == 1
    assert told["open_requests"] == {"sent": 0, "received": 0}
    wrong = post(client, "organization/end/", {"password": "non"})
    assert wrong.status_code == 400
    assert "password" in wrong.content.decode()
    assert post(client, "organization/end/", PASSWORD).status_code == 204
    assert client.get("/api/v1/organization/").status_code == 403
    assert post(client, f"organizations/{argane.pk}/reopen/").status_code == 200
    assert client.get("/api/v1/organization/").status_code == 200


def test_an_account_is_closed_once_somebody_else_owns_what_it_owned(client):
    argane = make_organization("Argane")
    owner = owner_of(argane)
    sign_in(client, owner)
    assert client.get("/api/v1/me/end/").json()["last_owner_of"] == [str(argane.pk)]
    assert post(client, "me/end/", PASSWORD).status_code == 400
    make_member(argane, role="owner")
    assert post(client, "me/end/", PASSWORD).status_code == 204
    assert not User.objects.filter(pk=owner.pk).exists()
    assert client.get("/api/v1/me/").status_code in {401, 403}


def test_a_key_closes_and_copies_nothing(client):
    argane = make_organization("Argane")
    _key, secret = actions.create_key(actor_of(argane), name="ERP", scope="write", now=clock.now())
    headers = {"Authorization": f"Bearer {secret}"}
    for path, body in (
        ("copies/", {"of": "organization"}),
        ("organization/end/", PASSWORD),
        ("me/end/", PASSWORD),
        (f"organizations/{argane.pk}/reopen/", {}),
    ):
        assert post(client, path, body, **headers).status_code == 403, path
    assert Organization.objects.get(pk=argane.pk).suspended_at is None
