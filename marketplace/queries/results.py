"""Results as both sides read them: what was measured beside what the winning quote promised for as many days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from kernel.actor import Actor
from kernel.clock import moroccan_day
from marketplace.choices import OUTCOME_AFTER_DAYS, EnergyOf, LeadStatus, QuoteStatus, ResultSource, ResultState, What
from marketplace.engine import results as engine
from marketplace.engine.quotes import KG_PER_TONNE
from marketplace.models import Lead, LeadStep, Quote, Result
from marketplace.policies import RESULT
from marketplace.queries.leads import leads
from marketplace.queries.quotes import GRID
from reference import queries as reference


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """One result for one of its two sides; a partner reads the figures when the company shares them."""

    id: UUID
    lead_id: UUID
    side: str
    months: int
    state: str
    state_label: str
    starts_on: date | None
    ends_on: date | None
    figures: tuple[engine.Compared, ...]
    is_avoided_computed: bool
    is_kept: bool | None
    quote_id: UUID | None
    quote_version: int
    source: str
    source_label: str
    confidence: str
    is_shared: bool
    asked_at: datetime
    answered_at: datetime | None
    can_answer: bool

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1 if self.starts_on and self.ends_on else 0


def outcome_day(lead: Lead) -> date:
    """
    Return the day on which both sides are asked what came of a request.

    Seven days after the last day that is known of it: its answer due, the visit, the last day of its latest quote; or the
    later one that a side has put it off to.
    """
    quote = Quote.objects.filter(lead=lead).exclude(status=QuoteStatus.DRAFT).order_by("-version").first()
    steps = LeadStep.objects.filter(lead=lead)
    visit = steps.filter(status=LeadStatus.VISIT, what="").order_by("-pk").first()
    days = [lead.due_on, quote and quote.valid_until, visit and visit.day, moroccan_day(lead.sent_at)]
    asked = max(day for day in days if day) + timedelta(days=OUTCOME_AFTER_DAYS)
    later = steps.filter(what=What.OUTCOME_LATER).aggregate(last=Max("day"))["last"]
    return max(asked, later) if later else asked


def last_about_outcome(lead: Lead) -> LeadStep | None:
    """Return whether it was asked last what came of a request, or put off; nothing before it was asked."""
    steps = LeadStep.objects.filter(lead=lead, what__in=(What.OUTCOME_ASKED, What.OUTCOME_LATER))
    return steps.order_by("-pk").first()


def results(actor: Actor) -> QuerySet[Result]:
    """Return the results of what the actor's organization signed for, on either side, with what it may do to each."""
    return RESULT.abilities(actor, RESULT.scope(actor, "read", Result.objects.select_related("lead")))


def results_of(actor: Actor, lead_id: UUID) -> QuerySet[Result]:
    """
    Return the results of one lead, the first asked first.

    :raises Lead.DoesNotExist: if the actor may not even see the lead
    """
    return results(actor).filter(lead=leads(actor).get(pk=lead_id)).order_by("months")


def result(actor: Actor, result_id: UUID) -> ResultSheet:
    """
    Return one result.

    :raises Result.DoesNotExist: when the actor is on neither of its sides
    """
    return result_sheets(actor, [results(actor).get(pk=result_id)])[0]


def result_sheets(actor: Actor, rows: Iterable[Any]) -> list[ResultSheet]:
    """Return results as this side reads them."""
    rows = list(rows)
    won = _winning(row.lead_id for row in rows)
    return [_sheet(actor, row, won.get(row.lead_id)) for row in rows]


def kept(row: Result) -> bool | None:
    """Return whether a measured result keeps what the winning quote promised; nothing without one."""
    return engine.kept(_compared(row, _winning([row.lead_id]).get(row.lead_id))[0])


def _winning(lead_ids: Iterable[Any]) -> dict[UUID, Quote]:
    """Return, by lead, the quote that was accepted, else the last one that was sent before the two signed."""
    rows = Quote.objects.filter(lead__in=set(lead_ids)).exclude(status=QuoteStatus.DRAFT)
    found: dict[UUID, Quote] = {}
    for row in rows.order_by("version"):
        if row.lead_id not in found or found[row.lead_id].status != QuoteStatus.ACCEPTED:
            found[row.lead_id] = row
    return found


def _sheet(actor: Actor, row: Any, quote: Quote | None) -> ResultSheet:
    side = "sme" if row.organization_id == actor.organization_id else "partner"
    may_read = side == "sme" or row.is_shared
    figures, is_computed = _compared(row, quote) if may_read else ((), False)
    measured = may_read and row.state == ResultState.MEASURED
    return ResultSheet(
        id=row.pk,
        lead_id=row.lead_id,
        side=side,
        months=row.months,
        state=row.state,
        state_label=str(ResultState(row.state).label),
        starts_on=row.starts_on if measured else None,
        ends_on=row.ends_on if measured else None,
        figures=figures,
        is_avoided_computed=is_computed,
        is_kept=engine.kept(figures) if measured else None,
        quote_id=quote.pk if quote else None,
        quote_version=quote.version if quote else 0,
        source=row.source if measured else "",
        source_label=str(ResultSource(row.source).label) if measured else "",
        confidence=ResultSource(row.source).confidence if measured else "",
        is_shared=row.is_shared,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        can_answer=row.can_answer,
    )


def _compared(row: Result, quote: Quote | None) -> tuple[tuple[engine.Compared, ...], bool]:
    """Return measured beside promised, and whether the tonnes are those of the kWh at the factor of the grid."""
    if row.state != ResultState.MEASURED or row.starts_on is None or row.ends_on is None:
        return (), False
    avoided = row.avoided_t
    is_electric = quote is not None and quote.energy_of in (EnergyOf.PRODUCED, EnergyOf.ELECTRICITY)
    is_computed = avoided is None and row.energy_kwh is not None and is_electric
    if is_computed:
        avoided = _at_the_grid(row.energy_kwh)
    measured = {"energy_kwh": row.energy_kwh, "saving_mad": row.saving_mad, "avoided_t": avoided}
    promised: dict[str, Decimal | None] = {}
    if quote is not None:
        promised = {
            "energy_kwh": quote.energy_kwh_year,
            "saving_mad": quote.saving_mad_year,
            "avoided_t": quote.avoided_t_year,
        }
    return engine.compared(promised, measured, (row.ends_on - row.starts_on).days + 1), is_computed


def _at_the_grid(energy_kwh: Decimal | None) -> Decimal | None:
    factor = reference.catalogue().factors[GRID].kgco2e_per_unit
    return energy_kwh * factor / KG_PER_TONNE if energy_kwh is not None else None
