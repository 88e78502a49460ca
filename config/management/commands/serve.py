import signal
import time
from argparse import ArgumentParser
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from kernel.queue.worker import Worker


class Command(BaseCommand):
    help = "Prepare the data folder, then serve pages, API, sockets and the queue from this one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--demo", action="store_true", help="make the demo data once and print its logins")
        parser.add_argument("--web", action="store_true", help="leave the queue to `worker` processes")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()
        call_command("prepare", demo=options["demo"])
        worker = Worker()
        if not options["web"]:
            worker.start()
        self.stdout.write(f"Qafila: http://localhost:{options['port']} (ready in {time.monotonic() - started:.1f} s)")
        self.stdout.flush()
        # uvicorn stops serving, then raises the signal again: it must find nobody who ends the process undrained.
        signal.signal(signal.SIGTERM, lambda *_: None)
        try:
            uvicorn.run(
                "config.asgi:application",
                host=options["host"],
                port=options["port"],
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=10,
                timeout_keep_alive=20,
                ws_ping_interval=25,
                ws_max_size=65_536,
                ws_per_message_deflate=False,
                proxy_headers=bool(settings.ALLAUTH_TRUSTED_PROXY_COUNT),
            )
        finally:
            worker.stop()
            self.stdout.write("drained")
            self.stdout.flush()
