"""What a newcomer types after `make start`, and what the product says when it cannot be done."""

import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request

import pytest

from tests.config.test_processes import free_port

MAKE = ["make", "--no-print-directory", "start"]
# What the tests set for themselves, a newcomer has not.
OURS = {"DATA", "PORT", "DEBUG", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL"}
PLAIN = {name: value for name, value in os.environ.items() if name not in OURS}


def start(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MAKE, *words], env=PLAIN, capture_output=True, text=True, timeout=30, check=False)


@pytest.fixture
def busy():
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield held.getsockname()[1]


@pytest.mark.parametrize("port", ["99999", "0", "-1", "abc", "80 81", ""])
def test_a_port_that_is_none_is_said_in_a_sentence(tmp_path, port):
    ended = start(f"PORT={port}", f"DATA={tmp_path}")
    assert ended.returncode != 0
    assert "a port is a number from 1 to 65535" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "ready" not in ended.stdout


def test_a_busy_port_is_said_before_anything_is_prepared(tmp_path, busy):
    ended = start(f"PORT={busy}", f"DATA={tmp_path}")
    assert ended.returncode != 0
    assert f"port {busy}: another program listens there" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "qafila.sqlite3").exists()


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence():
    ended = start("DATA=/proc/nope")
    assert ended.returncode != 0
    assert "DATA=/proc/nope: this folder cannot be made" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.timeout(120)
def test_ready_is_said_once_it_listens_and_an_unknown_address_has_our_page(tmp_path):
    data, port = tmp_path / "my data", free_port()
    command = [*MAKE, f"PORT={port}", f"DATA={data}"]
    with subprocess.Popen(command, env=PLAIN, stdout=subprocess.PIPE, text=True, start_new_session=True) as served:
        try:
            assert served.stdout is not None
            while "ready in" not in (line := served.stdout.readline()):
                assert line, "it ended before it was ready"
            with pytest.raises(urllib.error.HTTPError) as missing:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing-here/", timeout=10)
            page = missing.value.read().decode()
            assert missing.value.code == 404
            assert "error-page" in page
            assert "URLconf" not in page
        finally:
            os.killpg(served.pid, signal.SIGTERM)
            served.communicate(timeout=15)
    assert (data / "qafila.sqlite3").exists()
