"""One multiplication becomes a line with all that explains it (docs/method/footprint.md section 14b, steps 3 and 6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from footprint.engine import factors, uncertainty
from footprint.engine.days import part_in_year
from footprint.engine.entries import GRADE_OF, Entry
from footprint.engine.factors import GwpSet
from footprint.engine.numbers import CONTEXT, ONE, ZERO, kept
from footprint.engine.terms import Book, Method, Part, Term, Use, terms_of
from footprint.engine.uncertainty import Interval
from footprint.engine.units import in_activity_unit
from reference.files import ActivityKind


@dataclass(frozen=True, slots=True)
class Line:
    """One result with all that explains it; `method` says which of the two electricity totals it enters."""

    entry_key: str
    activity_id: str
    part: Part
    method: Method
    carrier: str
    scope: str
    category: str | None
    quantity: Decimal
    unit: str
    factor_id: str
    factor_year: int
    factor: Decimal
    kg: Decimal
    kg_by_gas: Mapping[str, Decimal]
    gas_masses_kg: Mapping[str, Decimal]
    biogenic_kg: Decimal
    toe: Decimal | None
    activity_pct: Decimal
    factor_pct: Decimal
    uncertainty_pct: Decimal
    interval: Interval | None
    evidence: str
    grade: str
    is_memo: bool
    flags: tuple[str, ...]


def signed(entry: Entry, kind: ActivityKind) -> Decimal:
    """Return the whole quantity of an entry in the unit of its activity; a credit note is below zero."""
    quantity = in_activity_unit(entry.quantity, entry.unit, kind)
    return -abs(quantity) if entry.is_credit_note else quantity


def lines_of(entry: Entry, book: Book) -> Iterator[Line]:
    """
    Give the lines of the part of an entry that falls in a year.

    :raises Refusal: `no_factor` or `no_factor_in_gwp_set` when the direct line cannot be computed
    """
    kind = book.catalogue.activities[entry.activity_id]
    own = None
    if entry.supplier_factor is not None:
        value = CONTEXT.divide(entry.supplier_factor, in_activity_unit(ONE, entry.unit, kind))
        own = factors.supplied(kind, value, book.year, documented=entry.supplier_document)
    quantity = part_in_year(signed(entry, kind), entry, book.year)
    use = Use(kind, quantity, entry.evidence_class, own, entry.proof_kept, entry.customer_pays, entry.is_credit_note)
    for term in terms_of(use, book):
        yield line(entry.key, term, book.gwp_set)


def line(key: str, term: Term, gwp_set: GwpSet) -> Line:
    """Multiply a term, with its interval and its grade."""
    chosen = term.chosen
    by_gas, masses = _gases(term, gwp_set)
    kg = kept(sum(by_gas.values(), ZERO))
    pct = uncertainty.combined(term.activity_pct, chosen.uncertainty_pct)
    return Line(
        entry_key=key,
        activity_id=term.activity_id,
        part=term.part,
        method=term.method,
        carrier=term.carrier,
        scope=term.scope,
        category=term.category,
        quantity=term.quantity,
        unit=term.unit,
        factor_id=chosen.factor_id,
        factor_year=chosen.year,
        factor=chosen.kgco2e_per_unit,
        kg=kg,
        kg_by_gas=_adding_up(by_gas, kg),
        gas_masses_kg=masses,
        biogenic_kg=kept(term.quantity * chosen.biogenic_per_unit),
        toe=term.toe,
        activity_pct=term.activity_pct,
        factor_pct=chosen.uncertainty_pct,
        uncertainty_pct=pct,
        interval=uncertainty.interval(kg, pct, multiplies=uncertainty.is_large(pct)),
        evidence=term.evidence,
        grade=max(chosen.evidence, GRADE_OF[term.evidence]),
        is_memo=term.is_memo,
        flags=(*chosen.flags, *term.flags),
    )


def _gases(term: Term, gwp_set: GwpSet) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    chosen, quantity = term.chosen, term.quantity
    if chosen.gases:
        masses = {gas: quantity * per_unit for gas, per_unit in chosen.gases.items() if per_unit}
        return chosen.co2e_by_gas(quantity, gwp_set), masses
    kg = quantity * chosen.kgco2e_per_unit
    return {"refrigerants" if term.blend else "not_split": kg}, {
        gas: quantity * share for gas, share in term.blend.items()
    }


def _adding_up(by_gas: Mapping[str, Decimal], kg: Decimal) -> dict[str, Decimal]:
    """Round each gas so that they add up to the line; CO2 never takes the last digit, another set must not change it."""
    if len(by_gas) == 1:
        return {gas: kg for gas, value in by_gas.items() if value}
    rounded = {gas: kept(value) for gas, value in by_gas.items() if value}
    others = [gas for gas in rounded if gas != "co2"] or list(rounded)
    if others:
        heaviest = max(others, key=lambda gas: abs(rounded[gas]))
        rounded[heaviest] += kg - sum(rounded.values(), ZERO)
    return rounded
