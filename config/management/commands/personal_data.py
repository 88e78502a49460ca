from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.env import BASE
from kernel import personal

START, END = "<!-- personal data -->", "<!-- /personal data -->"
DOCUMENT = BASE / "docs/personal-data.md"
_ERASED = {"delete": "deleted", "blank": "emptied", "keep": "kept", "": "–"}


def table() -> str:
    """Return what is kept of whom, as the Markdown table of docs/personal-data.md."""
    rows = [
        "| data | whose | for | basis | kept | in a copy as | at the end | because |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for line in personal.lines():
        fields = ", ".join(f"`{name}`" for name in line.fields.split())
        told = (line.whose, line.purpose, line.basis, line.kept, line.copy, _ERASED[line.erase], line.why)
        rows.append(f"| `{line.model}`: {fields} | {' | '.join(one or '–' for one in told)} |")
    return "\n".join(rows)


class Command(BaseCommand):
    help = "Print what is kept of whom, why and until when; --write puts the table into docs/personal-data.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(table())
            return
        before, rest = DOCUMENT.read_text().split(START)
        DOCUMENT.write_text(f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}")
