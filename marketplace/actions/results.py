"""What came of a request: asked of both sides, then measured by the company, and counted without naming a firm."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from footprint.actions import typed
from kernel.actor import Actor
from kernel.clock import moroccan_day
from kernel.errors import Conflict
from kernel.policy import require
from marketplace import jobs, queries
from marketplace.actions.steps import advance, lead_for, note_step, tell, the_clock
from marketplace.actions.tallies import count_result
from marketplace.choices import (
    GIVEN_STATES,
    LONGEST_PERIOD,
    OUTCOME_LATER_DAYS,
    SHORTEST_PERIOD,
    UNDER_WAY,
    LeadStatus,
    ResultSource,
    ResultState,
    What,
)
from marketplace.events import LeadMoved
from marketplace.models import Lead, LeadStep, Result

FIGURES = ("energy_kwh", "saving_mad", "avoided_t")
READERS: dict[str, typed.Reader] = {
    "state": typed.one_of(lambda: [code for code, _label in GIVEN_STATES]),
    "starts_on": typed.day,
    "ends_on": typed.day,
    "energy_kwh": typed.number(highest=10**10, places=2),  # type: ignore[arg-type]
    "saving_mad": typed.number(highest=10**11, places=2),  # type: ignore[arg-type]
    "avoided_t": typed.number(highest=10**7, places=3),  # type: ignore[arg-type]
    "source": typed.one_of(lambda: ResultSource.values),
    "is_shared": typed.yes_no,
}


@transaction.atomic
def ask_outcome(lead_id: UUID, *, now: datetime) -> None:
    """Ask both sides what came of a request that is still under way, once for each day on which it is due."""
    lead = Lead.objects.select_for_update(of=("self",)).filter(pk=lead_id, status__in=UNDER_WAY).first()
    if lead is None:
        return
    day = queries.outcome_day(lead)
    if moroccan_day(now) < day:
        jobs.ask_outcome_later(lead.pk, day)
    elif not LeadStep.objects.filter(lead=lead, what=What.OUTCOME_ASKED, day=day).exists():
        note_step(the_clock(lead), lead, What.OUTCOME_ASKED, day=day, now=now)
        for told_id in (lead.organization_id, lead.partner_organization_id):
            advance(lead, told_id, "outcome_asked", on=day)
        tell(LeadMoved, lead)


@transaction.atomic
def postpone_outcome(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Say that nothing is decided yet, once it was asked: both are asked again in thirty days. Twice is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor only reads
    :raises Conflict: if it was not asked, or has ended
    """
    lead = lead_for(actor, "conclude", lead_id)
    lead = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    last = queries.last_about_outcome(lead)
    if lead.status not in UNDER_WAY or last is None:
        raise Conflict("outcome_not_asked", _("Nobody asks this now: the request has moved on."))
    if last.what == What.OUTCOME_LATER:
        return lead
    day = moroccan_day(now) + timedelta(days=OUTCOME_LATER_DAYS)
    note_step(actor, lead, What.OUTCOME_LATER, day=day, now=now)
    tell(LeadMoved, lead)
    jobs.ask_outcome_later(lead.pk, day)
    return lead


@transaction.atomic
def ask_result(lead_id: UUID, *, months: int, now: datetime) -> None:
    """Ask the company what it measured so many months after it signed, and tell the partner that it is asked; once."""
    lead = Lead.objects.select_for_update(of=("self",)).filter(pk=lead_id, status=LeadStatus.WON).first()
    if lead is None:
        return
    asked = {"organization_id": lead.organization_id, "asked_at": now}
    _row, is_new = Result.objects.get_or_create(lead=lead, months=months, defaults=asked)
    if is_new:
        day = moroccan_day(now)
        note_step(the_clock(lead), lead, What(f"result_asked_{months}"), day=day, now=now)
        advance(lead, lead.organization_id, "result_asked", on=day)
        advance(lead, lead.partner_organization_id, "result_awaited", on=day)


@transaction.atomic
def answer_result(actor: Actor, *, result_id: UUID, values: Mapping[str, Any], now: datetime) -> Result:
    """
    Say what was measured, or why nothing was; said again it replaces what was said. The same twice is the same as once.

    :raises Result.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor did not sign for it, or only reads
    :raises ValidationError: naming each field that is wrong or missing
    :raises Question: when one has several readings
    """
    row: Any = queries.results(actor).get(pk=result_id)
    require(row, "answer")
    read = _read(actor, values, now)
    row = Result.objects.select_for_update(of=("self",)).select_related("lead").get(pk=result_id)
    if row.answered_at is not None and all(getattr(row, name) == value for name, value in read.items()):
        return row
    for name, value in read.items():
        setattr(row, name, value)
    row.answered_at = now
    row.save()
    note_step(actor, row.lead, What.RESULT_GIVEN, now=now)
    count_result(row, now=now)
    advance(row.lead, row.lead.partner_organization_id, "result_given", on=moroccan_day(now))
    tell(LeadMoved, row.lead)
    return row


def _read(actor: Actor, values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return every field of an answer; of one that measures nothing the figures are empty."""
    found = typed.read(values, READERS, language=typed.language_of(actor))
    typed.need(found, "state")
    empty: dict[str, Any] = {**dict.fromkeys(READERS), "source": "", "is_shared": bool(found.get("is_shared"))}
    if found["state"] != ResultState.MEASURED:
        return {**empty, "state": found["state"]}
    typed.need(found, "starts_on", "ends_on", "source")
    problems: dict[str, Any] = {}
    if all(found.get(name) is None for name in FIGURES):
        needed = _("Give at least one figure: energy, money or tonnes.")
        problems["energy_kwh"] = ValidationError(needed, code="required")
    if wrong := _period_problem(found["starts_on"], found["ends_on"], moroccan_day(now)):
        problems["ends_on"] = wrong
    if problems:
        raise ValidationError(problems)
    return {**empty, **found, "is_shared": bool(found.get("is_shared"))}


def _period_problem(first: date, last: date, today: date) -> ValidationError | None:
    if last > today:
        return ValidationError(_("This day is still to come."), code="to_come")
    if not SHORTEST_PERIOD <= (last - first).days + 1 <= LONGEST_PERIOD:
        span = {"low": SHORTEST_PERIOD, "high": LONGEST_PERIOD}
        words = _("From the first to the last day: %(low)s to %(high)s days.")
        return ValidationError(words, code="out_of_range", params=span)
    return None
