"""What the default values cost the importer, per tonne and for a year (docs/method/cbam.md sections 4 to 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Final

from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.problems import Problem, Refusal
from reference.files import Catalogue, CbamBenchmark, CbamDefault
from reference.files.cbam import OTHER_COUNTRIES

CENT = Decimal("0.01")
CSCF = Decimal(1)  # not published by the sources read: provisional
FIRST_YEAR, LAST_BENCHMARK_YEAR, LAST_FACTOR_YEAR = 2026, 2030, 2034
FACTORS: Final = {
    2026: Decimal("0.975"),
    2027: Decimal("0.95"),
    2028: Decimal("0.90"),
    2029: Decimal("0.775"),
    2030: Decimal("0.515"),
    2031: Decimal("0.39"),
    2032: Decimal("0.265"),
    2033: Decimal("0.14"),
    2034: ZERO,
}


@dataclass(frozen=True, slots=True)
class Price:
    """A certificate price with its date and where it was read."""

    eur_per_t: Decimal
    as_of: date
    source: str


PRICE = Price(Decimal("75.36"), date(2026, 4, 7), "Official CBAM certificate price, first quarter of 2026")


@dataclass(frozen=True, slots=True)
class RouteCost:
    """
    The cost of one line on one default value.

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
    certificates_per_t: Decimal
    eur_per_t: Decimal
    certificates: Decimal | None
    eur: Decimal | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefaultCost:
    """The cost of a code: a range when it stands for several lines or routes; `unknown` names lines without a value."""

    year: int
    price: Price
    tonnes: Decimal | None
    routes: tuple[RouteCost, ...]
    unknown: tuple[str, ...]
    flags: tuple[str, ...]

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
    country: str = "Morocco",
    route: str | None = None,
    price: Price = PRICE,
) -> DefaultCost:
    """
    Return the cost of covered lines on default values; a route letter keeps the default values of that route.

    :raises Refusal: `year_without_payment` before 2026, `negative_tonnes`
    """
    if year < FIRST_YEAR:
        raise Refusal(Problem("year_without_payment", params={"year": year, "first_year": FIRST_YEAR}))
    if tonnes is not None and tonnes < 0:
        raise Refusal(Problem("negative_tonnes", params={"tonnes": tonnes}))
    costs: list[RouteCost] = []
    unknown: list[str] = []
    with localcontext(CONTEXT):
        for cn8 in lines:
            found = [row for row in defaults_of(cn8, country, catalogue) if route in {None, row.route} or not row.route]
            costs += [_route_cost(cn8, row, country, route, catalogue, year, tonnes, price) for row in found]
            if not found:
                unknown.append(cn8)
    flags = ["cscf_provisional", "certificate_rounding_not_settled"]
    if price == PRICE:
        flags.append("default_price")
    if unknown:
        flags.append("no_default_value")
    flags += sorted({flag for cost in costs for flag in cost.flags})
    return DefaultCost(year, price, tonnes, tuple(costs), tuple(unknown), tuple(flags))


def defaults_of(cn8: str, country: str, catalogue: Catalogue) -> tuple[CbamDefault, ...]:
    """Return the default values of a line: the country's own, and the other countries' for what it shows as a dash."""
    rows = _looked_up(cn8, country, catalogue)
    own = tuple(row for row in rows if row.total_tco2e_t is not None)
    if rows and len(own) == len(rows):
        return own
    routes = {row.route for row in own}
    others = _looked_up(cn8, OTHER_COUNTRIES, catalogue)
    return (*own, *(row for row in others if row.total_tco2e_t is not None and row.route not in routes))


def _looked_up(cn8: str, country: str, catalogue: Catalogue) -> tuple[CbamDefault, ...]:
    for digits in (8, 6, 4):
        if rows := catalogue.cbam_defaults.get((country, cn8[:digits])):
            return rows
    return ()


def _marked_up(row: CbamDefault, year: int) -> Decimal:
    columns = {2026: row.with_markup_2026, 2027: row.with_markup_2027}
    value = columns.get(year, row.with_markup_2028)
    return value if value is not None else ZERO


def _benchmark(cn8: str, route: str | None, year: int, catalogue: Catalogue) -> tuple[CbamBenchmark | None, list[str]]:
    flags = ["benchmark_after_2030"] if year > LAST_BENCHMARK_YEAR else []
    rows = [
        row
        for row in catalogue.cbam_benchmarks.get(cn8, ())
        if row.column == "B" and row.covers(min(year, LAST_BENCHMARK_YEAR))
    ]
    if not rows:
        return None, [*flags, "no_benchmark"]
    same = [row for row in rows if row.route == route]
    if same:
        return same[0], flags
    if len(rows) > 1:
        flags.append("highest_benchmark_taken")
    return max(rows, key=lambda row: row.benchmark_tco2_t), flags


def _route_cost(
    cn8: str,
    row: CbamDefault,
    country: str,
    route: str | None,
    catalogue: Catalogue,
    year: int,
    tonnes: Decimal | None,
    price: Price,
) -> RouteCost:
    benchmark, flags = _benchmark(cn8, row.route or route, year, catalogue)
    value = _marked_up(row, year)
    factor = FACTORS[min(year, LAST_FACTOR_YEAR)]
    free = factor * CSCF * (benchmark.benchmark_tco2_t if benchmark else ZERO)
    per_tonne = max(ZERO, value - free)
    certificates = None if tonnes is None else per_tonne * tonnes
    if row.country != country:
        flags.append("other_countries_value")
    if row.sector == "cement":
        flags.append("cement_estimate")
    return RouteCost(
        cn8=cn8,
        year=year,
        country=row.country,
        route=row.route,
        default_tco2e_t=value,
        benchmark_tco2_t=benchmark.benchmark_tco2_t if benchmark else ZERO,
        benchmark_route=benchmark.route if benchmark else None,
        cbam_factor=factor,
        certificates_per_t=per_tonne,
        eur_per_t=CONTEXT.quantize(per_tonne * price.eur_per_t, CENT),
        certificates=certificates,
        eur=None if certificates is None else CONTEXT.quantize(certificates * price.eur_per_t, CENT),
        flags=tuple(flags),
    )
