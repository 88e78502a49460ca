"""
The exchange format of an SME's profile: one reader for import, demo data, match bench and snapshots.

An unknown field, a wrong type or an unknown code is a problem that names the field; a missing field means unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from matching.engine import facts
from matching.engine.carriers import NOTHING, USABLE, net_kwh
from partners.files import fields as read
from partners.files.fields import Problem, Reader, Wrong
from reference.files import Catalogue

Fact = Decimal | bool | str
OBLIGATIONS = frozenset({"mandatory_audit", "cbam_data"})
OWN = frozenset({"own_prices", "province", "energy_in_part"})


@dataclass(frozen=True, slots=True)
class EnergyUse:
    """What the site uses of one carrier in a year; a split of its own replaces the sector's."""

    carrier: str
    amount: Decimal
    unit: str
    end_use_split: Mapping[str, Decimal] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class SmeFacts:
    """
    A site and its firm as rules and score read them; None is unknown, never zero or no.

    `facts` holds the optional facts of measures.md section 3 under their names. `own_prices` (MAD per kWh, L, kg or m3
    of a carrier, from bills), `province` and `energy_in_part` (bills of some months only: the use is a minimum) are known
    to the product and not part of the exchange format.
    """

    sme_id: str
    text: str | None = None
    text_language: str | None = None
    sector: str | None = None
    region: str | None = None
    city: str | None = None
    head_office_region: str | None = None
    employees: int | None = None
    revenue_mad: Decimal | None = None
    languages: tuple[str, ...] | None = None
    goals: tuple[str, ...] | None = None
    budget_mad: Decimal | None = None
    export_markets: tuple[str, ...] | None = None
    export_hs: tuple[str, ...] | None = None
    eu_tonnes: Decimal | None = None
    importer_tonnes: Decimal | None = None
    voltage: str | None = None
    owns_building: bool | None = None
    landlord_agreement: bool | None = None
    roof_m2: Decimal | None = None
    heritage_roof: bool | None = None
    energy_use: tuple[EnergyUse, ...] | None = None
    energy_bill_mad: Decimal | None = None
    toe_per_year: Decimal | None = None
    organic_waste_t: Decimal | None = None
    containers_per_year: Decimal | None = None
    irrigated_ha: Decimal | None = None
    planned_stable_jobs: Decimal | None = None
    share_held_by_large_group_pct: Decimal | None = None
    years_operating: Decimal | None = None
    cgem_member: bool | None = None
    certifications_held: tuple[str, ...] | None = None
    legal_form: str | None = None
    open_obligations: tuple[str, ...] | None = None
    own_funds_mad: Decimal | None = None
    footprint_scope12_tco2e: Decimal | None = None
    footprint_share_by_end_use: Mapping[str, Decimal] | None = None
    footprint_share_by_carrier: Mapping[str, Decimal] | None = None
    facts: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    own_prices: Mapping[str, Decimal] = field(default_factory=lambda: NOTHING)
    province: str | None = None
    energy_in_part: bool | None = None


def read_sme(
    written: Mapping[str, Any], catalogue: Catalogue, *, own: bool = False
) -> tuple[SmeFacts | None, list[Problem]]:
    """Return the facts, or None and every problem of the object; `own` also takes the fields of the product's own."""
    known = FIELDS | facts.OPTIONAL | (OWN if own else frozenset())
    problems = [Problem(name, "unknown_field", written[name]) for name in written if name not in known]
    values: dict[str, Any] = {}
    extra: dict[str, Fact] = {}
    for name in written:
        if name not in known or written[name] is None:
            continue
        try:
            if name in facts.OPTIONAL:
                extra[name] = _optional(name)(written[name], catalogue)
            else:
                values[name] = READERS[name](written[name], catalogue)
        except Wrong as wrong:
            problems.append(Problem(name, wrong.code, wrong.value))
    if not written.get("sme_id"):
        problems.append(Problem("sme_id", "required"))
    return (None, problems) if problems else (SmeFacts(**values, facts=MappingProxyType(extra)), [])


def as_written(sme: SmeFacts) -> dict[str, Any]:
    """Return the profile as its format writes it, without what is unknown; `read_sme(…, own=True)` reads it back."""
    written: dict[str, Any] = dict(sorted(sme.facts.items()))
    for one in fields(sme):
        value = getattr(sme, one.name)
        if one.name == "facts" or value is None or value == NOTHING:
            continue
        written[one.name] = dict(value) if isinstance(value, Mapping) else value
    if sme.energy_use is not None:
        written["energy_use"] = [
            {"carrier": one.carrier, "amount": one.amount, "unit": one.unit}
            | ({"end_use_split": dict(one.end_use_split)} if one.end_use_split else {})
            for one in sme.energy_use
        ]
    return written


