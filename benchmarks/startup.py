"""Second start of the product until /readyz answers, against a bare Django start-up."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

BARE = "import django; from django.conf import settings; settings.configure(INSTALLED_APPS=[]); django.setup()"
ROUNDS = 3


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(data: str) -> Iterator[str]:
    """Run the product with demo data and give its address once it answers that it is ready."""
    address = f"http://127.0.0.1:{free_port()}"
    environment = {**os.environ, "DEBUG": "1", "DATA": data}
    began = time.perf_counter()
    command = [sys.executable, "manage.py", "serve", "--port", address.rpartition(":")[2], "--demo"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while not _ready(address):
                if time.perf_counter() - began > 120:
                    raise TimeoutError("the product did not become ready")
                time.sleep(0.02)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310 - our own address
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def start(data: str) -> float:
    """Return the seconds until the product answers that it is ready."""
    began = time.perf_counter()
    with served(data):
        return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        first = start(data)
        second, bare = [], []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", BARE], check=True)
            bare.append(time.perf_counter() - began)
            second.append(start(data))
    fastest, baseline = min(second), min(bare)
    print(f"first start {first:.1f} s (migrations, reference, demo data)")
    print(f"second start {fastest:.2f} s, bare Django {baseline:.2f} s, ratio {fastest / baseline:.1f}")


if __name__ == "__main__":
    main()
