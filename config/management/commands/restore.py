from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backup.archive import Unfit
from config.backup.copies import restore
from kernel.running import InUse


class Command(BaseCommand):
    help = "Put a backup in the place of the data, checked first; run again after an interruption, it finishes."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", type=Path, dest="source", metavar="ARCHIVE")

    def handle(self, *_args: Any, **options: Any) -> None:
        source = options["source"]
        try:
            restore(source.absolute() if source else None, self._tell)
        except (Unfit, InUse) as error:
            raise CommandError(str(error)) from error
        self._tell("Restored.")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
