from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from matching import queries
from matching.engine.replay import CannotReplay


class Command(BaseCommand):
    help = "Compute a stored match, or all of a run, again from the snapshots kept with it and compare the bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=UUID)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            differences = queries.replay(options["id"])
        except CannotReplay as reason:
            raise CommandError(f"made by {reason}: replay it with that version") from reason
        if differences is None:
            raise CommandError("no match or run has this id")
        for before, after in differences:
            self.stderr.write(f"- {before}\n+ {after}")
        if differences:
            raise CommandError(f"{len(differences)} matches differ")
        self.stdout.write("identical")
