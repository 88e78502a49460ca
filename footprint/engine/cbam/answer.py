"""The three numbers of section 2, per tonne and per buyer: default values, own data, and what measuring is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Any, Final

from footprint.engine.cbam.checks import problems_of, refuse
from footprint.engine.cbam.codes import CodeAnswer, resolve
from footprint.engine.cbam.costs import DefaultCost, RouteCost, Terms, check_terms, default_cost, flags_of
from footprint.engine.cbam.own import Missing, OwnData, OwnFigures, own_figures
from footprint.engine.cbam.prices import Price, band, certificates, euros
from footprint.engine.cbam.rows import EXEMPT_ORIGIN, check_route, factor_of, is_complex
from footprint.engine.cbam.threshold import NEVER_EXEMPT, Exemption, exemption
from footprint.engine.numbers import CONTEXT, ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from reference.files import Catalogue

MOST_TONNES = Decimal(10) ** 9
DOWNSTREAM_CHAPTERS: Final = frozenset({"72", "73", "76", "84", "85", "87", "94"})  # of the proposal for 2028


@dataclass(frozen=True, slots=True)
class Buyer:
    """
    An EU importer, the tonnes of this good it buys a year, and its tonnes of CBAM goods from everybody.

    Rows of one `importer` count together for its threshold; without a name each row is an importer of its own.
    """

    key: str
    tonnes: Decimal
    importer_tonnes: Decimal | None = None
    importer: str = ""

    @property
    def who(self) -> str:
        return self.importer or self.key


@dataclass(frozen=True, slots=True)
class _Importer:
    """What all rows say of one importer: tonnes under the threshold that it buys here, and imports from everybody."""

    sold: Decimal | None = None
    told: Decimal | None = None

    @property
    def contradicted(self) -> Decimal | None:
        """Return the tonnes that it buys here when it is told to import less from everybody."""
        return self.sold if self.sold is not None and self.told is not None and self.told < self.sold else None


@dataclass(frozen=True, slots=True)
class Good:
    """One exported good; `route` keeps the default values of one production route."""

    key: str
    code: str
    country: str = "Morocco"
    route: str | None = None
    own: OwnData | None = None
    buyers: tuple[Buyer, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates with all their decimals: (a) on default values, low and high; (b) on own data; None is not known."""

    default_low: Decimal | None
    default_high: Decimal | None
    own: Decimal | None

    def times(self, tonnes: Decimal) -> "Certificates":
        values = (self.default_low, self.default_high, self.own)
        return Certificates(*(None if value is None else CONTEXT.multiply(value, tonnes) for value in values))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The three numbers at one price: certificates, and EUR to the cent; (c) is (a) - (b), rounded once."""

    price: Price
    certificates: Certificates
    default_low: Decimal | None
    default_high: Decimal | None
    own: Decimal | None
    worth_low: Decimal | None
    worth_high: Decimal | None


@dataclass(frozen=True, slots=True)
class BuyerAnswer:
    """What one buyer pays; `is_counted` is False for one that is probably exempt."""

    buyer: Buyer
    exemption: Exemption
    is_counted: bool
    numbers: Numbers
    band: tuple[Numbers, ...]


@dataclass(frozen=True, slots=True)
class GoodAnswer:
    """What one good means: its code, the rows of its default values, its own data, the numbers per tonne and per buyer."""

    good: Good
    code: CodeAnswer
    scope: str
    is_complex: bool | None
    default: DefaultCost | None
    own: OwnFigures | None
    numbers: Numbers | None
    band: tuple[Numbers, ...]
    buyers: tuple[BuyerAnswer, ...]
    missing: tuple[Missing, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Every good, and the sums of what is shown of the buyers that are counted; a sum with an unknown part is unknown."""

    terms: Terms
    cbam_factor: Decimal
    goods: tuple[GoodAnswer, ...]
    totals: tuple[Numbers, ...]
    flags: tuple[str, ...]


def answer(goods: Sequence[Good], catalogue: Catalogue, terms: Terms) -> Answer:
    """
    Return the three numbers of each good, per tonne and per buyer, at the low, the given and the high price.

    :raises Refusal: naming each good, precursor, buyer and field that cannot be right
    """
    check_terms(terms)
    with localcontext(CONTEXT):
        return _answered(goods, catalogue, terms)


