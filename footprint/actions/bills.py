from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from footprint import engine, queries
from footprint.actions import typed
from footprint.actions.company import assign
from footprint.actions.results import compute_years
from footprint.choices import QUESTIONS, REFUSALS, Document, Evidence
from footprint.engine.entries import Entry
from footprint.models import Activity, Site
from footprint.queries.bills import ENTERED, entry_of
from kernel.actor import Actor
from kernel.canonical import decimal_text
from kernel.errors import Question
from kernel.policy import require
from reference.queries import catalogue


def _activities() -> set[str]:
    return {code for code, kind in catalogue().activities.items() if kind.kind in ENTERED}


READERS: dict[str, typed.Reader] = {
    "activity_id": typed.one_of(_activities),
    "quantity": typed.number(lowest=None),
    "unit": typed.text(30),
    "starts_on": typed.day,
    "ends_on": typed.day,
    "document": typed.one_of(lambda: Document.values),
    "evidence": typed.one_of(lambda: Evidence.values),
    "amount_mad": typed.number(lowest=None, places=2),
    "tax_mad": typed.number(lowest=None, places=2),
    "source_key": typed.text(100),
    "note": typed.text(300),
}
NEEDED = ("activity_id", "quantity", "starts_on", "ends_on")


@transaction.atomic
def enter_bill(
    actor: Actor, *, site_id: UUID, values: Mapping[str, Any], now: datetime, confirmed: bool = False
) -> Activity:
    """
    Keep one bill of a site and compute its years again, in one transaction.

    :raises Site.DoesNotExist: if the actor may not see the site
    :raises Refused: if the actor may see it but enter nothing there
    :raises ValidationError: naming every field that is wrong
    :raises Question: for a value that may be a slip, unless confirmed; nothing is written
    """
    site = queries.sites(actor).get(pk=site_id)
    require(site, "enter_bill")
    return _write(actor, Activity(site=site), values, now, confirmed=confirmed)


@transaction.atomic
def change_bill(
    actor: Actor, *, bill_id: UUID, values: Mapping[str, Any], now: datetime, confirmed: bool = False
) -> Activity:
    """
    Change a kept bill, as `enter_bill` would take it; fields left out stay.

    :raises Activity.DoesNotExist: if the actor may not see the bill
    """
    row = queries.bill(actor, bill_id)
    require(row, "change")
    return _write(actor, row, values, now, confirmed=confirmed)


@transaction.atomic
def remove_bill(actor: Actor, *, bill_id: UUID, now: datetime) -> None:
    """Remove a kept bill and compute its years again."""
    row = queries.bill(actor, bill_id)
    require(row, "remove")
    entry, site = entry_of(row), row.site
    row.delete()
    _refuse(engine.check_periods(_entries(site), catalogue(), entry.starts_on.year))
    compute_years(site, _years(entry), now)


def _write(actor: Actor, row: Activity, values: Mapping[str, Any], now: datetime, *, confirmed: bool) -> Activity:
    before = set() if row._state.adding else _years(entry_of(row))
    assign(row, typed.read(values, READERS, language=typed.language_of(actor), confirmed=confirmed))
    row.document, row.evidence = row.document or Document.INVOICE, row.evidence or Evidence.INVOICE
    typed.need({name: getattr(row, name) for name in NEEDED}, *NEEDED)
    row.unit = row.unit or catalogue().activities[row.activity_id].unit
    row.quantity = _with_sign(row)
    entry, others = entry_of(row), [one for one in _entries(row.site) if one.key != str(row.pk)]
    years = _years(entry)
    _refuse(engine.check(entry, catalogue()))
    for year in years:
        _refuse(engine.check_periods([*others, entry], catalogue(), year))
    if not confirmed:
        _ask(entry, others)
    row.confirmed, row.entered_at = confirmed, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        taken = ValidationError(_("Another bill of this site has this key."), code="taken")
        raise ValidationError({"source_key": [taken]}) from error
    compute_years(row.site, years | before, now)
    return row


def _with_sign(row: Activity) -> Decimal:
    """A credit note is kept below zero, however its paper writes it."""
    return -abs(row.quantity) if row.document == Document.CREDIT_NOTE else row.quantity


def _entries(site: Site) -> list[Entry]:
    return [entry_of(row) for row in site.activities.all()]


def _years(entry: Entry) -> set[int]:
    return set(range(entry.starts_on.year, entry.ends_on.year + 1))


def _refuse(problems: Any) -> None:
    """Raise the engine's problems beside the fields they speak of."""
    found: dict[str, list[ValidationError]] = {}
    for problem in problems:
        field, sentence = REFUSALS[problem.code]
        params = {name: _words(value) for name, value in problem.params.items()}
        found.setdefault(field, []).append(ValidationError(sentence, code=problem.code, params=params))
    if found:
        raise ValidationError(found)  # type: ignore[arg-type]


def _ask(entry: Entry, others: list[Entry]) -> None:
    doubt = engine.plausibility(entry, catalogue(), others)
    if doubt is None:
        return
    readings = [{"quantity": quantity, "unit": unit} for quantity, unit in doubt.readings]
    params = {name: _words(value) for name, value in doubt.params.items()}
    params["times"] = str(engine.display.three_figures(doubt.params["times"]))
    params["reading"] = " ".join(_words(part) for part in doubt.readings[0]) if doubt.readings else ""
    raise Question("quantity", QUESTIONS[doubt.code], code=doubt.code, readings=readings, **params)


def _words(value: Any) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, tuple | list):
        return ", ".join(str(one) for one in value)
    return str(value)
