"""The audit trail: a sensitive act and its entry are written in one transaction, or neither is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.choices import Act
from accounts.models import AuditChain, AuditEntry
from accounts.queries.audit import hash_of
from kernel.actor import Actor


def record(
    actor: Actor,
    act: Act,
    *,
    subject: str,
    subject_id: UUID | str,
    now: datetime,
    concerns: UUID | None = None,
    **facts: Any,
) -> AuditEntry:
    """
    Add who did what, and to whose thing (`concerns`: the actor's own organization when left out); facts are codes, ids, numbers and dates, never words of a person, addresses or secrets.

    It is the last thing an action does: it waits for its turn at the end of the trail and keeps it until the commit.

    :raises RuntimeError: outside a transaction, where the act and its entry could part
    """
    if not connection.in_atomic_block:
        msg = f"{act} must be recorded in the transaction of the act"
        raise RuntimeError(msg)
    chain, _is_new = AuditChain.objects.select_for_update().get_or_create(pk=1)
    entry = AuditEntry(
        sequence=chain.length + 1,
        at=now,
        user_id=actor.user_id,
        organization_id=actor.organization_id,
        operator_id=actor.operator_id,
        concerns_id=concerns or actor.organization_id,
        via=actor.via,
        act=act.value,
        subject_kind=subject,
        subject_id=str(subject_id),
        facts={name: value if isinstance(value, bool | int | list) else str(value) for name, value in facts.items()},
        previous=chain.head,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    chain.length, chain.head = entry.sequence, entry.hash
    chain.save(update_fields=["length", "head"])
    return entry


@transaction.atomic
def note_export(actor: Actor, *, now: datetime) -> None:
    """Write down that the trail was taken away as a file."""
    record(actor, Act.TRAIL_EXPORTED, subject="trail", subject_id="", now=now)
