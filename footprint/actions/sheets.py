"""A firm's bills out of an Excel or CSV file, or pasted: read and judged without writing, then written together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts import queries as accounts
from footprint import jobs, queries
from footprint.actions.bills import keys_apart
from footprint.actions.judging import Draft, Judge
from footprint.actions.results import compute_years
from footprint.files.bills import EXAMPLE, FIELDS, units
from footprint.models import Activity
from footprint.policies import may_write
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.imports import jobs as imports
from kernel.imports.fields import Spec
from kernel.imports.templates import csv_template, xlsx_template
from kernel.models import Import
from reference import queries as reference

PURPOSE = "bills"
MOST_ROWS = 1_000
WRITTEN = (
    "activity_id quantity unit starts_on ends_on document evidence amount_mad tax_mad source_key confirmed note "
    "proof_kept customer_pays entered_at"
).split()


def take_bills_file(actor: Actor, *, filename: str, content: bytes, now: datetime) -> Import:
    """
    Keep a file of bills to be read; nothing counts before `apply_bills_file`.

    :raises Refused: if the actor may enter nothing for its firm
    """
    if not may_write(actor):
        raise Refused("import_bills")
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


def bills_file(actor: Actor, extension: str, language: str) -> bytes:
    """Return the firm's bills in the columns of the template, so that the file may be mended and sent back."""
    rows = (_row(one, language) for one in queries.every_bill(actor).order_by("site__name", "starts_on", "pk"))
    make = xlsx_template if extension == "xlsx" else csv_template
    return make(BILLS, language, rows)


def _row(bill: Activity, language: str) -> dict[str, Any]:
    by_name = BILLS.by_name
    chosen = {name: by_name[name].options for name in ("document", "evidence")}
    more = {name: options(language)[getattr(bill, name)] for name, options in chosen.items() if options}
    said = {"fr": "oui", "ar": "نعم", "en": "yes"}[language]
    return more | {
        "source_key": bill.source_key or str(bill.pk),
        "site": bill.site.name,
        "activity_id": reference.name("activity", bill.activity_id, language),
        "starts_on": bill.starts_on.isoformat(),
        "ends_on": bill.ends_on.isoformat(),
        "quantity": bill.quantity.normalize(),
        "unit": units(language).get(bill.unit, bill.unit),
        "amount_mad": "" if bill.amount_mad is None else bill.amount_mad,
        "tax_mad": "" if bill.tax_mad is None else bill.tax_mad,
        "proof_kept": said if bill.proof_kept else "",
        "customer_pays": said if bill.customer_pays else "",
        "note": bill.note,
    }


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


def _prepare(_job: Import, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows


def _write(job: Import, rows: list[dict[str, Any]]) -> None:
    """Judge the rows once more beside the bills that are there now, under the lock of their sites, and write them."""
    now = clock.now()
    judge = Judge(queries.sites(_actor(job)).select_for_update(), job.answers, now)
    judge.meet([(one["field"], one["name"]) for one in job.columns], rows)
    drafts = [judge.verdicts[values["row"]] for values in rows]
    if not all(isinstance(one, Draft) for one in drafts):
        raise ValidationError("moved_on")
    ready = [one for one in drafts if isinstance(one, Draft)]
    with keys_apart():
        Activity.objects.bulk_create([one.row for one in ready if not one.is_known])
        Activity.objects.bulk_update([one.row for one in ready if one.is_known], WRITTEN)
    for site in judge.sites.values():
        if years := {year for one in ready if one.row.site_id == site.pk for year in one.years}:
            compute_years(site, years, now)


BILLS = Spec(
    PURPOSE,
    FIELDS,
    "source_key",
    _judge,
    _prepare,
    _write,
    meet=Judge.meet,
    key_is_needed=False,
    presumes=frozenset({"totals", "hidden", "header"}),
    most_rows=MOST_ROWS,
    example=EXAMPLE,
)
