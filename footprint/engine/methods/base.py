"""What the methods share: who they are, how sure their amount is, and the one way to weigh an amount."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import ClassVar, Final, Literal

from footprint.engine.amounts import Amount, product
from footprint.engine.entries import GRADE_OF, Evidence
from footprint.engine.factors import GWP, Chosen, OwnFactor
from footprint.engine.formulas import parted_co2
from footprint.engine.methods.checks import check
from footprint.engine.numbers import CONTEXT, HUNDRED, ZERO
from footprint.engine.pedigree import Scores
from footprint.engine.problems import Problem, Refusal
from footprint.engine.terms import Book, Term, Use, terms_of
from footprint.engine.units import in_activity_unit, measure_of
from reference.files import ActivityKind

Nature = Literal["metered", "delivered", "distance"]
Scope3 = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"]
# Half-width at 95 % of an amount without an activity of the table, in per cent, by its evidence class (step 6).
AMOUNT_PCT: Final[dict[Nature, dict[Evidence, int]]] = {
    "metered": {"invoice": 2, "meter": 10, "extrapolated": 30, "guess": 50},
    "delivered": {"invoice": 5, "meter": 10, "extrapolated": 30, "guess": 50},
    "distance": {"invoice": 10, "meter": 10, "extrapolated": 30, "guess": 50},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """
    One line of an inventory, by the data there are.

    `share_pct` is the part that is the firm's. `scope` 3 counts the whole line in scope 3, as for a leased asset or a
    franchise, and `category` says in which; a line of scope 1 or 2 has none. `uncertainty_pct` is the half-width of the
    amount at 95 %, by default that of its evidence; an estimate is never graded better than what its method is worth.
    `quality` scores the factor by the pedigree matrix: its half-width is theirs.
    """

    key: str
    evidence: Evidence = "invoice"
    uncertainty_pct: Decimal | None = None
    share_pct: Decimal = HUNDRED
    scope: Literal["1", "2", "3"] | None = None
    category: Scope3 | None = None
    quality: Scores | None = None
    best_evidence: ClassVar[Evidence] = "invoice"  # what an amount by this method is worth at best
    category_in_scope_3: ClassVar[Scope3 | None] = None  # where the method counts in scope 3 unless the line says
    below_zero: ClassVar[tuple[str, ...]] = ()  # amounts that may be
    without_activity: ClassVar[tuple[str, ...]] = ()  # what the table knows of its activities

    @property
    def evidence_class(self) -> Evidence:
        """Return the worse of what the line says and what its method is worth."""
        return max(self.evidence, self.best_evidence, key=lambda one: GRADE_OF[one])

    def terms(self, book: Book) -> Iterator[Term]:
        """Give the multiplications of this line, before its share and its category."""
        raise NotImplementedError

    def placed(self, book: Book) -> Iterator[Term]:
        """
        Give the multiplications of this line as they are counted.

        :raises Refusal: with the problems of `check`, and what the method itself refuses
        """
        if problems := [*check(self), *self._doubled()]:
            raise Refusal(*problems)
        share = CONTEXT.divide(self.share_pct, HUNDRED)
        capped = ("evidence_of_method",) if self.evidence_class != self.evidence else ()
        for term in self.terms(book):
            scope, category = (term.scope, term.category) if term.part == "avoided" else self._place_of(term)
            is_moved = scope != term.scope
            yield replace(
                term,
                chosen=self._scored(term),
                quantity=term.quantity * share,
                toe=None if term.toe is None or is_moved else term.toe * share,
                activity_pct=term.activity_pct if self.uncertainty_pct is None else self.uncertainty_pct,
                scope=scope,
                category=category,
                flags=(*term.flags, *capped),
            )

    def _scored(self, term: Term) -> Chosen:
        """Return the factor of a term with the half-width of its scores, if the line has any; upstream rows keep theirs."""
        if self.quality is None or term.part not in {"direct", "avoided"}:
            return term.chosen
        factor = getattr(self, "factor", None)
        if factor is not None and factor.uncertainty_pct is not None:
            raise Refusal(Problem("uncertainty_twice", params={"field": "quality"}))
        return replace(term.chosen, uncertainty_pct=self.quality.half_width_pct)

    def _place_of(self, term: Term) -> tuple[str, str | None]:
        """Return the scope and category of a term, both as the line says where it may."""
        if self.scope == "3":
            category = self.category or self.category_in_scope_3 or (term.category if term.scope == "3" else None)
            if category is None:
                raise Refusal(Problem("category_needed", params={"field": "category"}))
            return "3", category
        if term.part == "direct" and self.scope not in (None, term.scope):
            raise Refusal(Problem("scope_of_method", params={"field": "scope", "scope": term.scope}))
        if self.category is None:
            return term.scope, term.category
        if term.scope != "3":
            raise Refusal(Problem("category_outside_scope_3", params={"field": "category", "scope": term.scope}))
        return "3", self.category

    def _doubled(self) -> Iterator[Problem]:
        """Give what is said beside an activity that the table knows it of: it would be passed over."""
        for one in fields(self) if getattr(self, "activity", "") else ():
            if one.name in self.without_activity and getattr(self, one.name) != one.default:
                yield Problem("not_with_activity", self.key, {"field": one.name})


def activity(book: Book, activity_id: str, *kinds: str) -> ActivityKind:
    """
    Return an activity of the table.

    :raises Refusal: `activity_unknown`, or `activity_of_other_method` when it is of none of these kinds
    """
    found = book.catalogue.activities.get(activity_id)
    if found is None:
        raise Refusal(Problem("activity_unknown", params={"activity": activity_id, "field": "activity"}))
    if kinds and _sort_of(found) not in kinds:
        raise Refusal(Problem("activity_of_other_method", params={"activity": activity_id, "field": "activity"}))
    return found


def _sort_of(kind: ActivityKind) -> str:
    """Return what an activity is, with fuels told from electricity and heat that are bought."""
    return "fuel" if kind.kind == "energy" and kind.scope == "1" else kind.kind


def weighed(
    method: Method,
    book: Book,
    amount: Amount,
    *,
    kinds: tuple[str, ...] = (),
    activity_id: str = "",
    factor: OwnFactor | None = None,
    scope: str = "3",
    category: str | None = None,
    nature: Nature = "delivered",
    customer_pays: bool = False,
) -> Iterator[Term]:
    """
    Weigh an amount by an activity of the table, by a factor of its own, or by a factor in place of the activity's.

    :raises Refusal: `activity_or_factor` without any, and what the units, the activity or the factor refuse
    """
    if activity_id:
        kind = activity(book, activity_id, *kinds)
        own = factor.per(measure_of(kind), book.year, book.gwp_set) if factor else None
        quantity = in_activity_unit(amount.value, amount.unit, kind)
        yield from terms_of(Use(kind, quantity, method.evidence_class, own, customer_pays=customer_pays), book)
    elif factor is not None:
        chosen = factor.per(amount.unit, book.year, book.gwp_set)
        yield own_term(method, amount.value, amount.unit, chosen, scope=scope, category=category, nature=nature)
    else:
        raise Refusal(Problem("activity_or_factor", params={"field": "factor"}))


def own_term(
    method: Method,
    quantity: Decimal,
    unit: str,
    chosen: Chosen,
    *,
    scope: str = "3",
    category: str | None = None,
    nature: Nature = "delivered",
    flags: tuple[str, ...] = (),
) -> Term:
    """Return a multiplication that no activity of the table knows."""
    evidence = method.evidence_class
    pct = Decimal(AMOUNT_PCT[nature][evidence])
    return Term(quantity, unit, chosen, scope, category if scope == "3" else None, pct, evidence, flags=flags)


def gas_factor(
    book: Book,
    name: str,
    *,
    uncertainty_pct: Decimal,
    **kg: Decimal,
) -> Chosen:
    """Return a factor made of masses of gases, in kg for each unit of what they are multiplied by."""
    total = sum((mass * GWP[book.gwp_set][gas] for gas, mass in kg.items()), ZERO)
    return Chosen(name, book.year, total, kg, ZERO, uncertainty_pct, "A", None)


def of_amounts(method: Method, wanted: str, field: str, *amounts: Amount) -> Decimal:
    """
    Return the product of amounts in a unit.

    :raises Refusal: `unit_incompatible` that names the field
    """
    try:
        return product(wanted, *amounts)
    except Refusal as refusal:
        raise Refusal(
            *(Problem(one.code, method.key, {**one.params, "field": field}) for one in refusal.problems)
        ) from refusal


def share_of(pct: Decimal) -> Decimal:
    return CONTEXT.divide(pct, HUNDRED)


def fossil_part(term: Term, biogenic_pct: Decimal, oxidation_pct: Decimal = HUNDRED) -> Term:
    """Take what does not burn off the CO2 of a term, and count the biogenic part of it apart."""
    if not biogenic_pct and oxidation_pct == HUNDRED:
        return term
    chosen = term.chosen
    co2 = chosen.gases.get("co2", ZERO) if chosen.gases else chosen.kgco2e_per_unit
    fossil, biogenic = parted_co2(co2, share_of(biogenic_pct), share_of(oxidation_pct))
    return replace(
        term,
        chosen=replace(
            chosen,
            kgco2e_per_unit=chosen.kgco2e_per_unit - co2 + fossil,
            gases={**chosen.gases, "co2": fossil} if chosen.gases else {},
            biogenic_per_unit=chosen.biogenic_per_unit + biogenic,
        ),
    )
