from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from footprint import engine, queries
from footprint.actions import doubts, typed
from footprint.actions.company import assign
from footprint.actions.papers import drop_paper_later, paper_left
from footprint.actions.results import compute_years
from footprint.choices import QUESTIONS, REFUSALS, Document, Evidence, written
from footprint.engine.entries import Entry
from footprint.models import Activity, Site
from footprint.queries.bills import entry_of
from kernel.actor import Actor
from kernel.clock import moroccan_day
from kernel.numbers import parse_product
from kernel.policy import require
from reference.queries import catalogue

READERS: dict[str, typed.Reader] = {
    "activity_id": typed.one_of(lambda: catalogue().activities),
    "quantity": typed.number(lowest=None, parse=parse_product),
    "unit": typed.text(30),
    "starts_on": typed.day,
    "ends_on": typed.day,
    "document": typed.one_of(lambda: Document.values),
    "evidence": typed.one_of(lambda: Evidence.values),
    "amount_mad": typed.number(lowest=None, places=2),
    "tax_mad": typed.number(lowest=None, places=2),
    "source_key": typed.text(100),
    "note": typed.text(300),
    "proof_kept": typed.yes_no,
    "customer_pays": typed.yes_no,
    "supplier_factor": typed.number(places=9),
    "supplier_document": typed.yes_no,
}
LONGEST_DAYS = 732
TRANSPORT = "4/9"  # upstream when the firm pays, downstream when its customer does
SAID = ("proof_kept", "customer_pays", "supplier_document")
NEEDED = ("activity_id", "quantity", "starts_on", "ends_on")


@transaction.atomic
def enter_bill(
    actor: Actor, *, site_id: UUID, values: Mapping[str, Any], now: datetime, confirmed: Collection[str] = ()
) -> Activity:
    """
    Keep one bill of a site and compute its years again, in one transaction.

    :raises Site.DoesNotExist: if the actor may not see the site
    :raises Refused: if the actor may see it but enter nothing there
    :raises ValidationError: naming every field that is wrong
    :raises Question: for a value that may be a slip, unless its code is confirmed; nothing is written
    """
    site = queries.sites(actor).select_for_update().get(pk=site_id)
    require(site, "enter_bill")
    return _write(actor, Activity(site=site), values, now, confirmed)


@transaction.atomic
def enter_bills(
    actor: Actor,
    *,
    site_id: UUID,
    bills: Iterable[Mapping[str, Any]],
    now: datetime,
    confirmed: Collection[str] = (),
) -> list[Activity]:
    """
    Keep many bills of a site, each as `enter_bill` would take it after the ones before, and compute its years once.

    :raises ValidationError, Question: for the first bill that cannot be kept; none is written
    """
    site = queries.sites(actor).select_for_update().get(pk=site_id)
    require(site, "enter_bill")
    others, rows, years = _entries(site), [], set()
    for values in bills:
        row = Activity(site=site)
        years |= _take(actor, row, values, others, now, confirmed)
        others.append(entry_of(row))
        rows.append(row)
    with keys_apart():
        Activity.objects.bulk_create(rows)
    compute_years(site, years, now)
    return rows


@transaction.atomic
def change_bill(
    actor: Actor, *, bill_id: UUID, values: Mapping[str, Any], now: datetime, confirmed: Collection[str] = ()
) -> Activity:
    """
    Change a kept bill, as `enter_bill` would take it; fields left out stay.

    :raises Activity.DoesNotExist: if the actor may not see the bill
    """
    row = _for(actor, "change", bill_id)
    return _write(actor, row, values, now, confirmed)


@transaction.atomic
def remove_bill(actor: Actor, *, bill_id: UUID, now: datetime) -> None:
    """Remove a kept bill and compute its years again; its paper follows once it can no longer be put back."""
    row = _for(actor, "remove", bill_id)
    entry, site = entry_of(row), row.site
    row.delete()
    for year in sorted(years_of(entry)):
        _refuse(engine.check_periods(_entries(site), catalogue(), year))
    compute_years(site, years_of(entry), now)
    drop_paper_later(actor, row, now)


@transaction.atomic
def put_back_bill(
    actor: Actor, *, site_id: UUID, values: Mapping[str, Any], paper_id: UUID | None, now: datetime
) -> Activity:
    """
    Enter a removed bill again as `enter_bill` would, with its paper; what was answered of it is not asked again.

    :raises Site.DoesNotExist, Refused, ValidationError: as `enter_bill` does
    """
    row = enter_bill(actor, site_id=site_id, values=values, confirmed=QUESTIONS, now=now)
    row.paper = paper_left(actor, paper_id)
    row.save(update_fields=["paper"])
    return row


