from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from kernel import clock
from partners.actions import sync_schemes


class Command(BaseCommand):
    help = "Bring the database up to date: migrations, cache table, reference data, finance products; with --demo, the demo data once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", verbosity=0)
        sync_schemes(now=clock.now())
        if options["demo"]:
            call_command("seed")
