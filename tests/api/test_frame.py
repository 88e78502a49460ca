"""What every address has in common: errors, bodies, keys, parameters, limits."""

import json

import pytest
from django.core.cache.backends.redis import RedisCache

from accounts import actions, queries
from kernel import clock
from tests.api.program import Program, program_of
from tests.factories.accounts import actor_of, make_organization

PROBLEM = "application/problem+json"


def problem(answer, status: int, code: str) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == PROBLEM
    body = answer.json()
    assert body["status"] == status
    assert body["code"] == code
    return body


def told(answer) -> dict:
    """Return a problem without the number of its request, the one thing in which two may differ."""
    body = answer.json()
    assert body.pop("request_id") == answer["X-Request-ID"]
    return body


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Introuvable"), ("ar", "غير موجود"), ("en", "Not found"), ("de", "Introuvable")]
)
def test_an_unknown_address_is_a_problem_in_the_callers_language(db, language, title):
    answer = Program(language=language).get("/nowhere/")
    assert problem(answer, 404, "not_found")["title"] == title


def test_a_program_that_names_no_language_gets_the_one_of_who_made_its_key(db):
    owner = actor_of(make_organization("Argane", language="ar"))
    assert problem(program_of(owner, language="").get("/sites/?x=1"), 400, "invalid")["title"] == "الطلب غير صالح"


@pytest.mark.parametrize("path", ["/api/", "/api/v2/offers/", "/api/v1/offers"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_no_page_of_the_site_answers_under_api(client, db, path, method):
    problem(getattr(client, method)(path), 404, "not_found")


def test_a_method_that_does_nothing(argane):
    problem(argane.delete("/me/"), 405, "method_not_allowed")


def test_without_a_key(nobody, db):
    answer = nobody.get("/me/")
    problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="Qafila"'


def test_with_a_wrong_or_revoked_key(argane, db):
    problem(Program("qaf_wrong").get("/me/"), 401, "key_refused")
    owner = actor_of(make_organization("Borj", "institution"))
    program = program_of(owner)
    assert program.get("/me/").status_code == 200
    actions.revoke_key(owner, key_id=queries.keys(owner).get().pk, now=clock.now())
    problem(program.get("/me/"), 401, "key_refused")
    problem(program.get("/regions/"), 401, "key_refused")


def test_a_key_that_reads_changes_nothing(db):
    reader = program_of(actor_of(make_organization("Argane")), scope="read")
    assert reader.get("/company/").status_code == 200
    problem(reader.patch("/company/", {"employees": 4}), 403, "refused")
    problem(reader.post("/sites/", {"name": "Moulin", "region": "MA-03"}), 403, "refused")


def test_a_session_needs_the_token_of_its_pages(client, db):
    from django.test import Client

    owner = make_organization("Argane").memberships.get().user
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    assert browser.get("/api/v1/me/").json()["via"] == "session"
    answer = browser.patch("/api/v1/company/", {"employees": 4}, content_type="application/json")
    problem(answer, 403, "permission_denied")


def test_a_person_without_organization_is_not_let_in(client, db):
    from accounts.models import User

    client.force_login(User.objects.create_user("alone@nobody.example", "a-good-password-1"))
    problem(client.get("/api/v1/me/"), 403, "permission_denied")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "not_json"),
        (b"\xff\xfe", "not_utf8"),
        (b'{"employees": NaN}', "not_a_number"),
        (b'{"employees": 1, "employees": 2}', "name_twice"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, "too_deep"),
        (b'{"sector": "\\ud800"}', "not_json"),
        (b'{"employees": ' + b"9" * 5000 + b"}", "not_json"),
    ],
    ids=["cut", "bytes", "nan", "twice", "deep", "deep object", "half a letter", "long number"],
)
def test_a_body_that_cannot_be_read(argane, body, code):
    problem(argane.patch("/company/", body), 400, code)


def test_brackets_inside_words_are_no_nesting(argane):
    answer = argane.patch("/company/", {"goals": ["[" * 70]})
    assert answer.status_code == 200, answer.content


