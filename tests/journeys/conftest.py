"""The product as shipped, in this process: `config.asgi` under uvicorn, the queue's worker, and a real Chromium."""

import os
import time
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.core import mail

from tests.chromium import ARGS, find
from tests.search.servers import own_index
from tests.serving import serving

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find(), "args": ARGS}


@pytest.fixture
def market(transactional_db, reference):
    """A market as `prepare` leaves it: reference data and the real finance products."""
    from django.core.management import call_command

    call_command("prepare", verbosity=0)


@pytest.fixture
def server(transactional_db, market, tmp_path):
    from kernel.queue.worker import Worker

    settings.SEARCH_FOLDER = tmp_path / "search"
    worker = Worker()
    with own_index(settings) if settings.SEARCH_SERVER else nullcontext(), serving() as address:
        worker.start()
        yield address
        worker.stop()
    settings.ELASTICSEARCH_URL = ""


@pytest.fixture
def mailbox():
    """Wait for the latest mail to somebody; the test's mail backend keeps them in memory."""

    def latest(address: str, seconds: float = 10):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(mail.outbox):
                if address in message.to:
                    return message
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address}")

    return latest
