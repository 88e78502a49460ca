"""An activity of the table, used in some amount, as the multiplications that weigh it (steps 3 to 5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from footprint.engine import factors
from footprint.engine.entries import Evidence
from footprint.engine.factors import Chosen, GwpSet
from reference.files import ActivityKind, Catalogue

Part = Literal["direct", "upstream", "losses", "avoided"]
Method = Literal["both", "location", "market"]
FIRST_OWNER = {"4/9": ("4", "9"), "6/7": ("6", "7")}


@dataclass(frozen=True, slots=True)
class Book:
    """What every line of an inventory is computed with."""

    catalogue: Catalogue
    year: int
    gwp_set: GwpSet


@dataclass(frozen=True, slots=True)
class Term:
    """
    One multiplication: a quantity by a factor per its unit, and where the product is counted.

    `method` says which of the two electricity totals it enters; `blend` is the share of each gas in a refrigerant.
    """

    quantity: Decimal
    unit: str
    chosen: Chosen
    scope: str
    category: str | None
    activity_pct: Decimal
    evidence: Evidence
    part: Part = "direct"
    method: Method = "both"
    carrier: str = ""
    activity_id: str = ""
    blend: Mapping[str, Decimal] = field(default_factory=dict)
    toe: Decimal | None = None
    is_memo: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A quantity of an activity of the table, in its unit; `own` replaces its factor."""

    kind: ActivityKind
    quantity: Decimal
    evidence: Evidence
    own: Chosen | None = None
    proof_kept: bool = False
    customer_pays: bool = False
    is_credit_note: bool = False


def has_upstream_row(kind: ActivityKind) -> bool:
    return kind.upstream_factor_id not in {"inside", "none"}


def terms_of(use: Use, book: Book) -> Iterator[Term]:
    """
    Give the direct term and, where the activity says so, the upstream and the losses term.

    :raises Refusal: `no_factor` or `no_factor_in_gwp_set` when the direct line cannot be computed
    """
    kind = use.kind
    if kind.carrier == "electricity" and kind.scope == "2":
        yield from _electricity(use, book)
        return
    direct = use.own or factors.direct(kind, book.year, book.gwp_set, book.catalogue)
    yield _term(use, direct)
    if has_upstream_row(kind) and "upstream_inside" not in direct.flags:
        yield _term(use, factors.upstream(kind, book.catalogue), "upstream")


def _electricity(use: Use, book: Book) -> Iterator[Term]:
    kind = use.kind
    grid = factors.direct(kind, book.year, book.gwp_set, book.catalogue)
    contract = use.own
    if contract is None and kind.market_factor_id and use.proof_kept:
        contract = factors.market(kind, book.catalogue)
    yield _term(use, grid, "direct", "location" if contract else "both", without_proof=contract is None)
    if contract:
        yield _term(use, contract, "direct", "market")
    if has_upstream_row(kind) and (contract or not kind.market_factor_id):
        yield _term(use, factors.upstream(kind, book.catalogue), "upstream", "market" if contract else "both")
    if kind.losses_factor_id:
        lost = _term(use, factors.losses(kind, grid, book.catalogue), "losses")
        yield replace(lost, flags=(*lost.flags, "losses_of_the_grid")) if use.own else lost


def _term(
    use: Use, chosen: Chosen, part: Part = "direct", method: Method = "both", *, without_proof: bool = False
) -> Term:
    kind = use.kind
    return Term(
        quantity=use.quantity,
        unit=kind.unit,
        chosen=chosen,
        scope=kind.scope if part == "direct" else "3",
        category=_category(use, part, chosen),
        activity_pct=kind.activity_uncertainty(use.evidence),
        evidence=use.evidence,
        part=part,
        method=method,
        carrier=kind.carrier,
        activity_id=kind.activity_id,
        blend=kind.blend if part == "direct" and kind.kind == "refrigerant" else {},
        toe=_toe(use, part, method),
        is_memo=kind.activity_id in factors.KYOTO_OUTSIDERS,
        flags=_flags(use, part, without_proof=without_proof),
    )


def _category(use: Use, part: Part, chosen: Chosen) -> str | None:
    if part != "direct" and use.kind.scope != "3":
        return chosen.scope3_category or "3"
    category = use.kind.scope3_category
    if category in FIRST_OWNER:
        return FIRST_OWNER[category][use.customer_pays]
    return category


def _toe(use: Use, part: Part, method: Method) -> Decimal | None:
    if part != "direct" or method == "market" or use.kind.kind != "energy" or use.kind.toe_per_unit is None:
        return None
    return use.quantity * use.kind.toe_per_unit


def _flags(use: Use, part: Part, *, without_proof: bool) -> tuple[str, ...]:
    flags = []
    if part == "direct" and use.kind.upstream_factor_id == "none":
        flags.append("upstream_not_counted")
    if without_proof and use.kind.market_factor_id:
        flags.append("green_contract_without_proof")
    if use.is_credit_note:
        flags.append("credit_note")
    if use.kind.activity_id in factors.KYOTO_OUTSIDERS:
        flags.append("memo_outside_total")
    return tuple(flags)
