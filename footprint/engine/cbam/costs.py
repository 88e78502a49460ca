"""What the default values cost the importer, per tonne and for a year (docs/method/cbam.md sections 4 to 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from footprint.engine.cbam.checks import MOST_EUR_PER_T, problems_of, refuse
from footprint.engine.cbam.prices import PRICE, Price, certificates, euros
from footprint.engine.cbam.rows import (
    CSCF,
    FIRST_YEAR,
    LAST_YEAR,
    benchmark_of_defaults,
    defaults_of,
    factor_of,
    is_copied,
    marked_up,
)
from footprint.engine.numbers import CONTEXT, ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from reference.files import Catalogue, CbamBenchmark, CbamDefault

HOME = "Morocco"


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a whole answer: the year of import, the price, CSCF, a carbon price paid at home in EUR/t CO2e."""

    year: int
    price: Price = PRICE
    cscf: Decimal = CSCF
    paid_eur_per_t: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class RouteCost:
    """
    The cost of one line on one default value, with the rows it rests on.

    Certificates keep their decimals, money is rounded to the cent; `eur` is None without the tonnes.
    """

    cn8: str
    year: int
    country: str
    route: str | None
    default_tco2e_t: Decimal
    benchmark_tco2_t: Decimal
    benchmark_route: str | None
    cbam_factor: Decimal
    free_tco2e_t: Decimal
    certificates_per_t: Decimal
    eur_per_t: Decimal
    certificates: Decimal | None
    eur: Decimal | None
    row: CbamDefault
    benchmark: CbamBenchmark | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefaultCost:
    """
    The cost of a code: a range when it stands for several lines or routes; `unknown` names lines without a value.

    `may_be_outside`: only a part of the code is covered, so that nothing at all may be due. `own_route` is that of own data,
    whose gain is over the default values of the same route.
    """

    year: int
    price: Price
    tonnes: Decimal | None
    routes: tuple[RouteCost, ...]
    unknown: tuple[str, ...]
    flags: tuple[str, ...]
    may_be_outside: bool = False
    own_route: str | None = None

    @property
    def compared(self) -> tuple[RouteCost, ...]:
        """Return the costs that own data are held against: those of their route where it has any."""
        same = tuple(route for route in self.routes if route.route == self.own_route)
        return same if self.own_route and same else self.routes

    @property
    def low(self) -> RouteCost | None:
        return min(self.routes, key=lambda route: route.certificates_per_t, default=None)

    @property
    def high(self) -> RouteCost | None:
        return max(self.routes, key=lambda route: route.certificates_per_t, default=None)

    @property
    def is_range(self) -> bool:
        low, high = self.low, self.high
        return low is not None and high is not None and low.eur_per_t != high.eur_per_t


def default_cost(
    lines: Iterable[str],
    catalogue: Catalogue,
    *,
    year: int,
    tonnes: Decimal | None = None,
    country: str = HOME,
    route: str | None = None,
    price: Price = PRICE,
    cscf: Decimal = CSCF,
    paid_eur_per_t: Decimal = ZERO,
) -> DefaultCost:
    """
    Return the cost of covered lines on default values; a route letter keeps the default values of that route.

    :raises Refusal: `year_without_payment` before 2026, `negative_tonnes`, an unusable price or factor
    """
    terms = Terms(year, price, cscf, paid_eur_per_t)
    check_terms(terms)
    if tonnes is not None and tonnes < 0:
        raise Refusal(Problem("negative_tonnes", params={"tonnes": tonnes}))
    costs: list[RouteCost] = []
    unknown: list[str] = []
    with localcontext(CONTEXT):
        for cn8 in lines:
            found = [row for row in defaults_of(cn8, country, catalogue) if route in {None, row.route} or not row.route]
            costs += [_route_cost(cn8, row, country, route, catalogue, terms, tonnes) for row in found]
            if not found:
                unknown.append(cn8)
    flags = [*flags_of(terms)]
    if unknown:
        flags.append(no_default_flag(unknown, catalogue))
    flags += sorted({flag for cost in costs for flag in cost.flags})
    return DefaultCost(year, price, tonnes, tuple(costs), tuple(unknown), tuple(flags))


def no_default_flag(lines: Iterable[str], catalogue: Catalogue) -> str:
    """Return why some lines have no default value; those of electricity may not be copied."""
    sectors = {catalogue.cbam_lines[line].sector for line in lines}
    return "no_default_electricity" if sectors == {"electricity"} else "no_default_value"


def check_terms(terms: Terms) -> None:
    """
    Check what holds for a whole answer.

    :raises Refusal: before 2026 and after 2060, a price of zero or less, a factor outside zero to one
    """
    problems = []
    if terms.year < FIRST_YEAR:
        problems.append(Problem("year_without_payment", params={"year": terms.year, "first_year": FIRST_YEAR}))
    if terms.year > LAST_YEAR:
        problems.append(Problem("year_too_far", params={"year": terms.year, "last_year": LAST_YEAR}))
    prices = {"price_eur": terms.price.eur_per_t, "carbon_price_paid_eur": terms.paid_eur_per_t}
    problems += problems_of("", highest=MOST_EUR_PER_T, **prices)
    problems += problems_of("", cscf=terms.cscf, highest=ONE)
    if not terms.price.eur_per_t:
        problems.append(Problem("price_of_zero", params={"field": "price_eur"}))
    refuse(problems)


def flags_of(terms: Terms) -> tuple[str, ...]:
    """Return what is provisional in every answer, by docs/method/cbam.md section 11."""
    flags = ["cscf_provisional" if terms.cscf == CSCF else "cscf_own", "certificate_rounding_not_settled"]
    if terms.price == PRICE:
        flags.append("default_price")
    if terms.paid_eur_per_t:
        flags.append("carbon_price_provisional")
    return tuple(flags)


def _route_cost(
    cn8: str,
    row: CbamDefault,
    country: str,
    route: str | None,
    catalogue: Catalogue,
    terms: Terms,
    tonnes: Decimal | None,
) -> RouteCost:
    benchmark, found = benchmark_of_defaults(cn8, row.route or route, terms.year, catalogue)
    flags, value, factor = list(found), marked_up(row, terms.year), factor_of(terms.year)
    free = factor * terms.cscf * (benchmark.benchmark_tco2_t if benchmark else ZERO)
    per_tonne = certificates(value, free, terms.price, terms.paid_eur_per_t)
    due = None if tonnes is None else per_tonne * tonnes
    if row.country != country:
        own = "other_countries_value" if country == HOME else "other_origin_value"
        flags.append(own if is_copied(country, catalogue) else "origin_not_copied")
    if row.sector == "cement":
        flags.append("cement_estimate")
    return RouteCost(
        cn8=cn8,
        year=terms.year,
        country=row.country,
        route=row.route,
        default_tco2e_t=value,
        benchmark_tco2_t=benchmark.benchmark_tco2_t if benchmark else ZERO,
        benchmark_route=benchmark.route if benchmark else None,
        cbam_factor=factor,
        free_tco2e_t=free,
        certificates_per_t=per_tonne,
        eur_per_t=euros(per_tonne, terms.price),
        certificates=due,
        eur=None if due is None else euros(due, terms.price),
        row=row,
        benchmark=benchmark,
        flags=tuple(flags),
    )
