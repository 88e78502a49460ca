"""Quotes as both sides read them: the figures as stated, what follows from them, and where the two differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from kernel.actor import Actor
from marketplace.choices import UNDER_WAY, EnergyOf, LeadStatus, Payment, QuoteReason, QuoteStatus
from marketplace.engine import quotes as engine
from marketplace.models import Quote
from marketplace.policies import QUOTE
from marketplace.queries.leads import leads, sent
from marketplace.queries.sheets import LeadSheet, sheets
from reference import queries as reference

GRID = "elec_ma_ember_2024"
PER_KWP = "MAD/kWp"
WHOLE_SITE = "pv_rooftop"  # a price for each kWp is held against this measure when no need is named
COMPARED = (QuoteStatus.SENT, QuoteStatus.ACCEPTED, QuoteStatus.DECLINED, QuoteStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class Reference:
    """A range of the reference data beside a figure, with where and when it comes from."""

    code: str
    low: Decimal | None
    typical: Decimal | None
    high: Decimal | None
    unit: str
    source: str
    date: str
    confidence: str


@dataclass(frozen=True, slots=True)
class LineSheet:
    label: str
    quantity: Decimal
    unit: str
    unit_price_mad: Decimal
    amount_mad: Decimal


@dataclass(frozen=True, slots=True)
class QuoteSheet:
    """One version of a quote for one of its two sides; both read the same figures, rates and differences."""

    id: UUID
    lead: LeadSheet
    version: int
    status: str
    status_label: str
    lines: tuple[LineSheet, ...]
    capex_mad: Decimal | None
    saving_mad_year: Decimal | None
    energy_of: str
    energy_label: str
    energy_kwh_year: Decimal | None
    power_kwp: Decimal | None
    avoided_t_year: Decimal | None
    payback_years: Decimal | None
    valid_until: date | None
    finance: tuple[str, ...]
    finance_labels: tuple[str, ...]
    guarantees: str
    notes: str
    reason: str
    reason_label: str
    note: str
    changed_at: datetime
    sent_at: datetime | None
    decided_at: datetime | None
    rates: engine.Rates
    differences: tuple[engine.Difference, ...]
    references: tuple[Reference, ...]
    can_write: bool
    can_decide: bool

    @property
    def lead_id(self) -> UUID:
        return self.lead.id


def quotes(actor: Actor) -> QuerySet[Quote]:
    """Return the quotes that the actor's organization wrote or was sent, with what it may do to each."""
    return QUOTE.abilities(actor, QUOTE.scope(actor, "read", Quote.objects.select_related("lead")))


def quotes_of(actor: Actor, lead_id: UUID) -> QuerySet[Quote]:
    """
    Return the versions of one lead's quote that the actor may read, the latest first.

    :raises Lead.DoesNotExist: if the actor may not even see the lead
    """
    return quotes(actor).filter(lead=leads(actor).get(pk=lead_id)).order_by("-version")


def compared(actor: Actor, lead_id: UUID) -> QuerySet[Quote]:
    """
    Return the latest version sent by each partner for the need of a lead that the actor sent, the first sent first.

    :raises Lead.DoesNotExist: if the actor did not send the lead
    """
    lead = sent(actor).get(pk=lead_id)
    of_need = sent(actor).filter(site_id=lead.site_id, need_code=lead.need_code)
    rows = quotes(actor).filter(lead__in=of_need.values("pk"), status__in=COMPARED)
    latest: dict[UUID, UUID] = dict(rows.order_by("version").values_list("lead_id", "pk"))
    return rows.filter(pk__in=list(latest.values())).order_by("sent_at", "pk")


def quote(actor: Actor, quote_id: UUID) -> QuoteSheet:
    """
    Return one version of a quote.

    :raises Quote.DoesNotExist: when the actor is neither of its sides, or its partner has not sent it
    """
    return quote_sheets(actor, [quotes(actor).get(pk=quote_id)])[0]