def test_a_body_that_is_too_large_or_of_another_kind(argane):
    problem(argane.patch("/company/", b" " * 1_000_001), 413, "too_large")
    answer = argane.client.patch("/api/v1/company/", "a=1", content_type="text/plain", headers=argane.headers)
    problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("body", [[], "text", 4, None, True])
def test_a_body_that_is_no_object(argane, body):
    told = problem(argane.patch("/company/", json.dumps(body)), 400, "invalid")
    assert told["detail"] == "Le contenu est un objet de noms et de valeurs."


def test_an_answer_of_another_kind_is_not_given(argane):
    answer = argane.client.get("/api/v1/company/", headers={**argane.headers, "accept": "text/html"})
    assert problem(answer, 406, "not_acceptable")["title"] == "Aucune réponse de cette sorte ici"


def test_an_unknown_field_is_named_and_nothing_is_written(argane):
    body = problem(argane.patch("/company/", {"employees": 4, "is_verified": True}), 400, "invalid")
    assert [(error["field"], error["code"]) for error in body["errors"]] == [("is_verified", "unknown_field")]
    assert argane.get("/company/").json()["employees"] is None


def test_an_unknown_parameter_is_named(argane, nobody):
    for answer in (argane.get("/sites/", regions="MA-03"), nobody.get("/offers/", owner="x")):
        assert problem(answer, 400, "invalid")["errors"][0]["code"] == "unknown_parameter"


def test_an_address_of_thousands_of_parameters_is_refused(nobody, db):
    for path in ("/offers/", "/search/"):
        problem(nobody.get(path, region=["MA-03"] * 1_001), 400, "invalid")


@pytest.mark.parametrize(
    "parameters",
    [{"page_size": "0"}, {"page_size": "101"}, {"page_size": "٥"}, {"ordering": "shelf"}, {"cursor": "x"}],
)
def test_a_page_that_cannot_be(nobody, db, parameters):
    problem(nobody.get("/offers/", **parameters), 400, "invalid")


@pytest.mark.parametrize("cursor", ["bnVsbA", "WzFd", "WzEsMiwzXQ", "WyItaWQiLCJ4IiwieCJd", "not base64 ["])
def test_a_cursor_of_nowhere(nobody, db, cursor):
    problem(nobody.get("/offers/", cursor=cursor), 400, "invalid")


def test_limits_say_when_to_come_back(argane, monkeypatch):
    monkeypatch.setattr("api.throttles.KeyThrottle.THROTTLE_RATES", {"key": "2/min"})
    assert [argane.get("/me/").status_code for _ in range(3)] == [200, 200, 429]
    answer = argane.get("/me/")
    problem(answer, 429, "throttled")
    assert 0 < int(answer["Retry-After"]) <= 61


def test_a_member_is_limited_by_who_it_is_and_a_visitor_by_its_address(client, nobody, db, monkeypatch):
    monkeypatch.setattr("api.throttles._Throttle.THROTTLE_RATES", {"key": "9/min", "person": "2/min", "anon": "2/min"})
    organization = make_organization("Argane")
    client.force_login(organization.memberships.get().user)
    assert [client.get("/api/v1/me/").status_code for _ in range(3)] == [200, 200, 429]
    assert program_of(actor_of(organization)).get("/me/").status_code == 200

    def from_address(address):
        return nobody.client.get("/api/v1/offers/", REMOTE_ADDR=address).status_code

    assert [from_address("192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert from_address("192.0.2.2") == 200


@pytest.mark.parametrize("method", ["get", "options", "post"])
def test_no_page_of_another_site_is_let_in(argane, method):
    asked = {"origin": "https://else.example", "access-control-request-method": "POST"}
    answer = getattr(argane.client, method)("/api/v1/sites/", headers={**argane.headers, **asked})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_limits_that_cannot_be_counted_stop_nobody(argane, monkeypatch):
    away = RedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    monkeypatch.setattr("api.throttles._Throttle.cache", away)
    assert argane.get("/me/").status_code == 200


def test_an_error_of_ours_is_a_problem_too(argane, monkeypatch):
    def fall(_actor):
        raise ZeroDivisionError

    monkeypatch.setattr("api.v1.footprint.views.queries.company", fall)
    argane.client.raise_request_exception = False
    problem(argane.get("/company/"), 500, "error")
