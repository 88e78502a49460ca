from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import jobs
from search.ports import EngineError


class Command(BaseCommand):
    help = "Compare the search index with the database, repair it, and print what differed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            missing, stale, gone = jobs.check_now()
        except EngineError as error:
            raise CommandError(f"the engine does not answer: {error}") from error
        self.stdout.write(f"missing {missing}, stale {stale}, gone {gone}")
