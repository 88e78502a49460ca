from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel import clock
from reference import actions
from reference.files import DATA, BadReference


class Command(BaseCommand):
    help = "Load the reference files into the tables; the same edition is loaded once, a bad row stops the load."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=DATA, help="a folder of CSV files instead of the project's")

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        try:
            loaded = actions.load_reference(folder=folder, now=clock.now())
        except BadReference as error:
            count = len(error.problems)
            msg = f"{error}\nNothing was loaded: {count} problem{'s' if count > 1 else ''}."
            raise CommandError(msg) from error
        if not loaded.changed:
            self.stdout.write(f"edition {loaded.digest[:12]} is already loaded: nothing to do")
            return
        rows = ", ".join(f"{count} {name}" for name, count in loaded.counts.items())
        self.stdout.write(f"edition {loaded.digest[:12]} loaded: {rows}")
