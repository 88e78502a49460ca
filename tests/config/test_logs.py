"""Logs name routes and numbers; what a person typed or is called is in none of them."""

import json
import logging
import re
from io import StringIO

import pytest
from django.core import mail
from django.test import Client

from config.logs import JsonFormatter
from kernel.trace import request_id
from tests.factories.marketplace import MESSAGE, make_deal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log():
    """Return the lines that production would write, from every logger and level that matters."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    queue = logging.getLogger("qafila.queue")
    kept = queue.level
    queue.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    queue.setLevel(kept)
    logging.getLogger().removeHandler(handler)


def of(lines, event):
    return [line for line in lines if line["event"] == event]


def test_a_request_is_one_line_with_the_number_of_its_answer(client, log):
    answer = client.get("/privacy/?q=amal")
    (line,) = of(log(), "request")
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "privacy", 200)
    assert line["ms"] >= 0


def test_the_number_of_a_trusted_proxy_is_kept_and_no_others(client, settings):
    given = {"X-Request-ID": "edge-0123456789"}
    assert client.get("/healthz", headers=given)["X-Request-ID"] != "edge-0123456789"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get("/healthz", headers=given)["X-Request-ID"] == "edge-0123456789"
    forged = client.get("/healthz", headers={"X-Request-ID": "a b"})["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f-]{36}", forged)


def test_a_problem_and_an_error_page_name_the_number(log, monkeypatch):
    visitor = Client(raise_request_exception=False)
    answer = visitor.get("/api/v1/leads/")
    assert answer.json()["request_id"] == answer["X-Request-ID"]
    monkeypatch.setattr("frontend.navigation.footer", lambda: 1 / 0)
    answer = visitor.get("/privacy/")
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    (line,) = [line for line in log() if "error" in line]
    assert "ZeroDivisionError" in line["error"][0]
    assert "privacy" not in line["event"]
    assert not request_id.get()


def test_a_walk_leaves_no_address_name_token_or_message(client, log, drain, reference):
    typed = {
        "email": "amal.walk@argane.example",
        "password1": "Olive-Marrakech-77",
        "password": "not-the-password-9",
        "organization": "Huilerie Bencheikh",
        "name": "Amal Bencheikh",
        "kind": "sme",
        "region": "MA-03",
    }
    opened = client.post("/accounts/signup/", {**typed, "ice": "009900001000060", "privacy": "on"})
    assert opened.status_code == 302, opened.content.decode()
    client.post("/accounts/login/", {"login": typed["email"], "password": typed["password"]})
    client.get(f"/offers/?q={typed['organization']}")
    for letter in mail.outbox:
        for path in re.findall(r"https?://[^/\s]+(/\S+)", letter.body):
            client.get(path)
    deal = make_deal()
    owner = Client()
    from accounts.actions import create_key
    from accounts.models import User
    from kernel import clock

    owner.force_login(User.objects.get(pk=deal.sme.user_id))
    _row, key = create_key(deal.sme, name="test", scope="write", now=clock.now())
    bill = {"account_number": "ACCOUNT-778899", "quantity": "1200"}
    owner.post(f"/sites/{deal.site.pk}/bills/", bill)
    asked = {"site_id": str(deal.site.pk), "offer_ids": [str(deal.offer.pk)], "message": MESSAGE, "consent": True}
    sent = client.post(
        "/api/v1/leads/", asked, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    assert sent.status_code == 201, sent.content
    drain()
    lines = log()
    assert mail.outbox
    assert of(lines, "signed up")
    assert of(lines, "sign-in failed")
    assert of(lines, "signed in")
    assert of(lines, "task")
    assert {str(deal.sme.organization_id)} <= {line.get("organization") for line in of(lines, "request")}
    written = json.dumps(lines, ensure_ascii=False)
    emails = User.objects.values_list("email", flat=True)
    secrets = [*typed.values(), *emails, key, MESSAGE, bill["account_number"], "127.0.0.1", "@"]
    assert not [secret for secret in secrets if secret not in {"sme", "MA-03"} and secret in written]
    assert "?" not in written


def test_what_an_error_or_a_library_quotes_stays_out(log):
    try:
        raise ValueError("Key (email)=(amal@argane.example) already exists")
    except ValueError:
        logging.getLogger("qafila.api").exception("an unexpected error")
    logging.getLogger("django.request").error("Internal Server Error: %s", "/invitations/secret-token/")
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: 'amal@argane.example'")
    written = json.dumps(log())
    assert len(log()) == 3
    assert "amal" not in written
    assert "secret-token" not in written
    assert "ValueError" in written
