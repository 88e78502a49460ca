"""
The exchange format of an offer: one reader for import, demo data, match bench and snapshots. No framework here.

An unknown field, a wrong type or an unknown code is a problem that names the field; a missing field means unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from partners.files.fields import (
    EVERY,
    LANGUAGES,
    Problem,
    Reader,
    Wrong,
    codes,
    count,
    day,
    end_uses,
    number,
    objects,
    one_of,
    percent,
    text,
    yes_no,
)
from reference.files import Catalogue

__all__ = [
    "EVERY",
    "FIELDS",
    "INSTRUMENTS",
    "LANGUAGES",
    "Claim",
    "OfferFacts",
    "Problem",
    "Reference",
    "as_written",
    "read_offer",
]

RANGES = (
    ("ticket_min_mad", "ticket_max_mad"),
    ("revenue_min_mad", "revenue_max_mad"),
    ("price_low_mad", "price_high_mad"),
)
INSTRUMENTS = frozenset({"loan", "guarantee", "grant", "leasing", "equity", "technical_assistance"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A project the partner did."""

    sector: str
    year: int
    verified: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What a partner says of itself, with the document that shows it."""

    what: str
    document: str | None
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """An offer as rules and score read it; None is unknown, never zero or no."""

    offer_id: str
    kind: str
    name: str | None = None
    description: str | None = None
    description_language: str | None = None
    languages: tuple[str, ...] | None = None
    regions_served: tuple[str, ...] | None = None
    sectors_served: tuple[str, ...] | None = None
    excluded_sectors: tuple[str, ...] | None = None
    measures: tuple[str, ...] | None = None
    end_uses: tuple[str, ...] | None = None
    instrument: str | None = None
    status: str | None = None
    as_of: date | None = None
    closes_on: date | None = None
    ticket_min_mad: Decimal | None = None
    ticket_max_mad: Decimal | None = None
    note_ticket: str | None = None
    ticket_basis: str | None = None
    employees_max: int | None = None
    revenue_min_mad: Decimal | None = None
    revenue_max_mad: Decimal | None = None
    own_funds_min_pct: Decimal | None = None
    grant_pct: Decimal | None = None
    min_stable_jobs_per_mmad: Decimal | None = None
    min_stable_jobs_per_mmad_tourism: Decimal | None = None
    max_share_held_by_large_group_pct: Decimal | None = None
    requires_cgem_member: bool | None = None
    min_years_operating: Decimal | None = None
    min_energy_reduction_pct: Decimal | None = None
    standards_accredited: tuple[str, ...] | None = None
    accreditation_valid_until: date | None = None
    approved_auditor_law_47_09: bool | None = None
    available_in_days: int | None = None
    base_provinces: tuple[str, ...] | None = None
    remote: bool | None = None
    interpreter: tuple[str, ...] | None = None
    price_low_mad: Decimal | None = None
    price_high_mad: Decimal | None = None
    price_unit: str | None = None
    references: tuple[Reference, ...] | None = None
    capacity_month: int | None = None
    claims: tuple[Claim, ...] | None = None
    requires_voltage: tuple[str, ...] | None = None
    requires_roof_ownership: bool | None = None
    min_roof_m2: Decimal | None = None
    min_annual_kwh: Decimal | None = None
    min_energy_bill_mad: Decimal | None = None
    min_organic_waste_t: Decimal | None = None
    min_containers_yr: Decimal | None = None


FIELDS = frozenset(field.name for field in fields(OfferFacts))


def read_offer(written: Mapping[str, Any], catalogue: Catalogue) -> tuple[OfferFacts | None, list[Problem]]:
    """Return the facts, or None and every problem of the object."""
    problems = [Problem(name, "unknown_field") for name in written if name not in FIELDS]
    values: dict[str, Any] = {}
    for name, reader in READERS.items():
        value = written.get(name)
        if value is None:
            continue
        try:
            values[name] = reader(value, catalogue)
        except Wrong as wrong:
            problems.append(Problem(name, wrong.code, wrong.value))
    problems += [Problem(name, "required") for name in ("offer_id", "kind") if not written.get(name)]
    for least, most in RANGES:
        if least in values and most in values and values[least] > values[most]:
            problems.append(Problem(most, "below_minimum", str(values[most])))
    return (None, problems) if problems else (OfferFacts(**values), [])


def as_written(offer: OfferFacts) -> dict[str, Any]:
    """Return the offer as its format writes it, without what is unknown; `read_offer` reads it back."""
    written = {one.name: getattr(offer, one.name) for one in fields(offer) if getattr(offer, one.name) is not None}
    for name in ("references", "claims"):
        if name in written:
            written[name] = [
                {one.name: getattr(row, one.name) for one in fields(row) if getattr(row, one.name) is not None}
                for row in written[name]
            ]
    return written


def _voltages(value: Any, catalogue: Catalogue) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    return tuple(codes(lambda _catalogue: {"LV", "MV", "HV", "off_grid"})(listed, catalogue))


def _measures(value: Any, catalogue: Catalogue) -> tuple[str, ...]:
    """Read measures; a category of the measures file stands for all its measures, as finance terms write it."""
    groups: dict[str, list[str]] = {}
    for measure in catalogue.measures.values():
        groups.setdefault(measure.category, []).append(measure.id)
    listed = codes(lambda known: {*known.measures, *groups}, every=True)(value, catalogue)
    members = (groups.get(one, ()) if one not in catalogue.measures else (one,) for one in listed)
    return (EVERY,) if listed == (EVERY,) else tuple(dict.fromkeys(one for group in members for one in group))


def _references(value: Any, catalogue: Catalogue) -> tuple[Reference, ...]:
    found = []
    for one in objects(value):
        if unknown := set(one) - {"sector", "year", "verified"}:
            raise Wrong("unknown_field", min(unknown))
        sector, year = _SECTOR(one.get("sector"), catalogue), count(one.get("year"), catalogue)
        found.append(Reference(sector, year, yes_no(one.get("verified", False), catalogue)))
    return tuple(found)


def _claims(value: Any, catalogue: Catalogue) -> tuple[Claim, ...]:
    found = []
    for one in objects(value):
        if unknown := set(one) - {"what", "document", "valid_until"}:
            raise Wrong("unknown_field", min(unknown))
        what, document, until = one.get("what"), one.get("document"), one.get("valid_until")
        found.append(
            Claim(
                text(what, catalogue),
                None if document is None else text(document, catalogue),
                None if until is None else day(until, catalogue),
            )
        )
    return tuple(found)


_SECTOR = one_of(lambda known: known.sectors)
_LANGUAGE_CODES = codes(lambda _catalogue: LANGUAGES)

READERS: dict[str, Reader] = {
    "offer_id": text,
    "kind": one_of(frozenset({"provider", "financier", "certifier"})),
    "name": text,
    "description": text,
    "description_language": one_of(LANGUAGES),
    "languages": _LANGUAGE_CODES,
    "regions_served": codes(lambda known: known.regions),
    "sectors_served": codes(lambda known: known.sectors, every=True),
    "excluded_sectors": codes(lambda known: known.sectors, may_be_empty=True),
    "measures": _measures,
    "end_uses": codes(end_uses),
    "instrument": one_of(INSTRUMENTS),
    "status": one_of(frozenset({"open", "closed", "unknown"})),
    "as_of": day,
    "closes_on": day,
    "ticket_min_mad": number,
    "ticket_max_mad": number,
    "note_ticket": text,
    "ticket_basis": one_of(frozenset({"project", "loan", "guarantee", "grant"})),
    "employees_max": count,
    "revenue_min_mad": number,
    "revenue_max_mad": number,
    "own_funds_min_pct": percent,
    "grant_pct": percent,
    "min_stable_jobs_per_mmad": number,
    "min_stable_jobs_per_mmad_tourism": number,
    "max_share_held_by_large_group_pct": percent,
    "requires_cgem_member": yes_no,
    "min_years_operating": number,
    "min_energy_reduction_pct": percent,
    "standards_accredited": codes(lambda known: known.standards, may_be_empty=True),
    "accreditation_valid_until": day,
    "approved_auditor_law_47_09": yes_no,
    "available_in_days": count,
    "base_provinces": codes(lambda known: known.provinces, may_be_empty=True),
    "remote": yes_no,
    "interpreter": codes(lambda _catalogue: LANGUAGES, may_be_empty=True),
    "price_low_mad": number,
    "price_high_mad": number,
    "price_unit": text,
    "references": _references,
    "capacity_month": count,
    "claims": _claims,
    "requires_voltage": _voltages,
    "requires_roof_ownership": yes_no,
    "min_roof_m2": number,
    "min_annual_kwh": number,
    "min_energy_bill_mad": number,
    "min_organic_waste_t": number,
    "min_containers_yr": number,
}
