import signal
import socket
import subprocess
import sys

import pytest

from tests.config.test_processes import Processes


@pytest.fixture
def run(own_database):
    """Start a command of `manage.py`; what runs at the end is told to stop, and must end well."""
    with Processes(own_database) as running:
        yield running


@pytest.fixture
def port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def manage(own_database):
    """Run a command of `manage.py` to its end; return how it ended and what it said."""
    return manager(own_database)


def manager(environment):
    def run(*command, kill_after=None):
        process = subprocess.Popen(
            [sys.executable, *command], env=environment, stdout=-1, stderr=subprocess.STDOUT, text=True
        )
        try:
            said, _ = process.communicate(timeout=kill_after or 100)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            said, _ = process.communicate()
        return process.returncode, said

    return run
