"""Pressing twice does it once."""

import json
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from footprint.models import Site
from kernel import idempotency
from kernel.models import IdempotencyKey
from tests.api.test_frame import problem
from tests.documents.files import pdf

SITE = {"name": "Moulin", "region": "MA-03"}


def test_the_same_key_and_body_get_the_first_answer_again(argane):
    first = argane.post("/sites/", SITE, idempotency_key="one")
    again = argane.post("/sites/", SITE, idempotency_key="one")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first["Content-Type"] == again["Content-Type"] == "application/json"
    assert Site.objects.count() == 1
    argane.post("/sites/", SITE, idempotency_key="two")
    argane.post("/sites/", SITE)
    assert Site.objects.count() == 3


def test_another_body_is_told_so_and_does_nothing(argane):
    argane.post("/sites/", SITE, idempotency_key="one")
    problem(argane.post("/sites/", {**SITE, "name": "Dépôt"}, idempotency_key="one"), 422, "other_body")
    assert Site.objects.count() == 1


def test_a_key_belongs_to_its_caller_and_address(argane, zellige):
    for program in (argane, zellige):
        assert program.post("/sites/", SITE, idempotency_key="one").status_code == 201
    assert Site.objects.count() == 2
    assert argane.post("/exports/", {"code": "1509 20"}, idempotency_key="one").status_code == 201


def test_a_refusal_is_kept_too(argane):
    first = argane.post("/sites/", {"region": "MA-03"}, idempotency_key="one")
    problem(first, 400, "invalid")
    assert argane.post("/sites/", {"region": "MA-03"}, idempotency_key="one").content == first.content


def test_a_failure_of_ours_is_not_kept_and_leaves_nothing(argane, monkeypatch):
    def fall(*_args, **_options):
        Site.objects.create(organization_id=None, name="", region="", updated_at=None)

    with monkeypatch.context() as broken:
        broken.setattr("api.v1.footprint.views.actions.add_site", fall)
        argane.client.raise_request_exception = False
        problem(argane.post("/sites/", SITE, idempotency_key="one"), 500, "error")
    assert not IdempotencyKey.objects.exists()
    assert argane.post("/sites/", SITE, idempotency_key="one").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_that_is_none(argane, key):
    problem(argane.post("/sites/", SITE, idempotency_key=key), 400, "invalid")


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_have_one_effect_and_equal_answers(argane):
    answers, gate = [], threading.Barrier(20)

    def press():
        gate.wait(10)
        answer = argane.post("/sites/", SITE, idempotency_key="one")
        answers.append((answer.status_code, answer.content))
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 20
    assert len(set(answers)) == 1, {status for status, _content in answers}
    assert answers[0][0] == 201
    assert Site.objects.count() == 1


def test_keys_are_kept_for_two_days(argane):
    from kernel import clock

    argane.post("/sites/", SITE, idempotency_key="one")
    kept = timedelta(days=settings.RETENTION["kernel.idempotency.prune"])
    assert kept >= timedelta(hours=24)
    assert idempotency.prune(before=clock.now() - kept) == 0
    assert idempotency.prune(before=clock.now()) == 1


def test_every_post_takes_a_key_but_those_that_show_or_read_a_secret(client, db):
    document = json.loads(client.get("/api/schema/", headers={"accept": "application/json"}).content)
    posts = {one["post"]["operationId"]: one["post"] for one in document["paths"].values() if "post" in one}
    assert len(posts) > 30
    without = {
        name
        for name, post in posts.items()
        if "Idempotency-Key" not in {one["name"] for one in post.get("parameters", ())}
        or "422" not in post["responses"]
    }
    secret = {"key_create", "account_close", "organization_close", "report_read", "contest_read"}
    nothing_kept = {"footprint_calculate", "cbam_calculate"}
    assert without == secret | nothing_kept, (
        "a secret, a password or words of others are not kept beside an answer either"
    )


def test_a_form_with_a_file_is_one_request_whatever_parts_it(argane):
    def send(text):
        form = {"purpose": "dossier", "file": SimpleUploadedFile("bilan.pdf", pdf(text))}
        return argane.client.post("/api/v1/documents/", form, headers={**argane.headers, "idempotency-key": "one"})

    first, again = send("bilan"), send("bilan")
    assert (first.status_code, first.content) == (201, again.content)
    problem(send("statuts"), 422, "other_body")
    assert len(argane.get("/documents/").json()["results"]) == 1
