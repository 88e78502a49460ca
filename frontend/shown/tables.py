"""The lists of a desk as files: what each column holds, in the reader's language."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, pgettext

from footprint import queries as footprint
from frontend import formats
from frontend.shown import lists
from frontend.shown.lists import CHUNK
from frontend.shown.needs import STATES
from kernel.actor import Actor
from kernel.sentences import listed
from kernel.tables import Table
from marketplace import queries as marketplace
from marketplace.choices import SizeBand, TicketBand
from matching import queries as matching
from partners import queries as partners
from partners.choices import Intake, Shelf
from reference import queries as reference

THOUSANDTH = Decimal("0.001")


def bills(actor: Actor) -> Table:
    """Give the bills in the columns of the template: mended, the file can be sent back."""
    language = formats.language()
    return Table(gettext("Bills"), footprint.bill_heads(language), footprint.bill_rows(actor, language))


def needs(actor: Actor) -> Table:
    heads = [
        gettext("Site"),
        pgettext("noun", "Measure"),
        gettext("State"),
        gettext("tCO₂e a year"),
        gettext("tCO₂e a year, low"),
        gettext("tCO₂e a year, high"),
        gettext("MAD a year"),
        gettext("MAD a year, low"),
        gettext("MAD a year, high"),
        gettext("Cost (MAD)"),
        gettext("Payback (years)"),
        gettext("Confidence"),
        gettext("Source"),
    ]
    return Table(gettext("Measures"), heads, _needs(actor))


def _needs(actor: Actor) -> Iterator[tuple[Any, ...]]:
    for site in footprint.sites(actor):
        for card in matching.need_cards(actor, site.pk):
            yield (
                site.name,
                card.name,
                str(STATES[card.state]),
                *_levels(card.abatement_t),
                *_levels(card.net_mad),
                _short(card.capex_mad.typ) if card.capex_mad else None,
                _short(card.payback_years),
                card.confidence,
                card.source,
            )


def _levels(figure: Any) -> tuple[Any, Any, Any]:
    return (_short(figure.typ), _short(figure.low), _short(figure.high)) if figure else (None, None, None)


def _short(figure: Decimal | None) -> Decimal | None:
    """Return a computed figure to the thousandth: what lies beyond is no knowledge."""
    return None if figure is None else figure.quantize(THOUSANDTH)


def requests_sent(actor: Actor) -> Table:
    heads = [
        gettext("Sent (time of Morocco)"),
        gettext("Partner"),
        gettext("What for"),
        gettext("State"),
        gettext("Answered (time of Morocco)"),
        gettext("Reason"),
        gettext("Note"),
    ]
    rows = (
        (one.sent_at, one.partner.label, one.subject, one.status_label, one.answered_at, one.reason_label, one.note)
        for one in _sheets(actor, marketplace.sent(actor))
    )
    return Table(pgettext("leads", "Requests"), heads, rows)


def requests_received(actor: Actor) -> Table:
    heads = [
        gettext("Received (time of Morocco)"),
        gettext("Company"),
        gettext("Sector"),
        gettext("Region"),
        gettext("Size"),
        gettext("What for"),
        gettext("Your offer"),
        gettext("State"),
        gettext("Answered (time of Morocco)"),
        gettext("Reason"),
    ]
    rows = (
        (
            one.sent_at,
            one.company.label,
            reference.name("sector", one.company.sector) if one.company.sector else "",
            reference.name("region", one.company.region) if one.company.region else "",
            str(SizeBand(one.company.size_band).label),
            one.subject,
            one.offer_name,
            one.status_label,
            one.answered_at,
            one.reason_label,
        )
        for one in _sheets(actor, marketplace.inbox(actor))
    )
    return Table(pgettext("leads", "Requests"), heads, rows)


def queue(actor: Actor) -> Table:
    """Give a financier's queue in its order, with what each request lacks; no name of a firm whose file is closed."""
    heads = [
        gettext("Received (time of Morocco)"),
        gettext("Company"),
        gettext("Sector"),
        gettext("Region"),
        gettext("Size"),
        gettext("Amount"),
        gettext("What for"),
        gettext("Your offer"),
        gettext("State"),
        gettext("Readiness"),
        gettext("Missing"),
        gettext("Reason"),
    ]
    rows = (
        (
            one.sent_at,
            one.company.label,
            reference.name("sector", one.company.sector) if one.company.sector else "",
            reference.name("region", one.company.region) if one.company.region else "",
            str(SizeBand(one.company.size_band).label),
            str(TicketBand(one.company.ticket_band).label),
            one.subject,
            one.offer_name,
            one.status_label,
            one.readiness.level_label,
            listed(item.label for item in one.readiness.items if not item.is_met),
            one.reason_label,
        )
        for one in _sheets(actor, marketplace.queue(actor), "-ready")
    )
    return Table(pgettext("leads", "Requests"), heads, rows)


