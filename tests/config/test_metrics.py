"""Metrics are for who holds the token, and tell what a person on duty asks."""

from datetime import timedelta

import pytest

from config.backup.copies import stamp
from kernel import clock
from kernel.models import Task

pytestmark = pytest.mark.django_db
TOKEN = "long-enough-to-be-a-token"


@pytest.fixture
def figures(client, settings):
    """Return what is read, by name and labels."""
    settings.METRICS_TOKEN = TOKEN

    def read():
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}

    return read


@pytest.mark.parametrize("sent", [None, "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer \xe9"])
def test_without_the_token_there_is_no_such_page(client, settings, sent):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": sent} if sent else {}).status_code == 404


def test_without_a_token_in_the_settings_nobody_gets_in(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_route_and_never_by_address(client, figures):
    name = 'qafila_request_seconds_count{method="GET",route="privacy",status="200"}'
    before = figures().get(name, 0)
    client.get("/privacy/?q=amal@argane.example")
    after = figures()
    assert after[name] == before + 1
    assert not [line for line in after if "argane" in line]


def test_the_queue_is_told_by_state_and_age(figures):
    empty = figures()
    assert empty["qafila_queue_oldest_seconds"] == empty["qafila_index_lag_seconds"] == 0
    now = clock.now()
    for path, status, minutes in (
        ("search.jobs.index", Task.Status.READY, 5),
        ("notices.jobs.send_email", Task.Status.READY, 9),
        ("notices.jobs.send_email", Task.Status.READY, -9),
        ("notices.jobs.send_email", Task.Status.PARKED, 99),
        ("notices.jobs.send_email", Task.Status.DONE, 99),
    ):
        at = now - timedelta(minutes=minutes)
        Task.objects.create(path=path, status=status, enqueued_at=at, run_after=at)
    found = figures()
    states = {state: found[f'qafila_queue_rows{{state="{state}"}}'] for state in ("due", "later", "running", "parked")}
    assert states == {"due": 2, "later": 1, "running": 0, "parked": 1}
    assert found["qafila_queue_oldest_seconds"] == pytest.approx(540, abs=30)
    assert found["qafila_index_lag_seconds"] == pytest.approx(300, abs=30)


def test_the_age_of_the_last_backup_is_told(figures, settings, tmp_path):
    settings.DATA = tmp_path
    assert figures()["qafila_backup_age_seconds"] != figures()["qafila_backup_age_seconds"]  # NaN
    stamp().touch()
    assert 0 <= figures()["qafila_backup_age_seconds"] < 60
