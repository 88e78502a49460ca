from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from accounts.queries import actor_for, members
from kernel import clock
from partners import actions


class Command(BaseCommand):
    help = "Import a partner's offers from a JSONL file of the exchange format: all of them, or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", type=UUID, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        people = members(options["organization"])
        if not people:
            raise CommandError("no such organization, or nobody in it")
        actor = actor_for(people[0], options["organization"], via="job")
        with options["file"].open(encoding="utf-8-sig") as lines:
            report = actions.import_offers(actor, lines=lines, now=clock.now())
        for line, field, message in report.problems:
            self.stderr.write(f"line {line}: {field}: {message}")
        if report.problems:
            raise CommandError("nothing was imported")
        self.stdout.write(f"{report.kept} offers imported")