def _answered(goods: Sequence[Good], catalogue: Catalogue, terms: Terms) -> Answer:
    problems: list[Problem] = []
    importers = _importers(goods, catalogue)
    found: list[GoodAnswer] = []
    for good in goods:
        try:
            found.append(_good(good, catalogue, terms, importers))
        except Refusal as refusal:
            problems += refusal.problems
    refuse(problems)
    counted = [buyer for one in found for buyer in one.buyers if buyer.is_counted]
    totals = tuple(_summed(price, [buyer.band[at] for buyer in counted]) for at, price in enumerate(band(terms.price)))
    flags = tuple(dict.fromkeys([*flags_of(terms), *(flag for one in found for flag in one.flags)]))
    return Answer(terms, factor_of(terms.year), tuple(found), totals if counted else (), flags)


def _importers(goods: Sequence[Good], catalogue: Catalogue) -> dict[str, _Importer]:
    found: dict[str, _Importer] = {}
    for good in goods:
        code = resolve(good.code, catalogue)
        lines = code.lines
        counts = (
            bool(lines)
            and bool(code.is_concerned)
            and not {catalogue.cbam_lines[line].sector for line in lines} & NEVER_EXEMPT
        )
        for buyer in good.buyers:
            known = found.get(buyer.who, _Importer())
            sold = (known.sold or ZERO) + buyer.tonnes if counts and buyer.tonnes.is_finite() else known.sold
            told = [one for one in (known.told, buyer.importer_tonnes) if one is not None and one.is_finite()]
            found[buyer.who] = _Importer(sold, max(told, default=None))
    return found


def _of_buyers(good: Good, importers: dict[str, _Importer]) -> list[Problem]:
    problems = [
        problem
        for buyer in good.buyers
        for problem in problems_of(
            buyer.key, highest=MOST_TONNES, tonnes=buyer.tonnes, importer_tonnes=buyer.importer_tonnes
        )
    ]
    problems += [
        Problem("below_sold", buyer.key, {"field": "importer_tonnes", "sold": sold})
        for buyer in good.buyers
        if buyer.importer_tonnes is not None and (sold := importers[buyer.who].contradicted) is not None
    ]
    return problems


def _good(good: Good, catalogue: Catalogue, terms: Terms, importers: dict[str, _Importer]) -> GoodAnswer:
    problems = _of_buyers(good, importers)
    code = resolve(good.code, catalogue)
    if code.status in {"unknown", "unreadable", "lost_zero", "superseded"}:
        near = code.neighbours or tuple(one.code for one in code.proposals)
        problems.append(Problem(f"code_{code.status}", good.key, {"field": "code", "code": good.code, "near": near}))
    refuse(problems)
    if not code.lines:
        return GoodAnswer(good, code, "", None, None, None, None, (), (), (), _proposed(code))
    check_route(good.key, good.route, code.lines, catalogue)
    if good.country == EXEMPT_ORIGIN:
        return GoodAnswer(good, code, "", None, None, None, None, (), (), (), ("origin_exempt",))
    default = default_cost(
        code.lines,
        catalogue,
        year=terms.year,
        country=good.country,
        route=good.route,
        price=terms.price,
        cscf=terms.cscf,
        paid_eur_per_t=terms.paid_eur_per_t,
    )
    default = replace(
        default, may_be_outside=code.is_concerned is None, own_route=good.own.route if good.own is not None else None
    )
    if default.unknown and not default.routes and good.route is not None:
        offered = _routes(code.lines, good, catalogue, terms)
        if offered:
            raise Refusal(
                Problem("route_unknown", good.key, {"field": "route", "route": good.route, "offered": offered})
            )
    own, missing = _own(good, code, catalogue, terms)
    per_tonne = tuple(_numbers(price, default, own, terms, ONE) for price in band(terms.price))
    buyers = tuple(
        _buyer(buyer, code.lines, default, own, catalogue, terms, importers[buyer.who]) for buyer in good.buyers
    )
    scopes = sorted({catalogue.cbam_lines[line].scope_of_embedded_emissions for line in code.lines})
    route = good.own.route if good.own else None
    complexities = {is_complex(line, route, terms.year, catalogue) for line in code.lines}
    return GoodAnswer(
        good=good,
        code=code,
        scope=scopes[0] if len(scopes) == 1 else "",
        is_complex=complexities.pop() if len(complexities) == 1 else None,
        default=default,
        own=own,
        numbers=per_tonne[1],
        band=per_tonne,
        buyers=buyers,
        missing=missing,
        flags=_flags(default, own),
    )


