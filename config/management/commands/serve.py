import errno
import signal
import socket
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kernel.queue.worker import Worker

_WHY = {
    errno.EADDRINUSE: "another program listens there",
    errno.EACCES: "this user may not listen there",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}
SENT_AHEAD = 262_144  # bytes handed to the kernel that a client has not read: they cannot be taken back


class Server(uvicorn.Server):
    """A server that says when it listens, not before."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.announce()


class Command(BaseCommand):
    help = "Prepare the data folder, then serve pages, API, sockets and the queue from this one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--demo", action="store_true", help="make the demo data once and print its logins")
        parser.add_argument("--web", action="store_true", help="leave the queue to `worker` processes")

    def handle(self, *_args: Any, **options: Any) -> None:
        started, port = time.monotonic(), read_port(options["port"])
        listener = take(options["host"], port)
        call_command("prepare", demo=options["demo"])
        worker = Worker()
        if not options["web"]:
            worker.start()

        def announce() -> None:
            self.stdout.write(f"Qafila: http://localhost:{port} (ready in {time.monotonic() - started:.1f} s)")
            self.stdout.flush()

        # uvicorn stops serving, then raises the signal again: it must find nobody who ends the process undrained.
        signal.signal(signal.SIGTERM, lambda *_: None)
        try:
            Server(_config(), announce).run(sockets=[listener])
        finally:
            worker.stop()
            self.stdout.write("drained")
            self.stdout.flush()


def read_port(typed: str) -> int:
    """
    Return the number of a port.

    :raises CommandError: when it is none
    """
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= 65_535):
        msg = f"PORT={typed}: a port is a number from 1 to 65535. Name another: make start PORT=9000"
        raise CommandError(msg)
    return int(typed)


def take(host: str, port: int) -> socket.socket:
    """
    Return a socket bound to the address; until it listens, who knocks is refused at once.

    :raises CommandError: when the address cannot be had
    """
    try:
        bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT_AHEAD)
        bound.bind((host, port))
    except OSError as error:
        why = _WHY.get(error.errno or 0, error.strerror or str(error))
        msg = f"Qafila cannot listen on {host}, port {port}: {why}. Name another port: make start PORT=9000"
        raise CommandError(msg) from error
    return bound


def _config() -> uvicorn.Config:
    return uvicorn.Config(
        "config.asgi:application",
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