def quote_sheets(actor: Actor, rows: Iterable[Any]) -> list[QuoteSheet]:
    """Return quotes as this side reads them, for a list."""
    rows = list(rows)
    prefetch_related_objects(rows, "lines")
    of_leads = leads(actor).filter(pk__in={row.lead_id for row in rows})
    known = {sheet.id: sheet for sheet in sheets(actor, of_leads)}
    return [_sheet(row, known[row.lead_id], list(row.lines.all())) for row in rows]


def _sheet(row: Any, lead: LeadSheet, lines: list[Any]) -> QuoteSheet:
    figures = _figures(row, lines)
    marks, references = _marks(lead)
    reason = QuoteReason(row.reason) if row.reason else None
    waits = row.status == QuoteStatus.SENT and lead.status == LeadStatus.QUOTED
    return QuoteSheet(
        id=row.pk,
        lead=lead,
        version=row.version,
        status=row.status,
        status_label=str(QuoteStatus(row.status).label),
        lines=tuple(
            LineSheet(line.label, line.quantity, line.unit, line.unit_price_mad, counted.amount_mad)
            for line, counted in zip(lines, figures.lines, strict=True)
        ),
        capex_mad=row.capex_mad,
        saving_mad_year=row.saving_mad_year,
        energy_of=row.energy_of,
        energy_label=str(EnergyOf(row.energy_of).label) if row.energy_of else "",
        energy_kwh_year=row.energy_kwh_year,
        power_kwp=row.power_kwp,
        avoided_t_year=row.avoided_t_year,
        payback_years=row.payback_years,
        valid_until=row.valid_until,
        finance=tuple(row.finance),
        finance_labels=tuple(str(Payment(code).label) for code in row.finance),
        guarantees=row.guarantees,
        notes=row.notes,
        reason=row.reason,
        reason_label=str(reason.label) if reason else "",
        note=row.note,
        changed_at=row.changed_at,
        sent_at=row.sent_at,
        decided_at=row.decided_at,
        rates=engine.rates(figures, marks),
        differences=engine.differences(figures, marks),
        references=references,
        can_write=row.can_write and lead.status in UNDER_WAY,
        can_decide=row.can_decide and waits,
    )


def _figures(row: Quote, lines: list[Any]) -> engine.Figures:
    return engine.Figures(
        lines=[engine.Line(line.quantity, line.unit_price_mad) for line in lines],
        capex_mad=row.capex_mad,
        saving_mad_year=row.saving_mad_year,
        energy_kwh_year=row.energy_kwh_year,
        is_electricity=row.energy_of in (EnergyOf.PRODUCED, EnergyOf.ELECTRICITY),
        is_produced=row.energy_of == EnergyOf.PRODUCED,
        power_kwp=row.power_kwp,
        avoided_t_year=row.avoided_t_year,
        payback_years=row.payback_years,
    )


def _marks(lead: LeadSheet) -> tuple[engine.Marks, tuple[Reference, ...]]:
    """Return the rows of the reference data that a quote of this lead is held against."""
    known = reference.catalogue()
    grid, region = known.factors[GRID], known.regions.get(lead.company.region)
    measure = known.measures.get(lead.need_code) or known.measures[WHOLE_SITE]
    found = [
        Reference("grid", None, grid.kgco2e_per_unit, None, "kgCO2e/kWh", grid.source, str(grid.year), grid.evidence)
    ]
    highest = None
    if region is not None:
        measured, modelled = region.pv_yield_kwh_kwp_yr_measured, region.pv_yield_kwh_kwp_yr_modelled
        highest = max(modelled, measured.high) if measured else modelled
        told = (region.solar_source, "", region.solar_confidence)
        found.append(Reference("yield", None, None, highest, "kWh/kWp", *told))
    if measure.capex_unit == PER_KWP:
        span = (measure.capex_low, measure.capex_typical, measure.capex_high)
        when = measure.capex_year or ""
        found.append(Reference("price", *span, PER_KWP, measure.source, when, measure.confidence))
    return engine.Marks(grid.kgco2e_per_unit, highest), tuple(found)


def status_of_quote(quote_id: UUID) -> QuoteStatus:
    """Return where a quote stands, for the rooms that its events reach."""
    return QuoteStatus(Quote.objects.values_list("status", flat=True).get(pk=quote_id))
