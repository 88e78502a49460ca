import signal
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from kernel.queue.worker import Worker


class Command(BaseCommand):
    help = "Run the queue in a process of its own (with DATABASE_URL set, beside web processes)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("prepare")  # or wait for the process that does it: no row is read from tables that are not there
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop(0))
        worker.start()
        for thread in worker._threads:
            while thread.is_alive():
                thread.join(1)
