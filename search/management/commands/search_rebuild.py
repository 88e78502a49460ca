from typing import Any

from django.core.management.base import BaseCommand

from search import jobs


class Command(BaseCommand):
    help = "Make the search index anew from the database, then swap it in; search goes on meanwhile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{jobs.rebuild_now()} documents indexed")
