from typing import Any

from django.core.management.base import BaseCommand

from search import jobs


class Command(BaseCommand):
    help = "Compare the search index with the database, repair it, and print what differed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        missing, stale, gone = jobs.check_now()
        self.stdout.write(f"missing {missing}, stale {stale}, gone {gone}")
