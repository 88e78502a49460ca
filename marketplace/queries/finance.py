"""The file that an SME opens to a financier: its documents, quotes, technical case and footprint, while it is open and no longer."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts import queries as accounts
from documents import queries as documents
from footprint import queries as footprint
from kernel import clock
from kernel.actor import Actor
from marketplace.choices import QuoteStatus
from marketplace.models import Lead, Quote
from marketplace.policies import QUEUE
from marketplace.queries.readiness import READABLE
from marketplace.queries.sheets import LeadSheet, lead
from matching import queries as matching


@dataclass(frozen=True, slots=True)
class GivenQuote:
    """A quote that the SME received and lets its financier read, in the same units as any other."""

    partner: str
    need_name: str
    version: int
    status_label: str
    valid_until: date | None
    capex_mad: Decimal | None
    saving_mad_year: Decimal | None
    energy_kwh_year: Decimal | None
    power_kwp: Decimal | None
    avoided_t_year: Decimal | None
    payback_years: Decimal | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class FirmFile:
    """What a financier reads of a firm: `accesses` are documents with their last day, `measures` the technical case."""

    lead: LeadSheet
    accesses: tuple[Any, ...]
    quotes: tuple[GivenQuote, ...]
    measures: tuple[Any, ...]
    footprint: Any


def firm_file(actor: Actor, lead_id: UUID) -> FirmFile:
    """
    Return the file of a request's firm, as long as it is open to the actor.

    :raises Lead.DoesNotExist: when the actor is not the financier asked, or the file is not open to it at this moment
    """
    row = QUEUE.scope(actor, "read", Lead.objects.select_related("match")).get(pk=lead_id)
    sheet = lead(actor, lead_id)
    if sheet.readiness is None or not sheet.readiness.is_open:
        raise Lead.DoesNotExist
    held = documents.received(actor, clock.now()).filter(giver_id=row.organization_id)
    return FirmFile(
        lead=sheet,
        accesses=tuple(held),
        quotes=_given_quotes(row) if row.gives_quotes else (),
        measures=matching.technical_case(row.site_id, row.need_code, row.match),
        footprint=footprint.chosen_of_site(row.site_id),
    )


def _given_quotes(row: Lead) -> tuple[GivenQuote, ...]:
    rows: QuerySet[Any] = Quote.objects.filter(
        organization_id=row.organization_id, lead__site_id=row.site_id, status__in=READABLE
    )
    found = list(rows.select_related("lead").order_by("sent_at", "pk"))
    names = accounts.names(one.lead.partner_organization_id for one in found)
    return tuple(_given_quote(one, names) for one in found)


def _given_quote(one: Any, names: dict[UUID, str]) -> GivenQuote:
    return GivenQuote(
        partner=names[one.lead.partner_organization_id],
        need_name=matching.need_name(one.lead.need_code),
        version=one.version,
        status_label=str(QuoteStatus(one.status).label),
        valid_until=one.valid_until,
        capex_mad=one.capex_mad,
        saving_mad_year=one.saving_mad_year,
        energy_kwh_year=one.energy_kwh_year,
        power_kwp=one.power_kwp,
        avoided_t_year=one.avoided_t_year,
        payback_years=one.payback_years,
        sent_at=one.sent_at,
    )
