"""One entry becomes a direct line and, where its activity says so, an upstream and a losses line (steps 3 to 5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from footprint.engine import factors, uncertainty
from footprint.engine.days import part_in_year
from footprint.engine.entries import GRADE_OF, Entry
from footprint.engine.factors import Chosen, GwpSet
from footprint.engine.numbers import ZERO, kept
from footprint.engine.uncertainty import Interval
from footprint.engine.units import in_activity_unit
from reference.files import ActivityKind, Catalogue

Part = Literal["direct", "upstream", "losses"]
Method = Literal["both", "location", "market"]
FIRST_OWNER = {"4/9": ("4", "9"), "6/7": ("6", "7")}


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


@dataclass(frozen=True, slots=True)
class Work:
    """What every line of an entry needs."""

    entry: Entry
    kind: ActivityKind
    quantity: Decimal
    gwp_set: GwpSet


def signed(entry: Entry, kind: ActivityKind) -> Decimal:
    """Return the whole quantity of an entry in the unit of its activity; a credit note is below zero."""
    quantity = in_activity_unit(entry.quantity, entry.unit, kind)
    return -abs(quantity) if entry.is_credit_note else quantity


def lines_of(entry: Entry, year: int, gwp_set: GwpSet, catalogue: Catalogue) -> Iterator[Line]:
    """
    Give the lines of the part of an entry that falls in a year.

    :raises Refusal: `no_factor` or `no_factor_in_gwp_set` when the direct line cannot be computed
    """
    kind = catalogue.activities[entry.activity_id]
    work = Work(entry, kind, part_in_year(signed(entry, kind), entry, year), gwp_set)
    if kind.carrier == "electricity" and kind.scope == "2":
        yield from _electricity(work, year, catalogue)
        return
    if entry.supplier_factor is not None:
        chosen = factors.supplied(kind, entry.supplier_factor, year, documented=entry.supplier_document)
    else:
        chosen = factors.direct(kind, year, gwp_set, catalogue)
    yield _line(work, "direct", "both", chosen)
    if has_upstream_row(kind):
        yield _line(work, "upstream", "both", factors.upstream(kind, catalogue))


def has_upstream_row(kind: ActivityKind) -> bool:
    return kind.upstream_factor_id not in {"inside", "none"}


def _electricity(work: Work, year: int, catalogue: Catalogue) -> Iterator[Line]:
    entry, kind = work.entry, work.kind
    grid = factors.direct(kind, year, work.gwp_set, catalogue)
    contract = None
    if entry.supplier_factor is not None:
        contract = factors.supplied(kind, entry.supplier_factor, year, documented=entry.supplier_document)
    elif kind.market_factor_id and entry.proof_kept:
        contract = factors.market(kind, catalogue)
    yield _line(work, "direct", "location" if contract else "both", grid, without_proof=contract is None)
    if contract:
        yield _line(work, "direct", "market", contract)
    if has_upstream_row(kind) and (contract or not kind.market_factor_id):
        yield _line(work, "upstream", "market" if contract else "both", factors.upstream(kind, catalogue))
    if kind.losses_factor_id:
        yield _line(work, "losses", "both", factors.losses(kind, grid, catalogue))


def _line(work: Work, part: Part, method: Method, chosen: Chosen, *, without_proof: bool = False) -> Line:
    entry, kind, quantity = work.entry, work.kind, work.quantity
    by_gas, masses = _gases(work, chosen, part)
    kg = kept(sum(by_gas.values(), ZERO))
    evidence = entry.evidence_class
    activity_pct: Decimal = getattr(kind, f"activity_uncertainty_pct_{evidence}")
    pct = uncertainty.combined(activity_pct, chosen.uncertainty_pct)
    return Line(
        entry_key=entry.key,
        activity_id=entry.activity_id,
        part=part,
        method=method,
        carrier=kind.carrier,
        scope=kind.scope if part == "direct" else "3",
        category=_category(work, part, chosen),
        quantity=quantity,
        unit=kind.unit,
        factor_id=chosen.factor_id,
        factor_year=chosen.year,
        factor=chosen.kgco2e_per_unit,
        kg=kg,
        kg_by_gas=_adding_up(by_gas, kg),
        gas_masses_kg=masses,
        biogenic_kg=kept(quantity * chosen.biogenic_per_unit),
        toe=_toe(work, part, method),
        activity_pct=activity_pct,
        factor_pct=chosen.uncertainty_pct,
        uncertainty_pct=pct,
        interval=uncertainty.interval(kg, pct, multiplies=uncertainty.is_large(pct)),
        evidence=evidence,
        grade=max(chosen.evidence, GRADE_OF[evidence]),
        is_memo=kind.activity_id in factors.KYOTO_OUTSIDERS,
        flags=_flags(work, part, chosen, without_proof=without_proof),
    )


def _gases(work: Work, chosen: Chosen, part: Part) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    if chosen.gases:
        masses = {gas: work.quantity * per_unit for gas, per_unit in chosen.gases.items() if per_unit}
        return chosen.co2e_by_gas(work.quantity, work.gwp_set), masses
    kg = work.quantity * chosen.kgco2e_per_unit
    blend = work.kind.blend if part == "direct" else {}
    return {"refrigerants" if blend else "not_split": kg}, {gas: work.quantity * share for gas, share in blend.items()}


def _adding_up(by_gas: Mapping[str, Decimal], kg: Decimal) -> dict[str, Decimal]:
    """Round each gas so that they add up to the line; CO2 never takes the last digit, another set must not change it."""
    rounded = {gas: kept(value) for gas, value in by_gas.items() if value}
    others = [gas for gas in rounded if gas != "co2"] or list(rounded)
    if others:
        heaviest = max(others, key=lambda gas: abs(rounded[gas]))
        rounded[heaviest] += kg - sum(rounded.values(), ZERO)
    return rounded


def _category(work: Work, part: Part, chosen: Chosen) -> str | None:
    if part != "direct" and work.kind.scope != "3":
        return chosen.scope3_category or "3"
    category = work.kind.scope3_category
    if category in FIRST_OWNER:
        return FIRST_OWNER[category][work.entry.customer_pays]
    return category


def _toe(work: Work, part: Part, method: Method) -> Decimal | None:
    if part != "direct" or method == "market" or work.kind.kind != "energy" or work.kind.toe_per_unit is None:
        return None
    return work.quantity * work.kind.toe_per_unit


def _flags(work: Work, part: Part, chosen: Chosen, *, without_proof: bool) -> tuple[str, ...]:
    flags = list(chosen.flags)
    if part == "direct" and work.kind.upstream_factor_id == "none":
        flags.append("upstream_not_counted")
    if without_proof and work.kind.market_factor_id:
        flags.append("green_contract_without_proof")
    if work.entry.is_credit_note:
        flags.append("credit_note")
    if work.kind.activity_id in factors.KYOTO_OUTSIDERS:
        flags.append("memo_outside_total")
    return tuple(flags)
