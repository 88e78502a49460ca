"""The service as compose.yaml runs it: the shipped proxy in front of web and socket processes, without DEBUG."""

import json
import ssl
import subprocess
import sys
from http.client import HTTPConnection, HTTPSConnection
from types import SimpleNamespace

import pytest
from django.conf import settings
from websockets.sync.client import connect

from config.env import SECRETS
from tests.config.test_processes import free_port, ready

CADDY = f"{sys.prefix}/bin/caddy"
TOKEN = "a token of sixteen"
pytestmark = [
    pytest.mark.skipif(not settings.REDIS_URL, reason="web and socket processes share a PostgreSQL and a Redis"),
    pytest.mark.timeout(180),
]


@pytest.fixture
def own_database(own_database, tmp_path):
    """Return the environment of compose.yaml for this machine; the certificate is one of the proxy's own making."""
    port = free_port()
    shipped = {
        "ALLOWED_HOSTS": "localhost",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "METRICS_TOKEN": TOKEN,
        "PUBLIC_URL": f"https://localhost:{port}",
        "SECRET_KEY": "k3y of a test that nobody guesses, 2026",
        "TRUSTED_PROXIES": "1",
    }
    of_proxy = {
        "HTTP_PORT": str(free_port()),
        "XDG_DATA_HOME": str(tmp_path / "caddy"),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    kept = {
        name: value
        for name, value in own_database.items()
        if name not in {"DEBUG", *(f"{one}_FILE" for one in SECRETS)}
    }
    return {**kept, **shipped, **of_proxy}


@pytest.fixture
def service(run, own_database, tmp_path):
    """Start everything; return how to ask through the proxy and the ports behind it."""
    web, socket = free_port(), free_port()
    run("worker")
    processes = [run("serve", "--web", "--port", str(port)) for port in (web, socket)]
    environment = {**own_database, "WEB": f"127.0.0.1:{web}", "SOCKET": f"127.0.0.1:{socket}"}
    command = [CADDY, "run", "--adapter", "caddyfile", "--config", "config/Caddyfile"]
    proxy = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        for port in (web, socket):
            assert ready(f"http://127.0.0.1:{port}", host="localhost")["ready"]
        port = int(own_database["PUBLIC_URL"].rpartition(":")[2])
        trusted = ssl.create_default_context(cafile=tmp_path / "caddy/caddy/pki/authorities/local/root.crt")

        def ask(path, method="GET", body=None, **headers):
            secure = HTTPSConnection("localhost", port, timeout=30, context=trusted)
            secure.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = secure.getresponse()
            answer.text = answer.read().decode()
            secure.close()
            return answer

        yield SimpleNamespace(ask=ask, web=web, socket=socket, trusted=trusted, processes=processes)
    finally:
        proxy.terminate()
        proxy.wait(10)


def sockets_of(port):
    """Return how many sockets the process at this port serves, by its own count."""
    behind = HTTPConnection("127.0.0.1", port, timeout=10)
    behind.request("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}", "Host": "localhost"})
    lines = behind.getresponse().read().decode().splitlines()
    behind.close()
    return float(next(line for line in lines if line.startswith("qafila_sockets_open")).split()[1])


def test_web_and_socket_processes_answer_behind_the_shipped_proxy(service, own_database, run):
    address = own_database["PUBLIC_URL"]
    page = service.ask("/", X_Request_ID="forged", X_Forwarded_Proto="http")
    assert (page.status, page.headers["X-Request-ID"] != "forged") == (200, True)
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert service.ask("/metrics", Authorization=f"Bearer {TOKEN}").status == 404
    plain = HTTPConnection("localhost", int(own_database["HTTP_PORT"]), timeout=10)
    plain.request("GET", "/fr/")
    assert plain.getresponse().headers["Location"].startswith("https://localhost")

    made = subprocess.run([sys.executable, "-m", "tests.config.cast"], env=own_database, check=True, stdout=-1)
    sme, partner, lead = json.loads(made.stdout)
    wss, cookie = f"{address.replace('https', 'wss')}/ws/live/", {"Cookie": partner["cookie"]}
    with connect(wss, ssl=service.trusted, origin=address, additional_headers=cookie) as live:
        assert json.loads(live.recv(5)) == {"type": "ready"}
        assert (sockets_of(service.web), sockets_of(service.socket)) == (0, 1)
        key = {"Authorization": f"Bearer {sme['key']}", "Content_Type": "application/json"}
        sent = service.ask("/api/v1/leads/", "POST", json.dumps(lead), **key)
        assert sent.status == 201, sent.text
        assert {json.loads(live.recv(10))["type"] for _ in range(2)} == {"lead.changed", "notice.posted"}

    forged = [service.ask("/api/v1/regions/", X_Forwarded_For=f"203.0.113.{n}") for n in range(130)]
    assert {answer.status for answer in forged} == {200, 429}

    service.processes[0].terminate()
    assert service.processes[0].wait(30) == 0
    run("serve", "--web", "--port", str(service.web))
    assert ready(f"http://127.0.0.1:{service.web}", host="localhost")["ready"]
    assert service.ask("/").status == 200
