from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.actions import open_operator
from accounts.choices import OperatorRole
from accounts.models import User
from kernel import clock
from reference.queries import catalogue


class Command(BaseCommand):
    help = "Make a person who has an account a member of an operator, which is opened when it is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="of the operator")
        parser.add_argument("--region", default="", help="where a regional member is in charge, such as MA-06")
        parser.add_argument("--role", default=OperatorRole.NATIONAL.value, choices=OperatorRole.values)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["region"] and options["region"] not in catalogue().regions:
            raise CommandError(f"{options['region']} is no region")
        if options["role"] == OperatorRole.REGIONAL and not options["region"]:
            raise CommandError("a regional member needs --region")
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError("nobody has an account with this address")
        try:
            row = open_operator(
                user, name=options["name"], region=options["region"], role=options["role"], now=clock.now()
            )
        except ValidationError as wrong:
            raise CommandError("; ".join(wrong.messages)) from wrong
        self.stdout.write(f"{row.name}: {options['role']}. A second factor is asked for at the next sign-in.")