def _for(actor: Actor, action: str, bill_id: UUID) -> Activity:
    """Hold the bill and its site until the transaction ends: a site's bills are written one at a time."""
    rows = queries.every_bill(actor).select_for_update(of=("self", "site"))
    row: Activity = rows.get(pk=bill_id)
    require(row, action)
    return row


def _write(
    actor: Actor, row: Activity, values: Mapping[str, Any], now: datetime, confirmed: Collection[str]
) -> Activity:
    before = set() if row._state.adding else years_of(entry_of(row))
    others = [one for one in _entries(row.site) if one.key != str(row.pk)]
    years = _take(actor, row, values, others, now, confirmed, before)
    with keys_apart():
        row.save()
    compute_years(row.site, years, now)
    return row


def _take(
    actor: Actor,
    row: Activity,
    values: Mapping[str, Any],
    others: Sequence[Entry],
    now: datetime,
    confirmed: Collection[str],
    before: Collection[int] = (),
) -> set[int]:
    """Put what was typed on a bill and check it beside the others; return the years to compute again."""
    kept = None if row._state.adding else entry_of(row)
    entry = fill(row, typed.read(values, READERS, language=typed.language_of(actor)))
    years = {*before, *years_of(entry)}
    for year in sorted(years):
        _refuse(engine.check_periods([*others, entry], catalogue(), year))
    settled = doubts.answered(kept, entry, confirmed=row.confirmed) if kept else set()
    row.confirmed = doubts.ask(entry, others, moroccan_day(now), {*confirmed, *settled})
    row.entered_at = now
    return years


def fill(row: Activity, values: Mapping[str, Any]) -> Entry:
    """
    Put values on a bill and check it by itself; return it as the engine reads it.

    :raises ValidationError: naming every field that is wrong
    """
    assign(row, values)
    row.document, row.evidence = row.document or Document.INVOICE, row.evidence or Evidence.INVOICE
    for name in SAID:
        setattr(row, name, bool(getattr(row, name)))
    typed.need({name: getattr(row, name) for name in NEEDED}, *NEEDED)
    row.unit = row.unit or catalogue().activities[row.activity_id].unit
    _set_signs(row)
    _check_days(row)
    _check_said(row)
    entry = entry_of(row)
    _refuse(engine.check(entry, catalogue()))
    return entry


@contextmanager
def keys_apart() -> Iterator[None]:
    """Refuse a key that another bill of the site has."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        taken = ValidationError(_("Another bill of this site has this key."), code="taken")
        raise ValidationError({"source_key": [taken]}) from error


def _set_signs(row: Activity) -> None:
    """Keep a credit note below zero, however its paper writes it; no amount of another document may be."""
    for name in ("quantity", "amount_mad", "tax_mad"):
        value = getattr(row, name)
        if value is not None and row.document == Document.CREDIT_NOTE:
            setattr(row, name, -abs(value))
        elif value is not None and value < 0 and name != "quantity":
            problem = ValidationError(_("This cannot be below %(lowest)s."), code="too_low", params={"lowest": 0})
            raise ValidationError({name: [problem]})


def _check_days(row: Activity) -> None:
    if (row.ends_on - row.starts_on).days >= LONGEST_DAYS:
        problem = ValidationError(_("One bill covers two years at most."), code="period_too_long")
        raise ValidationError({"ends_on": [problem]})


def _check_said(row: Activity) -> None:
    """Refuse what is said of an activity that it cannot be said of: it would be kept and change nothing."""
    kind = catalogue().activities[row.activity_id]
    problems = {}
    if row.proof_kept and kind.market_factor_id is None:
        problems["proof_kept"] = [ValidationError(_("Only a green contract has this proof."), code="no_contract")]
    if row.customer_pays and kind.scope3_category != TRANSPORT:
        problems["customer_pays"] = [ValidationError(_("Only a transport is paid by a customer."), code="no_transport")]
    if row.supplier_document and row.supplier_factor is None:
        problems["supplier_factor"] = [ValidationError(_("This proof is of a factor. Which one?"), code="required")]
    if problems:
        raise ValidationError(problems)


def _entries(site: Site) -> list[Entry]:
    return [entry_of(row) for row in site.activities.all()]


def years_of(entry: Entry) -> set[int]:
    return set(range(entry.starts_on.year, entry.ends_on.year + 1))


def _refuse(problems: Any) -> None:
    """Raise the engine's problems beside the fields they speak of."""
    found: dict[str, list[ValidationError]] = {}
    for problem in problems:
        field, sentence = REFUSALS[problem.code]
        params = {name: written(value) for name, value in problem.params.items()}
        found.setdefault(field, []).append(ValidationError(sentence, code=problem.code, params=params))
    if found:
        raise ValidationError(found)  # type: ignore[arg-type]
