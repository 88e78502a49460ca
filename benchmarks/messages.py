"""Messages kept each second by one sender and by eight, against flushes of the disk and against a bare insert."""

import json
import logging
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ROUNDS, EACH, SENDERS = 3, 160, 8
PAGE = b"x" * 4096


def flushes(folder: str) -> float:
    """Return how many writes of a page the disk takes in a second, each flushed."""
    with (Path(folder) / "flushed").open("ab") as file:
        began = time.perf_counter()
        for _ in range(EACH):
            file.write(PAGE)
            file.flush()
            os.fdatasync(file.fileno())
        return EACH / (time.perf_counter() - began)


def inserts(folder: str) -> float:
    """Return how many rows SQLite alone takes in a second, each in a transaction as durable as ours."""
    bare = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
    bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS row (text TEXT);")
    began = time.perf_counter()
    for _ in range(EACH):
        bare.execute("INSERT INTO row VALUES (?)", ["Bonjour"])
    took = time.perf_counter() - began
    bare.close()
    return EACH / took


def posts(senders: list[tuple[Any, Any]]) -> float:
    """Return how many messages these senders have kept in a second, each waiting for the one before."""
    from django.db import connection

    from kernel import clock
    from kernel.ids import uuid7
    from messaging import actions

    def send(actor: Any, conversation_id: Any) -> None:
        for _ in range(EACH // len(senders)):
            actions.post_message(
                actor, conversation_id=conversation_id, client_id=uuid7(), text="Bonjour", now=clock.now()
            )
        connection.close()

    with ThreadPoolExecutor(len(senders)) as pool:
        began = time.perf_counter()
        for done in [pool.submit(send, *one) for one in senders]:
            done.result()
        return EACH / (time.perf_counter() - began)


def measure(made: list[dict[str, Any]], folder: str) -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from accounts.queries import actor_for_key
    from kernel import clock

    senders = [(actor_for_key(one["key"], clock.now()), UUID(one["id"])) for one in made]
    subjects: dict[str, Callable[[], float]] = {
        "flushes": lambda: flushes(folder),
        "bare inserts": lambda: inserts(folder),
        "one": lambda: posts(senders[:1]),
        "eight": lambda: posts(senders),
    }
    taken: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(ROUNDS):
        for name, act in subjects.items():
            taken[name].append(act())
    middle = {name: statistics.median(found) for name, found in taken.items()}
    for name, words, goal in (("one", "1 sender", 0.5), ("eight", f"{SENDERS} senders", 2)):
        print(
            f"C1 {words}: {middle[name]:.0f} messages a second; 1/fdatasync {middle['flushes']:.0f},"
            f" ratio {middle[name] / middle['flushes']:.2f} (goal {goal});"
            f" bare inserts {middle['bare inserts']:.0f}, ratio {middle[name] / middle['bare inserts']:.2f}",
            flush=True,
        )


def cast(conversations: int, environment: dict[str, str]) -> list[dict[str, Any]]:
    """Make a database with conversations between two people each."""
    subprocess.run([sys.executable, "manage.py", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "tests.config.crowd", str(conversations), "1"]
    found = subprocess.run(command, env=environment, check=True, capture_output=True).stdout
    made: list[dict[str, Any]] = json.loads(found)
    return made


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DEBUG": "1", "DATA": folder}
        made = cast(SENDERS, environment)
        command = [sys.executable, "-m", "benchmarks.messages", json.dumps(made), folder]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    measure(json.loads(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 1 else main()
