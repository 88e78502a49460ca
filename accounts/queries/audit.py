"""Reading the audit trail, and holding it against its own hashes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.choices import Duty
from accounts.models import AuditChain, AuditEntry
from accounts.policies import AUDIT, manages, operates
from kernel.actor import Actor
from kernel.canonical import digest
from kernel.clock import MOROCCO

_HASHED = (
    "sequence",
    "user_id",
    "organization_id",
    "operator_id",
    "concerns_id",
    "via",
    "act",
    "subject_kind",
    "subject_id",
    "facts",
)


def hash_of(entry: AuditEntry) -> str:
    """Return the hash over everything that an entry says, and over the hash of the one before."""
    told = {name: getattr(entry, name) for name in _HASHED}
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest({**told, "at": at, "previous": entry.previous})


def may_read_trail(actor: Actor) -> bool:
    """Return whether there is anything of the trail for this actor: for an owner its own, for who audits all."""
    return manages(actor) or operates(actor, Duty.AUDIT)


def trail(
    actor: Actor, *, act: str = "", about: str = "", first: date | None = None, last: date | None = None
) -> QuerySet[AuditEntry]:
    """
    Return the entries this actor may read, newest first: an owner those by and to its organization, who audits all.

    `about` is the id of who acted, of the organization or of what was acted on.
    """
    rows = AUDIT.scope(actor, "read", AuditEntry.objects.order_by("-sequence"))
    if act:
        rows = rows.filter(act=act)
    if about:
        rows = rows.filter(_about(about))
    if first:
        rows = rows.filter(at__gte=datetime.combine(first, time.min, MOROCCO))
    if last:
        rows = rows.filter(at__lte=datetime.combine(last, time.max, MOROCCO))
    return rows


def _about(text: str) -> Q:
    try:
        key = UUID(text)
    except ValueError:
        return Q(subject_id=text)
    return Q(user_id=key) | Q(organization_id=key) | Q(operator_id=key) | Q(concerns_id=key) | Q(subject_id=str(key))


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
