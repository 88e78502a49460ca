"""The rows that an answer rests on: default values by country, benchmarks by column, the factor of the year (sections 4, 5)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal

from footprint.engine.numbers import ZERO
from footprint.engine.problems import Problem, Refusal
from reference.files import Catalogue, CbamBenchmark, CbamDefault
from reference.files.cbam import OTHER_COUNTRIES

CSCF = Decimal(1)  # not published by the sources read: provisional
EXEMPT_ORIGIN: Final = "European Union and Annex III"  # what is made there counts nowhere (section 5)
MOST_OWN_SHARE = Decimal("0.95")
FIRST_YEAR, LAST_YEAR, LAST_BENCHMARK_YEAR, LAST_FACTOR_YEAR = 2026, 2060, 2030, 2034
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


def factor_of(year: int) -> Decimal:
    """Return CBAM_y, the share of free allocation still deducted in a year."""
    return FACTORS[min(year, LAST_FACTOR_YEAR)]


def defaults_of(cn8: str, country: str, catalogue: Catalogue) -> tuple[CbamDefault, ...]:
    """Return the default values of a line: the country's own, and the other countries' for what it shows as a dash."""
    rows = _looked_up(cn8, country, catalogue)
    own = tuple(row for row in rows if row.total_tco2e_t is not None)
    if rows and len(own) == len(rows):
        return own
    routes = {row.route for row in own}
    others = _looked_up(cn8, OTHER_COUNTRIES, catalogue)
    return (*own, *(row for row in others if row.total_tco2e_t is not None and row.route not in routes))


def is_copied(country: str, catalogue: Catalogue) -> bool:
    """Return whether the table of default values here holds a country: not all were copied."""
    return any(known == country for known, _ in catalogue.cbam_defaults)


def _looked_up(cn8: str, country: str, catalogue: Catalogue) -> tuple[CbamDefault, ...]:
    for digits in (8, 6, 4):
        if rows := catalogue.cbam_defaults.get((country, cn8[:digits])):
            return rows
    return ()


def marked_up(row: CbamDefault, year: int) -> Decimal:
    """Return a default value with the mark-up that its column of the year already holds, in t CO2e per tonne."""
    columns = {2026: row.with_markup_2026, 2027: row.with_markup_2027}
    value = columns.get(year, row.with_markup_2028)
    return value if value is not None else ZERO


def benchmarks(cn8: str, column: Literal["A", "B"], year: int, catalogue: Catalogue) -> tuple[CbamBenchmark, ...]:
    """Return the benchmarks of a line in one column; those of 2030 hold on, as none later are published."""
    year = min(year, LAST_BENCHMARK_YEAR)
    found = catalogue.cbam_benchmarks.get(cn8, ())
    return tuple(row for row in found if row.column == column and row.covers(year))


def benchmark_of_defaults(
    cn8: str, route: str | None, year: int, catalogue: Catalogue
) -> tuple[CbamBenchmark | None, tuple[str, ...]]:
    """Return the benchmark of column B for a route letter, the highest where the letter has none, and what to say of it."""
    flags = ("benchmark_after_2030",) if year > LAST_BENCHMARK_YEAR else ()
    rows = benchmarks(cn8, "B", year, catalogue)
    if not rows:
        return None, (*flags, "no_benchmark")
    same = [row for row in rows if row.route == route]
    if same:
        return same[0], flags
    highest = max(rows, key=lambda row: row.benchmark_tco2_t)
    return highest, (*flags, "highest_benchmark_taken") if len(rows) > 1 else flags


def letters_of(lines: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the letters of the routes of some lines; those of their sector where their own rows have none."""
    lines = set(lines)
    found = {row.route for line in lines for row in catalogue.cbam_benchmarks.get(line, ()) if row.route}
    for (_, digits), rows in catalogue.cbam_defaults.items():
        if any(line.startswith(digits) for line in lines):
            found |= {row.route for row in rows if row.route}
    if not found:
        sectors = {catalogue.cbam_lines[line].sector for line in lines}
        every = (row for rows in catalogue.cbam_benchmarks.values() for row in rows)
        found = {row.route for row in every if row.route and row.sector in sectors}
    return tuple(sorted(found))


def check_route(key: str, route: str | None, lines: Iterable[str], catalogue: Catalogue) -> None:
    """
    Check that a route is one of the goods.

    :raises Refusal: `route_unknown` with those there are, `no_routes` of goods that are made in one way
    """
    if not route or route in (offered := letters_of(lines, catalogue)):
        return
    params = {"field": "route", "route": route, "offered": offered}
    raise Refusal(Problem("route_unknown" if offered else "no_routes", key, params))


def routes_of_process(cn8: str, year: int, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the letters among which an own process has to say its route; none where one benchmark holds for all."""
    return tuple(sorted(row.route for row in benchmarks(cn8, "A", year, catalogue) if row.route))


def is_complex(cn8: str, route: str | None, year: int, catalogue: Catalogue) -> bool:
    """
    Return whether precursors belong to this line: its own process alone (column A) is well below the whole (column B).

    Of one route where its letter stands in both columns: steel of scrap is simple, that of a blast furnace is not. Below
    by less than a twentieth is what a few kg of alloys make, without which a good stands too.
    """
    own, whole = benchmarks(cn8, "A", year, catalogue), benchmarks(cn8, "B", year, catalogue)
    letters = {row.route for row in own} & {row.route for row in whole}
    if route in letters:
        own, whole = (tuple(row for row in rows if row.route == route) for rows in (own, whole))
    return bool(own and whole) and _highest(own) < _highest(whole) * MOST_OWN_SHARE


def _highest(rows: Iterable[CbamBenchmark]) -> Decimal:
    return max(row.benchmark_tco2_t for row in rows)
