"""A firm's bills out of an Excel or CSV file, or pasted: read and judged without writing, then written together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from footprint import jobs, queries
from footprint.actions.bills import keys_apart
from footprint.actions.judging import Draft, Judge
from footprint.actions.results import compute_years
from footprint.files.bills import EXAMPLE, FIELDS
from footprint.models import Activity
from footprint.policies import may_write
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.imports import jobs as imports
from kernel.imports.fields import Spec
from kernel.models import Import

PURPOSE = "bills"
MOST_ROWS = 1_000
WRITTEN = (
    "activity_id quantity unit starts_on ends_on document evidence amount_mad tax_mad source_key confirmed note "
    "proof_kept customer_pays supplier_factor supplier_document entered_at"
).split()


@dataclass(slots=True)
class Ready:
    """Bills made of the rows of a file, and when each bill that they were judged beside was entered."""

    rows: list[dict[str, Any]]
    drafts: list[Draft]
    beside: dict[UUID, datetime]


def take_bills_file(actor: Actor, *, filename: str, content: bytes, now: datetime) -> Import:
    """
    Keep a file of bills to be read; nothing counts before `apply_bills_file`.

    :raises Refused: if the actor may enter nothing for its firm
    :raises ValidationError: when it is empty or too large, or the firm has no site yet
    """
    if not may_write(actor):
        raise Refused("import_bills")
    if not queries.sites(actor).exists():
        raise ValidationError(
            {"file": ValidationError(_("Describe your site first: bills belong to a place."), "no_site")}
        )
    return imports.take(actor, purpose=PURPOSE, filename=filename, content=content, now=now, enqueue=jobs.read_bills)


def answer_bills_file(actor: Actor, *, import_id: UUID, answers: Mapping[str, str]) -> Import:
    """
    Answer what a file left open; it is read again.

    :raises Import.DoesNotExist: when the actor sees no such import
    """
    return imports.answer(actor, purpose=PURPOSE, import_id=import_id, answers=answers, enqueue=jobs.read_bills)


def apply_bills_file(actor: Actor, *, import_id: UUID) -> Import:
    """
    Write every bill of a file that is ready, or none.

    :raises Import.DoesNotExist: when the actor sees no such import
    """
    if not may_write(actor):
        raise Refused("import_bills")
    return imports.start(actor, purpose=PURPOSE, import_id=import_id, enqueue=jobs.write_bills)


def _actor(job: Import) -> Actor:
    """
    Return the actor of the import as it may act now.

    :raises Refused: when it may no longer write for the firm
    """
    membership = accounts.memberships(job.user_id).filter(organization_id=job.organization_id).first()
    actor = membership and accounts.actor_for(membership.user, job.organization_id, via="job")
    if not actor or not may_write(actor):
        raise Refused("import_bills")
    return actor


def _judge(job: Import) -> Judge:
    return Judge(queries.sites(_actor(job)), job.answers, clock.now())


def _prepare(job: Import, rows: list[dict[str, Any]]) -> Ready:
    """
    Judge the rows once more beside the bills that are there now.

    :raises ValidationError: when what was read has changed meanwhile
    """
    judge = _judge(job)
    judge.meet([(one["field"], one["name"]) for one in job.columns], rows)
    drafts = [judge.verdicts[values["row"]] for values in rows]
    ready = [one for one in drafts if isinstance(one, Draft)]
    if len(ready) < len(rows):
        raise ValidationError("moved_on")
    return Ready(rows, ready, judge.beside)


def _write(job: Import, ready: Ready) -> None:
    """Write what was prepared, under the lock of its sites; if a bill came or changed meanwhile, it is prepared again."""
    sites = list(queries.sites(_actor(job)).select_for_update(of=("self",)))
    there = Activity.objects.filter(site__in=sites)
    if dict(there.values_list("pk", "entered_at")) != ready.beside:
        ready = _prepare(job, ready.rows)
    with keys_apart():
        Activity.objects.bulk_create([one.row for one in ready.drafts if not one.is_known])
        Activity.objects.bulk_update([one.row for one in ready.drafts if one.is_known], WRITTEN)
    for site in sites:
        if years := {year for one in ready.drafts if one.row.site_id == site.pk for year in one.years}:
            compute_years(site, years, clock.now())


BILLS = Spec(
    PURPOSE,
    FIELDS,
    "source_key",
    _judge,
    _prepare,
    _write,
    meet=Judge.meet,
    key_is_needed=False,
    presumes=frozenset({"totals", "hidden", "header", "order"}),
    most_rows=MOST_ROWS,
    example=EXAMPLE,
)
