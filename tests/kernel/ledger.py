"""
A process that writes facts and lets the queue answer each with an effect, until it is killed.

Started by the kill test as `python -m tests.kernel.ledger`; `--open` makes its tables, `--close` finishes what is left
and tells what they hold.
"""

import json
import os
import sys
import time
from dataclasses import dataclass
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kernel.kill_settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from kernel import events  # noqa: E402
from kernel.ids import uuid7  # noqa: E402
from kernel.models import Task  # noqa: E402
from kernel.queue.worker import Worker  # noqa: E402

TABLES = ("facts", "effects", "repeated")


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
        cursor.execute("INSERT INTO repeated (fact) VALUES (%s) ON CONFLICT DO NOTHING", [str(event.fact)])


def open_tables() -> None:
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE {table} (fact TEXT {'UNIQUE' if table == 'repeated' else ''})")


def close(worker: Worker) -> None:
    worker.start()
    deadline = time.monotonic() + 60
    while (left := Task.objects.exclude(status="done").count()) and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.stop()
    held = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT fact FROM {table}")
            held[table] = [fact for (fact,) in cursor.fetchall()]
    print(json.dumps({**held, "left": left}))


def write(worker: Worker) -> None:
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
    if "--open" in sys.argv:
        open_tables()
    elif "--close" in sys.argv:
        close(Worker())
    else:
        write(Worker())
