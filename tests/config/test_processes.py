"""The product as shipped, in processes of its own: one does everything, or several share PostgreSQL and Redis."""

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from websockets.sync.client import connect

DEADLINE = 90  # it only bounds a start that never comes


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def ready(address: str, host: str = "127.0.0.1") -> dict:
    asked = Request(f"{address}/readyz", headers={"Host": host})
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        with suppress(URLError, ConnectionError), urlopen(asked, timeout=5) as answer:
            return json.load(answer)
        time.sleep(0.1)
    raise AssertionError(f"{address} is not ready")


class Processes(ExitStack):
    """Commands of `manage.py` under way."""

    def __init__(self, environment: dict[str, str]) -> None:
        super().__init__()
        self.environment = environment

    def __call__(self, *command: str) -> subprocess.Popen:
        process = self.enter_context(subprocess.Popen([sys.executable, "manage.py", *command], env=self.environment))
        self.callback(stop, process)
        return process


def stop(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0, process.args


@pytest.fixture
def own_database(empty_database):
    return empty_database


@pytest.fixture
def addresses(run):
    """
    Return the addresses of two web processes beside a worker; without servers to share, twice the one that does it all.

    They start at once on an empty database.
    """
    ports = [free_port(), free_port()]
    if settings.REDIS_URL:
        run("worker")
        for port in ports:
            run("serve", "--web", "--port", str(port))
    else:
        run("serve", "--port", str(ports[0]))
        ports[1] = ports[0]
    found = [f"http://127.0.0.1:{port}" for port in ports]
    for address in found:
        assert ready(address)["ready"]
    return found


def cut_connections(environment: dict[str, str]) -> None:
    """End every connection to the database, as its restart would; a file has none."""
    if url := environment.get("DATABASE_URL"):
        import psycopg

        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid != %s"
        )
        with psycopg.connect(url) as one:
            assert one.execute(others, [one.info.backend_pid]).fetchall()


def act(address: str, key: str, path: str, body: dict) -> dict:
    request = Request(f"{address}/api/v1{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    request.add_header("Authorization", f"Bearer {key}")
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


def heard(page, times: int = 2) -> set[str]:
    """Return the next things a page hears: the change, and what the queue makes of it."""
    return {json.loads(page.recv(5))["type"] for _ in range(times)}


@pytest.mark.timeout(180)
def test_what_one_process_writes_reaches_a_page_open_in_another(addresses, own_database):
    made = subprocess.run([sys.executable, "-m", "tests.config.cast"], env=own_database, check=True, stdout=-1)
    sme, partner, lead = json.loads(made.stdout)
    shown, writer = addresses
    with ExitStack() as opened:
        pages = []
        for side in (sme, partner):
            live = connect(
                f"{shown.replace('http', 'ws')}/ws/live/", origin=shown, additional_headers={"Cookie": side["cookie"]}
            )
            pages.append(opened.enter_context(live))
            assert json.loads(live.recv(5)) == {"type": "ready"}
        sent = act(writer, sme["key"], "/leads/", lead)["results"][0]["lead"]
        assert heard(pages[1]) == {"lead.changed", "notice.posted"}
        assert json.loads(pages[0].recv(5)) == {"type": "lead.changed", "lead_id": sent["id"]}
        cut_connections(own_database)
        assert act(writer, partner["key"], f"/leads/{sent['id']}/accept/", {})["status"] == "accepted"
        assert heard(pages[0], 3) == {"lead.changed", "message.posted", "notice.posted"}
