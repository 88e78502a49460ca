from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from kernel import clock
from kernel.models import Task
from kernel.queue import claims


class Command(BaseCommand):
    help = "Show the queue; --parked lists the rows that gave up, --replay gives them a fresh set of attempts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parked", action="store_true")
        parser.add_argument("--replay", nargs="*", metavar="ID")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["replay"] is not None:
            self.stdout.write(f"replayed: {claims.replay(options['replay'], now=clock.now())}")
            return
        for row in Task.objects.values("status").annotate(rows=Count("pk")).order_by("status"):
            self.stdout.write(f"{row['status']}: {row['rows']}")
        if options["parked"]:
            for task in Task.objects.filter(status=Task.Status.PARKED).order_by("pk"):
                self.stdout.write(f"{task.pk} {task.path} {task.args}\n{task.error}")
