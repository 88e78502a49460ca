"""
The exchange format of an offer: one reader for import, demo data, match bench and snapshots. No framework here.

An unknown field, a wrong type or an unknown code is a problem that names the field; a missing field means unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from reference.files import Catalogue

EVERY = "*"
LANGUAGES = frozenset({"fr", "ar", "en", "zgh", "es", "de", "it", "pt", "nl", "tr", "zh"})
INSTRUMENTS = frozenset({"loan", "guarantee", "grant", "leasing", "equity", "technical_assistance"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: `code` names how, `value` what was written."""

    field: str
    code: str
    value: Any = None


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


class _Wrong(Exception):
    def __init__(self, code: str, value: Any = None) -> None:
        super().__init__(code)
        self.code, self.value = code, value


Reader = Callable[[Any, Catalogue], Any]


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
        except _Wrong as wrong:
            problems.append(Problem(name, wrong.code, wrong.value))
    problems += [Problem(name, "required") for name in ("offer_id", "kind") if not written.get(name)]
    low, high = values.get("ticket_min_mad"), values.get("ticket_max_mad")
    if low is not None and high is not None and low > high:
        problems.append(Problem("ticket_max_mad", "below_minimum", str(high)))
    return (None, problems) if problems else (OfferFacts(**values), [])


def _text(value: Any, _catalogue: Catalogue) -> str:
    if not isinstance(value, str):
        raise _Wrong("not_text", value)
    if len(value) > 5000:
        raise _Wrong("too_long")
    return value


def _number(value: Any, _catalogue: Catalogue) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise _Wrong("not_a_number", value)
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise _Wrong("not_a_number", value) from error
    if not number.is_finite():
        raise _Wrong("not_a_number", value)
    if number < 0:
        raise _Wrong("negative", value)
    if number > Decimal(10) ** 12:
        raise _Wrong("too_high", value)
    return number


def _percent(value: Any, catalogue: Catalogue) -> Decimal:
    number = _number(value, catalogue)
    if number > 100:
        raise _Wrong("above_100", value)
    return number


def _count(value: Any, catalogue: Catalogue) -> int:
    number = _number(value, catalogue)
    if number != int(number):
        raise _Wrong("not_whole", value)
    return int(number)


def _yes_no(value: Any, _catalogue: Catalogue) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("not_yes_no", value)
    return value


def _day(value: Any, _catalogue: Catalogue) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _Wrong("not_a_day", value) from error


def _one_of(options: frozenset[str]) -> Reader:
    def reader(value: Any, _catalogue: Catalogue) -> str:
        if not isinstance(value, str) or value not in options:
            raise _Wrong("unknown_choice", value)
        return value

    return reader


def _codes(known: Callable[[Catalogue], Any], *, every: bool = False, may_be_empty: bool = False) -> Reader:
    """Return a reader of lists of codes: duplicates folded, an empty list refused since it would serve nobody."""

    def reader(value: Any, catalogue: Catalogue) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise _Wrong("not_a_list", value)
        if not value and not may_be_empty:
            raise _Wrong("empty_list")
        codes = known(catalogue)
        for one in value:
            if not isinstance(one, str) or (one not in codes and not (every and one == EVERY)):
                raise _Wrong("unknown_code", one)
        return (EVERY,) if EVERY in value else tuple(dict.fromkeys(value))

    return reader


def _voltages(value: Any, catalogue: Catalogue) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    return tuple(_codes(lambda _catalogue: {"LV", "MV", "HV", "off_grid"})(listed, catalogue))


def _measures(value: Any, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(_codes(lambda known: known.measures, every=True)(value, catalogue))


def _end_uses(catalogue: Catalogue) -> set[str]:
    named = {use for measure in catalogue.measures.values() for use in measure.applies_to_end_use}
    return named | {share.end_use for shares in catalogue.end_use_shares.values() for share in shares}


def _objects(value: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise _Wrong("not_a_list", value)
    return value


def _references(value: Any, catalogue: Catalogue) -> tuple[Reference, ...]:
    found = []
    for one in _objects(value):
        if unknown := set(one) - {"sector", "year", "verified"}:
            raise _Wrong("unknown_field", min(unknown))
        if one.get("sector") not in catalogue.sectors:
            raise _Wrong("unknown_code", one.get("sector"))
        year = _count(one.get("year"), catalogue)
        found.append(Reference(one["sector"], year, _yes_no(one.get("verified", False), catalogue)))
    return tuple(found)


def _claims(value: Any, catalogue: Catalogue) -> tuple[Claim, ...]:
    found = []
    for one in _objects(value):
        if unknown := set(one) - {"what", "document", "valid_until"}:
            raise _Wrong("unknown_field", min(unknown))
        until = one.get("valid_until")
        what = _text(one.get("what"), catalogue)
        found.append(Claim(what, one.get("document"), _day(until, catalogue) if until else None))
    return tuple(found)


_LANGUAGE_CODES = _codes(lambda _catalogue: LANGUAGES)

READERS: dict[str, Reader] = {
    "offer_id": _text,
    "kind": _one_of(frozenset({"provider", "financier", "certifier"})),
    "name": _text,
    "description": _text,
    "description_language": _one_of(LANGUAGES),
    "languages": _LANGUAGE_CODES,
    "regions_served": _codes(lambda known: known.regions),
    "sectors_served": _codes(lambda known: known.sectors, every=True),
    "excluded_sectors": _codes(lambda known: known.sectors, may_be_empty=True),
    "measures": _measures,
    "end_uses": _codes(_end_uses),
    "instrument": _one_of(INSTRUMENTS),
    "status": _one_of(frozenset({"open", "closed", "unknown"})),
    "as_of": _day,
    "closes_on": _day,
    "ticket_min_mad": _number,
    "ticket_max_mad": _number,
    "note_ticket": _text,
    "ticket_basis": _one_of(frozenset({"project", "loan", "guarantee", "grant"})),
    "employees_max": _count,
    "revenue_min_mad": _number,
    "revenue_max_mad": _number,
    "own_funds_min_pct": _percent,
    "grant_pct": _percent,
    "min_stable_jobs_per_mmad": _number,
    "min_stable_jobs_per_mmad_tourism": _number,
    "max_share_held_by_large_group_pct": _percent,
    "requires_cgem_member": _yes_no,
    "min_years_operating": _number,
    "min_energy_reduction_pct": _percent,
    "standards_accredited": _codes(lambda known: known.standards),
    "accreditation_valid_until": _day,
    "approved_auditor_law_47_09": _yes_no,
    "available_in_days": _count,
    "base_provinces": _codes(lambda known: known.provinces),
    "remote": _yes_no,
    "interpreter": _LANGUAGE_CODES,
    "price_low_mad": _number,
    "price_high_mad": _number,
    "price_unit": _text,
    "references": _references,
    "capacity_month": _count,
    "claims": _claims,
    "requires_voltage": _voltages,
    "requires_roof_ownership": _yes_no,
    "min_roof_m2": _number,
    "min_annual_kwh": _number,
    "min_energy_bill_mad": _number,
    "min_organic_waste_t": _number,
    "min_containers_yr": _number,
}
