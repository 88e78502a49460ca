"""Reading the audit trail, and holding it against its own hashes."""

from collections.abc import Iterator
from datetime import UTC

from django.db.models import QuerySet

from accounts.models import AuditChain, AuditEntry
from accounts.policies import AUDIT
from kernel.actor import Actor
from kernel.canonical import digest

_HASHED = ("sequence", "user_id", "organization_id", "operator_id", "via", "act", "subject_kind", "subject_id", "facts")


def hash_of(entry: AuditEntry) -> str:
    """Return the hash over everything that an entry says, and over the hash of the one before."""
    told = {name: getattr(entry, name) for name in _HASHED}
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest({**told, "at": at, "previous": entry.previous})


def trail(actor: Actor) -> QuerySet[AuditEntry]:
    """Return the entries this actor may read, newest first: an owner those of its organization, who oversees all."""
    return AUDIT.scope(actor, "read", AuditEntry.objects.order_by("-sequence"))


def breaks_in_the_trail() -> Iterator[tuple[int, str]]:
    """Yield (sequence, what is wrong) for each entry that was altered, dropped or slipped in, read from the first one."""
    expected, previous = 1, ""
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=1000):
        if entry.sequence != expected:
            yield expected, f"{entry.sequence - expected} missing from here"
        elif entry.previous != previous:
            yield entry.sequence, "does not follow the one before"
        if entry.hash != hash_of(entry):
            yield entry.sequence, "altered"
        expected, previous = entry.sequence + 1, entry.hash
    chain = AuditChain.objects.filter(pk=1).first()
    length, head = (chain.length, chain.head) if chain else (0, "")
    if length != expected - 1:
        yield (
            min(expected, length + 1),
            f"{abs(length - expected + 1)} {'missing' if length >= expected else 'more than counted'} at the end",
        )
    elif head != previous:
        yield length, "is not the end that was noted"
