from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import jobs
from search.ports import EngineError


class Command(BaseCommand):
    help = "Make the search index anew from the database, then swap it in; search goes on meanwhile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            count = jobs.rebuild_now()
        except EngineError as error:
            raise CommandError(f"the engine does not answer: {error}") from error
        self.stdout.write(f"{count} documents indexed")
