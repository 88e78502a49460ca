"""Readiness names the part that fails."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.migrations.recorder import MigrationRecorder

from config import health
from kernel import clock, running
from kernel.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(client):
    """Return the status of /readyz and what it says of each part."""

    def ask() -> tuple[int, dict[str, str]]:
        health._said.clear()
        answer = client.get("/readyz")
        return answer.status_code, answer.json()["parts"]

    return ask


def test_alive_costs_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


def test_old_zone_data_are_named(parts, monkeypatch):
    monkeypatch.setattr(clock, "MOROCCO", ZoneInfo("Europe/Paris"))
    status, said = parts()
    assert (status, said["time_zone"]) == (503, "zone data are older than 2026c")


@pytest.fixture
def worker():
    running.hold("worker")
    yield
    running.let_go("worker")


def test_a_queue_that_nobody_runs_is_named(parts, worker):
    assert parts()[1]["queue"] == "ok"
    running.let_go("worker")
    status, said = parts()
    assert (status, said["queue"]) == (503, "no worker runs on this data folder")


def test_a_row_that_is_due_for_too_long_is_named(parts, worker, settings):
    settings.QUEUE_LATE_SECONDS = 240
    due = clock.now() - timedelta(minutes=3)
    Task.objects.create(path="kernel.events.deliver", enqueued_at=due, run_after=due)
    assert parts()[1]["queue"] == "ok"
    settings.QUEUE_LATE_SECONDS = 120
    status, said = parts()
    assert status == 503
    assert said["queue"] == f"stuck: a row has been due since {due:%Y-%m-%dT%H:%M:%SZ}"


def test_migrations_that_are_not_applied_are_named(parts):
    assert parts()[1]["migrations"] == "ok"
    last = MigrationRecorder.Migration.objects.filter(app="notices").latest("name")
    last.delete()
    status, said = parts()
    assert status == 503
    assert f"notices.{last.name}" in said["migrations"]


def test_many_who_ask_at_once_cost_one_look(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(0):
        client.get("/readyz")


def test_a_reference_edition_that_was_not_loaded_is_named(parts):
    status, said = parts()
    assert status == 503
    assert "load_reference" in said["reference"]
