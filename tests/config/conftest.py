import socket

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
