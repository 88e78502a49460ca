from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from documents.jobs import sweep_later
from kernel import clock, running
from kernel.sqlite import statistics
from partners.actions import sync_schemes

SIZES = ("stories", "demo", "large")
_ONE_AT_A_TIME = 0x0AF11A


class Command(BaseCommand):
    help = "Bring the database up to date: migrations, cache table, static files, reference data, finance products; with --demo, the demo data once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true")
        parser.add_argument("--size", choices=SIZES, default="demo")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["demo"] and not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                "--demo opens accounts whose password everybody knows: it is refused without DEMO or DEBUG"
            )
        try:
            running.hold()
        except running.InUse as error:
            raise CommandError(str(error)) from error
        with _alone():
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            if not settings.DEBUG:
                call_command("collectstatic", verbosity=0, interactive=False)
            call_command("load_reference", verbosity=0)
            sync_schemes(now=clock.now())
            sweep_later(clock.now())
            if options["demo"]:
                call_command("seed", size=options["size"])
            statistics.renew()


@contextmanager
def _alone() -> Iterator[None]:
    """Of several processes that start at once on one server, let one prepare it, for as long as it takes."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])
            cursor.execute("RESET statement_timeout; RESET lock_timeout")
