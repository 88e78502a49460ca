"""Readiness names the part that fails."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel import clock
from kernel.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(client):
    """Return the status of /readyz and what it says of each part."""

    def ask() -> tuple[int, dict[str, str]]:
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


def test_a_queue_that_nobody_runs_is_named(parts):
    assert parts()[1]["queue"] == "ok"
    late = clock.now() - timedelta(minutes=3)
    Task.objects.create(path="kernel.events.deliver", enqueued_at=late, run_after=late)
    status, said = parts()
    assert status == 503
    assert "is a worker running?" in said["queue"]


def test_a_reference_edition_that_was_not_loaded_is_named(parts):
    status, said = parts()
    assert status == 503
    assert "load_reference" in said["reference"]
