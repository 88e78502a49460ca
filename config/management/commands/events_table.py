from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.env import BASE
from kernel import events

START, END = "<!-- events -->", "<!-- /events -->"


def table() -> str:
    """Return who hears what, as the Markdown table of docs/architecture.md."""
    rows = ["| event | durable subscribers (rows of the queue) | wake-ups (may be lost) |", "|---|---|---|"]
    for event, durable, wakes in events.subscriptions():
        if event.__module__.partition(".")[0] == "tests":
            continue
        heard = "<br>".join(f"`{one.path}`" for one in durable) or "–"
        woken = "<br>".join(f"`{one.__module__}.{one.__qualname__}`" for one in wakes) or "–"
        rows.append(f"| `{event.__module__}.{event.__name__}` | {heard} | {woken} |")
    return "\n".join(rows)


class Command(BaseCommand):
    help = "Print who hears which event; --write puts the table into docs/architecture.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(table())
            return
        path = BASE / "docs/architecture.md"
        before, rest = path.read_text().split(START)
        path.write_text(f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}")
