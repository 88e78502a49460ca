"""Offers by the API and as pages against plain Django views of the same rows, the house around a view, and the server."""

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from benchmarks.startup import free_port, served

ROUNDS, REQUESTS, THREADS = 7, 30, 4
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def cpu(act: Callable[[], Any]) -> float:
    """Return the milliseconds of CPU of one call, over some."""
    began = time.process_time()
    for _ in range(REQUESTS):
        act()
    return (time.process_time() - began) / REQUESTS * 1000


def compare(name: str, measured: Callable[[], Any], baseline: Callable[[], Any], goal: str) -> None:
    """Print the medians of both, taken in turns, and their ratio."""
    measured(), baseline()
    pairs = [(cpu(measured), cpu(baseline)) for _ in range(ROUNDS)]
    one, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name}: {one:.2f} ms CPU, baseline {other:.2f} ms, ratio {one / other:.2f} ({goal})", flush=True)


def measure() -> None:
    """Compare inside one process, on the demo data that lie in `DATA`; nothing is sent over a wire."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.test import Client, RequestFactory
    from django.test.utils import override_settings, setup_test_environment
    from django.urls import path, resolve, reverse

    from accounts import actions, queries
    from accounts.models import User
    from api import throttles
    from benchmarks import twin
    from config import urls
    from kernel import clock
    from partners.models import Offer

    setup_test_environment()
    person = User.objects.get(email="salma@chams.example")
    actor = queries.actor_for(person, via="job")
    _key, secret = actions.create_key(actor, name="bench", scope="read", now=clock.now())
    client = Client(headers={"authorization": f"Bearer {secret}", "accept": "application/json"})
    listed, one = reverse("v1:offers"), Offer.objects.filter(shelf="published").latest("pk").pk
    address = reverse("v1:offer", args=[one])

    class Urls:
        urlpatterns = [
            path("twin/offers/", twin.offers),
            path("twin/offers/<uuid:offer_id>/", twin.offer),
            *urls.urlpatterns,
        ]

    def asked(address: str, **more: Any) -> Callable[[], Any]:
        def ask() -> Any:
            throttles.counts.clear()
            answer = client.get(address, more)
            assert answer.status_code == 200, (address, answer.status_code)
            return answer

        return ask

    def bare(address: str) -> Callable[[], Any]:
        view, factory = resolve(address).func, RequestFactory()

        def ask() -> Any:
            throttles.counts.clear()
            answer = view(factory.get(address, {"page_size": 20}, headers={"authorization": f"Bearer {secret}"}))
            return answer.render() if hasattr(answer, "render") else answer

        return ask

    with override_settings(ROOT_URLCONF=Urls):
        many, single = asked("/twin/offers/", page_size=20), asked(f"/twin/offers/{one}/")
        same = asked(listed, page_size=20)().json()["results"] == many().json()["results"]
        assert same, "the plain view answers what the API does"
        assert asked(address)().json() == single().json()
        compare("H1 list of 20 offers by the API", asked(listed, page_size=20), many, "goal 1.0")
        compare("H1 one offer by the API", asked(address), single, "goal 1.0")
        compare("page of one offer", asked(reverse("offer", args=[one])), single, "no goal: a page is more")
        compare("page of the directory", asked(reverse("directory")), many, "no goal: a page is more")
        compare(
            "H3 the list with all middleware, against its view alone",
            asked(listed, page_size=20),
            bare(listed),
            "goal 1.3",
        )


def rate(address: str) -> float:
    """Return the requests a second that some threads get answered, each over a connection that it keeps, as browsers do."""
    each, (_scheme, server, path, *_rest) = REQUESTS * 2, urlsplit(address)

    def ask() -> None:
        with closing(HTTPConnection(server, timeout=30)) as connection:
            for _ in range(each):
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 200, answer.status

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return THREADS * each / (time.perf_counter() - began)


@contextmanager
def by_django(data: str) -> Any:
    """Serve the same project and data by Django's own ASGI handler."""
    port = free_port()
    environment = {**os.environ, "DEBUG": "1", "DATA": data}
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        "django.core.asgi:get_asgi_application",
        "--lifespan",
        "off",
    ]
    with subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "error"], env=environment, stderr=subprocess.DEVNULL
    ) as process:
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 - our own address
                break
            except OSError:
                time.sleep(0.1)
        try:
            yield address
        finally:
            process.terminate()


def main() -> None:
    with tempfile.TemporaryDirectory() as data, served(data) as ours:
        environment = {**os.environ, "DEBUG": "1", "DATA": data}
        subprocess.run([sys.executable, "-m", "benchmarks.offers", "measure"], env=environment, check=True)
        with by_django(data) as theirs:
            for name, path in (("H5 a page", "/legal/"), ("H5 an answer of one word, the server alone", "/healthz")):
                pairs = [(rate(ours + path), rate(theirs + path)) for _ in range(ROUNDS)]
                mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
                both = f"{mine:.0f} a second, Django's ASGI handler {other:.0f}"
                print(f"{name}, {THREADS} at once: {both}, ratio {mine / other:.2f} (goal 1.5)", flush=True)


if __name__ == "__main__":
    measure() if len(sys.argv) > 1 else main()
