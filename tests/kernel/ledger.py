"""
A process that writes facts and lets the queue answer each with an effect, until it is killed.

Started by the kill test as `python -m tests.kernel.ledger`; `--drain` only finishes what is left.
"""

import os
import sys
import time
from dataclasses import dataclass
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kernel.kill_settings"

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from kernel import events  # noqa: E402
from kernel.ids import uuid7  # noqa: E402
from kernel.models import Task  # noqa: E402
from kernel.queue.worker import Worker  # noqa: E402


@dataclass(frozen=True, slots=True)
class FactWritten:
    subject: str
    fact: UUID


def _insert(table: str, fact: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (fact) VALUES (%s)", [str(fact)])


@events.subscriber(FactWritten)
def answer(event: FactWritten) -> None:
    """One effect in the transaction of the row: it must happen exactly once."""
    _insert("effects", event.fact)


@events.subscriber(FactWritten, transactional=False)
def answer_at_length(event: FactWritten) -> None:
    """An effect outside the transaction: at least once, so it is made safe to repeat."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT OR IGNORE INTO repeated (fact) VALUES (%s)", [str(event.fact)])


def main() -> None:
    worker = Worker()
    if "--drain" in sys.argv:
        worker.start()
        deadline = time.monotonic() + 60
        while Task.objects.exclude(status="done").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        worker.stop()
        return
    worker.start()
    print("ready", flush=True)
    number = 0
    while True:
        number += 1
        with transaction.atomic():
            fact = uuid7()
            _insert("facts", fact)
            events.publish(FactWritten(f"subject-{number % 5}", fact))
        print(fact, flush=True)
        time.sleep(0.002)  # the worker keeps up, so that a kill meets it at every stage


if __name__ == "__main__":
    main()
