"""The photo or PDF of a bill: proof for the firm alone, never read by a machine, gone once its bill is gone for good."""

from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID

from django.db import transaction

from documents import actions as documents
from documents import queries as document_queries
from documents.choices import Purpose
from footprint import jobs, queries
from footprint.models import Activity
from kernel.actor import Actor
from kernel.policy import require

PUT_BACK_WITHIN = timedelta(minutes=10)


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


def drop_paper_later(actor: Actor, row: Activity, now: datetime) -> None:
    """Have the paper of a bill that is gone taken away once the bill can no longer be put back."""
    if row.paper_id:
        at = now + PUT_BACK_WITHIN + timedelta(minutes=1)
        jobs.drop_paper.using(run_after=at).enqueue(str(row.paper_id), str(actor.organization_id), str(actor.user_id))


@transaction.atomic
def drop_left_paper(*, document_id: UUID, organization_id: UUID, user_id: UUID, now: datetime) -> None:
    """Take a paper away for who removed its bill, unless that bill was put back or another stands on it too."""
    actor = Actor(user_id, organization_id, "sme", via="job")
    _drop(actor, paper_left(actor, document_id), now)


def paper_left(actor: Actor, paper_id: UUID | None) -> Any:
    """Return the paper of a removed bill, or None when it is gone too."""
    papers = document_queries.own_documents(actor).filter(purpose=Purpose.BILL)
    return papers.filter(pk=paper_id).first() if paper_id else None


def _held(actor: Actor, bill_id: UUID) -> Activity:
    rows = queries.every_bill(actor).select_for_update(of=("self",))
    row: Activity = rows.get(pk=bill_id)
    require(row, "change")
    return row


def _drop(actor: Actor, paper: Any, now: datetime) -> None:
    if paper is not None and not Activity.objects.filter(paper=paper).exists():
        documents.drop(actor, paper, now=now)