def _sheets(actor: Actor, leads: Any, order: str = "-sent_at") -> Iterator[Any]:
    """Give the leads as this side may see them, some at a time."""
    keys = list(leads.order_by(order, "-pk").values_list("pk", flat=True))
    for at in range(0, len(keys), CHUNK):
        rows = leads.in_bulk(keys[at : at + CHUNK])
        yield from marketplace.sheets(actor, [rows[key] for key in keys[at : at + CHUNK] if key in rows])


def offers(actor: Actor) -> Table:
    heads = [
        gettext("Your reference"),
        gettext("Offer"),
        gettext("Shelf"),
        gettext("Requests"),
        gettext("Status seen on"),
        gettext("Last day to apply"),
        gettext("Smallest project (MAD)"),
        gettext("Largest project (MAD)"),
        gettext("Measures"),
        gettext("Regions served"),
    ]
    rows = (
        (
            row.source_key,
            partners.in_language(row, "name"),
            str(Shelf(row.shelf).label),
            str(Intake(row.intake).label),
            row.as_of,
            row.closes_on,
            row.ticket_min_mad,
            row.ticket_max_mad,
            lists.names("measure", row.terms.get("measures", [])),
            lists.names("region", row.terms.get("regions_served", [])),
        )
        for row in partners.own_offers(actor).iterator(CHUNK)
    )
    return Table(gettext("Offers"), heads, rows)


def quotes(actor: Actor) -> Table:
    """Give every quote that one wrote or was sent, in the same units; what follows stands beside what is stated."""
    heads = [
        gettext("Partner"),
        gettext("Company"),
        gettext("What for"),
        gettext("Version"),
        gettext("State"),
        gettext("Sent (time of Morocco)"),
        gettext("Valid until"),
        gettext("Price, without VAT (MAD)"),
        gettext("Sum of the lines (MAD)"),
        gettext("Saving (MAD a year)"),
        gettext("Energy (kWh a year)"),
        gettext("Peak power (kWp)"),
        gettext("Avoided (tCO₂e a year)"),
        gettext("Avoided, as computed (tCO₂e a year)"),
        gettext("Payback (years)"),
        gettext("Payback, as computed (years)"),
        gettext("Price for each kWp (MAD)"),
        gettext("Price for each kWh of a year (MAD)"),
        gettext("Reason"),
        gettext("Note"),
    ]
    return Table(pgettext("offers of a price", "Quotes"), heads, _quotes(actor))


def _quotes(actor: Actor) -> Iterator[tuple[Any, ...]]:
    rows = marketplace.quotes(actor)
    keys = list(rows.order_by("-pk").values_list("pk", flat=True))
    for at in range(0, len(keys), CHUNK):
        held = rows.in_bulk(keys[at : at + CHUNK])
        for one in marketplace.quote_sheets(actor, [held[key] for key in keys[at : at + CHUNK] if key in held]):
            yield (
                one.lead.partner.label,
                one.lead.company.label,
                one.lead.subject,
                one.version,
                one.status_label,
                one.sent_at,
                one.valid_until,
                one.capex_mad,
                one.rates.lines_mad,
                one.saving_mad_year,
                one.energy_kwh_year,
                one.power_kwp,
                one.avoided_t_year,
                _short(one.rates.avoided_t_year),
                one.payback_years,
                _short(one.rates.payback_years),
                _short(one.rates.mad_per_kwp),
                _short(one.rates.mad_per_kwh),
                one.reason_label,
                one.note,
            )


TABLES: dict[str, Callable[[Actor], Table]] = {
    "bills": bills,
    "needs": needs,
    "requests-sent": requests_sent,
    "requests-received": requests_received,
    "queue": queue,
    "offers": offers,
    "quotes": quotes,
    "exports": lists.exports,
    "matches": lists.matches,
    "firms": lists.firms,
    "team": lists.team,
    "keys": lists.keys,
    "directory": lists.directory,
}
OF_EXPORTERS = frozenset({"bills", "needs", "requests-sent", "exports", "matches"})
OF_PARTNERS = frozenset({"offers", "requests-received"})
OF_FINANCIERS = frozenset({"queue"})
