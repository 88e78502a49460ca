from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import AuditChain
from accounts.queries.audit import breaks_in_the_trail


class Command(BaseCommand):
    help = "Read the audit trail from its first entry, name each that was altered, and print its length and last hash."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = [f"entry {sequence}: {wrong}" for sequence, wrong in breaks_in_the_trail()]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"the audit trail does not hold: {len(found)} found")
        chain = AuditChain.objects.filter(pk=1).first()
        self.stdout.write(f"{chain.length if chain else 0} entries, whole; last hash {chain.head if chain else '-'}")
