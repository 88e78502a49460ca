"""A partner's offers out of an Excel or CSV file: read and judged without writing, then written together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts import queries as accounts
from kernel import bulk, clock
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.imports import jobs as imports
from kernel.imports.fields import Spec
from kernel.models import Import
from partners import jobs, queries
from partners.actions import fields
from partners.actions.imports import shelve, store
from partners.files.columns import FIELDS
from partners.models import Offer
from partners.policies import may_publish_offers
from partners.search import statements_of

PURPOSE = "offers"


@dataclass(slots=True)
class Ready:
    """Offers made of the rows of a file, and the versions of the known ones that they were made from."""

    rows: list[dict[str, Any]]
    offers: list[Offer]
    statements: list[bulk.Statement]
    versions: dict[str, int]


def take_offers_file(actor: Actor, *, filename: str, content: bytes, now: datetime) -> Import:
    """
    Keep a file of offers to be read; nothing is written before `apply_offers_file`.

    :raises Refused: if the actor's organization is no partner, or the actor may not write for it
    """
    if not may_publish_offers(actor):
        raise Refused("import_offers")
    return imports.take(actor, purpose=PURPOSE, filename=filename, content=content, now=now, enqueue=jobs.enqueue_read)


def answer_offers_file(actor: Actor, *, import_id: UUID, answers: Mapping[str, str]) -> Import:
    """
    Answer what a file left open; it is read again.

    :raises Import.DoesNotExist: when the actor sees no such import
    """
    return imports.answer(actor, purpose=PURPOSE, import_id=import_id, answers=answers, enqueue=jobs.enqueue_read)


def apply_offers_file(actor: Actor, *, import_id: UUID) -> Import:
    """
    Write every row of a file that is ready, or none; complete offers go on the shelf.

    :raises Import.DoesNotExist: when the actor sees no such import
    """
    if not may_publish_offers(actor):
        raise Refused("import_offers")
    return imports.start(actor, purpose=PURPOSE, import_id=import_id, enqueue=jobs.enqueue_apply)


def _actor(job: Import) -> Actor:
    """
    Return the actor of the import as it may act now.

    :raises Refused: when it may no longer write offers
    """
    membership = accounts.memberships(job.user_id).filter(organization_id=job.organization_id).first()
    actor = membership and accounts.actor_for(membership.user, job.organization_id, via="job")
    if not actor or not may_publish_offers(actor):
        raise Refused("import_offers")
    return actor


def _known(actor: Actor) -> dict[str, Offer]:
    return {row.source_key: row for row in queries.own_offers(actor).exclude(source_key="")}


def _judge(job: Import) -> Callable[[dict[str, Any]], bool]:
    actor = _actor(job)
    known, organization = _known(actor), accounts.organization(actor)

    def judge(values: dict[str, Any]) -> bool:
        row = known.get(values["source_key"])
        try:
            fields.assign(row or Offer(organization=organization, kind=actor.kind), values)
        except ValidationError as error:
            ours = {"intake" if name == "status" else name: found for name, found in error.error_dict.items()}
            raise ValidationError(ours) from error
        return row is not None

    return judge


def _prepare(job: Import, rows: list[dict[str, Any]]) -> Ready:
    actor = _actor(job)
    known, organization, now = _known(actor), accounts.organization(actor), clock.now()
    versions = {name: row.row_version for name, row in known.items()}
    offers = []
    for values in rows:
        row = known.get(values["source_key"]) or Offer(organization=organization, kind=actor.kind)
        fields.assign(row, values)
        shelve(row, now)
        offers.append(row)
    return Ready(rows, offers, statements_of(offers), versions)


def _write(job: Import, ready: Ready) -> None:
    """Write what was prepared; if an offer changed meanwhile, it is prepared again from what is there now."""
    actor = _actor(job)
    held = queries.own_offers(actor).exclude(source_key="").select_for_update(of=("self",))
    if dict(held.values_list("source_key", "row_version")) != ready.versions:
        ready = _prepare(job, ready.rows)
    store(actor, ready.offers, clock.now(), ready.statements)
    jobs.watch_offers.enqueue(str(job.pk))


OFFERS = Spec(PURPOSE, FIELDS, "source_key", _judge, _prepare, _write)
