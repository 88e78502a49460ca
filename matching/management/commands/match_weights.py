from argparse import ArgumentParser
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kernel import clock
from matching import actions
from matching.choices import Subject
from matching.choices.parameters import STARTING_AUTHOR, STARTING_REASON
from matching.engine.parameters import STARTING
from matching.models import ParameterSet


class Command(BaseCommand):
    help = "Show the weights of a kind of offer or of its firms, or the numbers of lists, with who set them and why, or put a new version in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", choices=Subject.values)
        parser.add_argument(
            "weights",
            nargs="*",
            help="each criterion with its share of 1, such as goal=0.30, or each number, such as places=6",
        )
        parser.add_argument("--author", default="", help="who sets them")
        parser.add_argument("--reason", default="", help="why")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["weights"]:
            self._set(options["subject"], options["weights"], options["author"], options["reason"])
        rows = ParameterSet.objects.filter(subject=options["subject"]).order_by("version")
        if not rows:
            weights = " ".join(f"{code}={weight}" for code, weight in STARTING[options["subject"]].items())
            self.stdout.write(f"1 (in force, {STARTING_AUTHOR}: {STARTING_REASON}) {weights}")
        for row in rows:
            weights = " ".join(f"{code}={weight}" for code, weight in row.weights.items())
            state = "in force" if row.active else "before"
            self.stdout.write(
                f"{row.version} ({state}, {row.created_at:%Y-%m-%d}, {row.author}: {row.reason}) {weights}"
            )

    def _set(self, subject: str, pairs: list[str], author: str, reason: str) -> None:
        try:
            weights = {code: Decimal(weight) for code, _sign, weight in (one.partition("=") for one in pairs)}
            actions.set_weights(subject, weights, author=author, reason=reason, now=clock.now())
        except (InvalidOperation, ValidationError) as error:
            raise CommandError(
                " ".join(error.messages) if isinstance(error, ValidationError) else "not a number"
            ) from error