def _proposed(code: CodeAnswer) -> tuple[str, ...]:
    return ("downstream_proposal",) if code.code[:2] in DOWNSTREAM_CHAPTERS else ()


def _routes(lines: Iterable[str], good: Good, catalogue: Catalogue, terms: Terms) -> tuple[str, ...]:
    every = default_cost(lines, catalogue, year=terms.year, country=good.country)
    return tuple(sorted({route.route or "" for route in every.routes}))


def _own(
    good: Good, code: CodeAnswer, catalogue: Catalogue, terms: Terms
) -> tuple[OwnFigures | None, tuple[Missing, ...]]:
    """Return the own data of the good's one line, and what is missing of them."""
    if good.own is None and code.is_concerned:
        return None, (Missing(good.key, "own"),)
    if good.own is None or len(code.lines) > 1 or not code.is_concerned:
        return None, (Missing(good.key, "digits"),)
    figures = own_figures(code.lines[0], good.own, catalogue, terms)
    return figures, figures.missing


def _flags(default: DefaultCost, own: OwnFigures | None) -> tuple[str, ...]:
    flags = [*default.flags, *(own.flags if own else ())]
    if own is not None and own.see_tco2e_t is not None:
        flags.append("own_data_to_verify")
    return tuple(dict.fromkeys(flags))


def _numbers(price: Price, default: DefaultCost, own: OwnFigures | None, terms: Terms, tonnes: Decimal) -> Numbers:
    """Return the three numbers for so many tonnes at one price."""
    paid = terms.paid_eur_per_t

    def due_on(routes: Iterable[RouteCost]) -> list[Decimal]:
        found = [certificates(route.default_tco2e_t, route.free_tco2e_t, price, paid) for route in routes]
        return [ZERO, *found] if found and default.may_be_outside else found

    on_defaults = due_on(default.routes)
    compared = [CONTEXT.multiply(one, tonnes) for one in due_on(default.compared)]
    on_own = None
    if own is not None and own.see_tco2e_t is not None and own.free_tco2e_t is not None:
        on_own = certificates(own.see_tco2e_t, own.free_tco2e_t, price, paid)
    due = Certificates(min(on_defaults, default=None), max(on_defaults, default=None), on_own).times(tonnes)

    def money(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else euros(amount, price)

    def worth(amount: Decimal | None) -> Decimal | None:
        return None if amount is None or due.own is None else euros(CONTEXT.subtract(amount, due.own), price)

    return Numbers(
        price,
        due,
        money(due.default_low),
        money(due.default_high),
        money(due.own),
        worth(min(compared, default=None)),
        worth(max(compared, default=None)),
    )


def _buyer(
    buyer: Buyer,
    lines: Sequence[str],
    default: DefaultCost,
    own: OwnFigures | None,
    catalogue: Catalogue,
    terms: Terms,
    importer: _Importer,
) -> BuyerAnswer:
    found: Exemption = "unknown"
    if not default.may_be_outside:
        found = exemption(lines, catalogue, importer_tonnes=importer.told, sold_tonnes=importer.sold)
    per_price = tuple(_numbers(price, default, own, terms, buyer.tonnes) for price in band(terms.price))
    return BuyerAnswer(buyer, found, found != "probably_exempt", per_price[1], per_price)


def _summed(price: Price, rows: Sequence[Numbers]) -> Numbers:
    def total(of: Iterable[Any]) -> Any:
        values = list(of)
        return None if any(value is None for value in values) else sum(values, ZERO)

    due = [row.certificates for row in rows]
    certs = Certificates(*(total(getattr(one, name) for one in due) for name in ("default_low", "default_high", "own")))
    names = ("default_low", "default_high", "own", "worth_low", "worth_high")
    return Numbers(price, certs, *(total(getattr(row, name) for row in rows) for name in names))
