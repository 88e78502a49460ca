"""A message that the server acknowledged outlives its death: not lost, not doubled, in its place."""

import sys

import pytest

from tests.config import senders
from tests.config.test_processes import free_port


@pytest.mark.timeout(300)
def test_what_was_acknowledged_survives_a_server_that_is_killed(own_database, manage):
    assert manage("manage.py", "prepare")[0] == 0
    port = free_port()
    environment = {**own_database, "MESSAGES_A_MINUTE": "100000"}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    story, wrong, total = senders.main(environment, f"http://127.0.0.1:{port}", command, clients=8, sends=240, kills=3)
    assert len(story.acknowledged) == 240
    assert total == 240
    assert not any(wrong.values()), wrong
    assert len(story.restarts) == 3
