import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engine.bench import as_table
from search.engine.judged import HALVES, BadFile, read_judged
from search.ports import EngineError
from search.trial import measured


class Command(BaseCommand):
    help = "Measure the search of the configured engine on a judged set, beside plain BM25, in an index of its own."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", type=Path, required=True, help="JSONL: id, language, title, text, tags if any")
        parser.add_argument("--queries", type=Path, required=True, help="TSV: id, language, text")
        parser.add_argument("--qrels", type=Path, required=True, help="TREC: query 0 document grade")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
        parser.add_argument("--half", choices=HALVES, help="only the queries of this half: tune on the first")
        parser.add_argument("--without-tags", action="store_true", help="as if no document had tags")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            judged = read_judged(options["corpus"], options["queries"], options["qrels"])
            judged = judged.half(options["half"]) if options["half"] else judged
        except BadFile as error:
            raise CommandError(str(error)) from error
        judged = judged.without_tags() if options["without_tags"] else judged
        try:
            report = measured(judged)
        except EngineError as error:
            raise CommandError(f"the engine does not answer: {error}") from error
        self.stdout.write(json.dumps(report.plain(), ensure_ascii=False) if options["json"] else as_table(report))
