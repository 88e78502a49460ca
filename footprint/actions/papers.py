"""The photo or PDF of a bill: proof for the firm alone, never read by a machine, gone with the bill."""

from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.db import transaction

from documents import actions as documents
from documents.choices import Purpose
from footprint import queries
from footprint.models import Activity
from kernel.actor import Actor
from kernel.policy import require


def keep_paper(actor: Actor, *, bill_id: UUID, name: str, file: IO[bytes], now: datetime) -> Activity:
    """
    Keep the photo or PDF of a bill; it takes the place of one kept before.

    :raises Activity.DoesNotExist: if the actor may not see the bill
    :raises Refused: if the actor may see it but not change it
    :raises ValidationError: naming what is wrong with the file
    """
    require(queries.bill(actor, bill_id), "change")
    received = documents.receive(actor, purpose=Purpose.BILL, name=name, file=file)
    with transaction.atomic():
        row = _held(actor, bill_id)
        before, row.paper = row.paper, documents.keep(actor, received, now=now)
        row.save(update_fields=["paper"])
        _drop(actor, before, now)
    return queries.bill(actor, bill_id)


@transaction.atomic
def remove_paper(actor: Actor, *, bill_id: UUID, now: datetime) -> None:
    """
    Take the photo or PDF of a bill away; the bill stays.

    :raises Activity.DoesNotExist: if the actor may not see the bill
    """
    row = _held(actor, bill_id)
    before, row.paper = row.paper, None
    row.save(update_fields=["paper"])
    _drop(actor, before, now)


def drop_paper(actor: Actor, row: Activity, now: datetime) -> None:
    """Take the paper of a bill that is gone away, unless another bill stands on it too."""
    _drop(actor, row.paper, now)


def _held(actor: Actor, bill_id: UUID) -> Activity:
    rows = queries.every_bill(actor).select_for_update(of=("self",))
    row: Activity = rows.get(pk=bill_id)
    require(row, "change")
    return row


def _drop(actor: Actor, paper: Any, now: datetime) -> None:
    if paper is not None and not Activity.objects.filter(paper=paper).exists():
        documents.drop(actor, paper, now=now)