def carriers(catalogue: Catalogue) -> frozenset[str]:
    """Return every carrier that an activity, a measure or a split names."""
    named = {kind.carrier for kind in catalogue.activities.values()}
    named |= {one for measure in catalogue.measures.values() for one in measure.applies_to_carrier}
    return frozenset(named - {"all"})


def _optional(name: str) -> Reader:
    if name in facts.YES_NO:
        return read.yes_no
    if name in facts.CHOICES:
        return read.one_of(facts.CHOICES[name])
    return read.percent if name in facts.PERCENTS else read.number


def _words(value: Any, catalogue: Catalogue) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise Wrong("not_a_list", value)
    return tuple(dict.fromkeys(read.text(one, catalogue) for one in value))


def _shares(known: Callable[[Catalogue], Any]) -> Reader:
    def reader(value: Any, catalogue: Catalogue) -> Mapping[str, Decimal]:
        if not isinstance(value, Mapping):
            raise Wrong("not_an_object", value)
        if unknown := sorted(set(value) - set(known(catalogue))):
            raise Wrong("unknown_code", unknown[0])
        shares = {name: read.number(share, catalogue) for name, share in value.items()}
        if sum(shares.values()) > Decimal("1.02"):
            raise Wrong("above_100", str(sum(shares.values())))
        return MappingProxyType(shares)

    return reader


def _energy(value: Any, catalogue: Catalogue) -> tuple[EnergyUse, ...]:
    found = []
    for one in read.objects(value):
        if unknown := set(one) - {"carrier", "amount", "unit", "end_use_split"}:
            raise Wrong("unknown_field", min(unknown))
        carrier = read.one_of(USABLE)(one.get("carrier"), catalogue)
        amount, unit = read.number(one.get("amount"), catalogue), read.text(one.get("unit"), catalogue)
        if net_kwh(carrier, amount, unit, catalogue) is None:
            raise Wrong("unknown_choice", unit)
        split = _shares(read.end_uses)(one.get("end_use_split") or NOTHING, catalogue)
        found.append(EnergyUse(carrier, amount, unit, split))
    if not found:
        raise Wrong("empty_list")
    return tuple(found)


def _prices(value: Any, catalogue: Catalogue) -> Mapping[str, Decimal]:
    return MappingProxyType({name: read.number(price, catalogue) for name, price in value.items()})


_REGION = read.one_of(lambda known: known.regions)

READERS: dict[str, Reader] = {
    "sme_id": read.text,
    "text": read.text,
    "text_language": read.one_of(read.LANGUAGES),
    "sector": read.one_of(lambda known: known.sectors),
    "region": _REGION,
    "city": read.text,
    "head_office_region": _REGION,
    "employees": read.count,
    "revenue_mad": read.number,
    "languages": read.codes(lambda _known: read.LANGUAGES),
    "goals": _words,
    "budget_mad": read.number,
    "export_markets": _words,
    "export_hs": _words,
    "eu_tonnes": read.number,
    "importer_tonnes": read.number,
    "voltage": read.one_of(frozenset({"LV", "MV", "HV", "off_grid"})),
    "owns_building": read.yes_no,
    "landlord_agreement": read.yes_no,
    "roof_m2": read.number,
    "heritage_roof": read.yes_no,
    "energy_use": _energy,
    "energy_bill_mad": read.number,
    "toe_per_year": read.number,
    "organic_waste_t": read.number,
    "containers_per_year": read.number,
    "irrigated_ha": read.number,
    "planned_stable_jobs": read.number,
    "share_held_by_large_group_pct": read.percent,
    "years_operating": read.number,
    "cgem_member": read.yes_no,
    "certifications_held": read.codes(lambda known: known.standards, may_be_empty=True),
    "legal_form": read.text,
    "open_obligations": read.codes(lambda known: {*known.standards, *OBLIGATIONS}, may_be_empty=True),
    "own_funds_mad": read.number,
    "footprint_scope12_tco2e": read.number,
    "footprint_share_by_end_use": _shares(read.end_uses),
    "footprint_share_by_carrier": _shares(carriers),
    "own_prices": _prices,
    "province": read.one_of(lambda known: known.provinces),
    "energy_in_part": read.yes_no,
}
FIELDS = frozenset(READERS) - OWN
