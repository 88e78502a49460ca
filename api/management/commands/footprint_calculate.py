"""`footprint_calculate FILE`: the inventory of the lines in a JSON file, as `POST /api/v1/footprint/calculate/` answers."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer

from api.parsers import loads
from api.v1.footprint.calculation import CalculationIn, CalculationOut, calculated


class Command(BaseCommand):
    help = "Compute the footprint of the lines in a JSON file; nothing is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a JSON file, - for the standard input")

    def handle(self, *_args: Any, file: str, **_options: Any) -> None:
        """:raises CommandError: naming each line and field that is wrong."""
        body = CalculationIn(data=_read(file), context={})
        if not body.is_valid():
            raise CommandError(JSONRenderer().render(body.errors).decode())
        try:
            answer = CalculationOut(calculated(body.validated_data)).data
        except ValidationError as error:
            words = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
            raise CommandError("\n".join(words)) from error
        self.stdout.write(JSONRenderer().render(answer, "application/json; indent=2").decode())


def _read(file: str) -> Any:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        return loads(text)
    except (OSError, UnicodeDecodeError, ParseError) as error:
        raise CommandError(f"{file}: {error}") from error
