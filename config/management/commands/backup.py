from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.backup.archive import Unfit
from config.backup.copies import back_up


class Command(BaseCommand):
    help = "Write the database and the files into one archive, while the service runs."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=Path(settings.DATA) / "backups", help="a folder, or a name ending in .tar"
        )
        parser.add_argument("--with-key", action="store_true", help="also the secret key; then keep the archive as one")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            target = back_up(options["to"].absolute(), with_key=options["with_key"])
        except Unfit as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target} ({target.stat().st_size:,} bytes)")
