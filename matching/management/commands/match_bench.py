from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel import clock
from kernel.canonical import dumps
from matching.engine.bench import bench
from matching.engine.judgements import BadJudgements, read_judgements
from matching.engine.rules import RULES
from matching.engine.table import as_table
from reference.files import load


class Command(BaseCommand):
    help = "Rank offers for the firms of a judgements file, without a database, and measure the ranking."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="the day of the ranking (today)")
        parser.add_argument("--without", nargs="*", default=[], choices=sorted(RULES), help="hard rules to leave out")

    def handle(self, *_args: Any, **options: Any) -> None:
        catalogue = load()
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
            cases, problems = read_judgements(text, catalogue, frozenset(RULES))
        except (OSError, UnicodeDecodeError, BadJudgements) as error:
            raise CommandError(str(error)) from error
        day = options["as_of"] or clock.moroccan_day(clock.now())
        report = bench(cases, catalogue, day, without=options["without"])
        self.stdout.write(dumps(report.plain()) if options["json"] else as_table(report))
        if problems := (*problems, *report.unreadable):
            raise CommandError("does not read:\n" + "\n".join(problems))
