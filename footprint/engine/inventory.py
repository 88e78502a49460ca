"""All the lines of a year and what they add up to; what could not be computed is named, never zero."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from footprint.engine import totals
from footprint.engine.checks import check, check_periods
from footprint.engine.days import Coverage, coverage, part_in_year, year_of
from footprint.engine.entries import Entry
from footprint.engine.factors import GwpSet
from footprint.engine.lines import Line, lines_of, signed
from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.problems import Problem, Refusal
from footprint.engine.terms import Book
from footprint.engine.totals import Quality, Splits, Total
from reference.files import Catalogue

METERED_PCT = Decimal(2)  # the activity uncertainty of an invoice tells metered energy and water from deliveries


@dataclass(frozen=True, slots=True)
class Inventory:
    """
    The inventory of one year; the grand total is location-based, `market` stands beside it.

    `missing` names the entries without a direct factor. With one of them, or with days of metered energy or water that
    no bill covers, the total is not complete, unless `nothing_else`: nothing was used on those days, as the firm says.
    With under eleven months of energy its grade is at most that of days filled in.
    """

    year: int
    gwp_set: GwpSet
    edition: str
    sector: str | None
    lines: tuple[Line, ...]
    missing: tuple[Problem, ...]
    total: Total
    market: Total
    scopes: Mapping[str, Total]
    scopes_market: Mapping[str, Total]
    electricity_location_kg: Decimal
    electricity_market_kg: Decimal
    by_category: Mapping[str, Decimal]
    by_gas: Mapping[str, Decimal]
    gas_masses_kg: Mapping[str, Decimal]
    by_carrier: Mapping[str, Decimal]
    by_end_use: Mapping[str, Decimal]
    scope12_by_carrier: Mapping[str, Decimal]
    scope12_by_end_use: Mapping[str, Decimal]
    biogenic_kg: Decimal
    memo_kg: Decimal
    toe: Decimal
    quality: Quality | None
    coverage: tuple[Coverage, ...]
    nothing_else: bool

    @property
    def is_complete(self) -> bool:
        return not self.missing and (self.nothing_else or all(part.is_whole for part in self.coverage))


def inventory(
    entries: Iterable[Entry],
    catalogue: Catalogue,
    year: int,
    gwp_set: GwpSet = "AR5",
    *,
    sector: str | None = None,
    splits: Splits | None = None,
    nothing_else: bool = False,
) -> Inventory:
    """
    Compute the inventory of a year from the entries of a site; entries of other years are left out.

    :raises Refusal: naming every entry that cannot be read, and every period that totals below zero
    """
    with localcontext(CONTEXT):
        rows = list(entries)
        if problems := [problem for entry in rows for problem in check(entry, catalogue)]:
            raise Refusal(*problems)
        if problems := check_periods(rows, catalogue, year):
            raise Refusal(*problems)
        whole = year_of(year)
        of_year = [entry for entry in rows if entry.days_within(whole.first, whole.last)]
        book = Book(catalogue, year, gwp_set)
        lines, missing = _computed(of_year, book)
        covered = coverages(of_year, year, catalogue)
        return summed(lines, missing, book, sector, splits or {}, covered, nothing_else=nothing_else)


def _computed(entries: Sequence[Entry], book: Book) -> tuple[list[Line], list[Problem]]:
    lines: list[Line] = []
    missing: list[Problem] = []
    for entry in entries:
        try:
            lines += lines_of(entry, book)
        except Refusal as refusal:
            missing += [Problem(problem.code, entry.key, problem.params) for problem in refusal.problems]
    return lines, missing


def summed(
    lines: Sequence[Line],
    missing: Sequence[Problem],
    book: Book,
    sector: str | None,
    splits: Splits,
    covered: tuple[Coverage, ...],
    *,
    nothing_else: bool,
) -> Inventory:
    """Add the lines of a year up."""
    catalogue = book.catalogue
    counted = [line for line in lines if not line.is_memo]
    location = [line for line in counted if line.method != "market"]
    market = [line for line in counted if line.method != "location"]
    scope12 = [line for line in location if line.scope != "3"]
    scopes = _scopes(location)
    total = totals.total(location)
    uses = [totals.end_uses(line, sector, splits, catalogue) for line in location]
    is_one = len(location) == len(counted) == len(market)  # no contract: both totals are of the same lines
    return Inventory(
        year=book.year,
        gwp_set=book.gwp_set,
        edition=catalogue.edition,
        sector=sector,
        lines=tuple(lines),
        missing=tuple(missing),
        total=total,
        market=total if is_one else totals.total(market),
        scopes=scopes,
        scopes_market=scopes if is_one else _scopes(market),
        electricity_location_kg=_electricity(location),
        electricity_market_kg=_electricity(market),
        by_category=totals.by(location, lambda line: line.category if line.scope == "3" else None),
        by_gas=totals.added(line.kg_by_gas for line in location),
        gas_masses_kg=totals.added(line.gas_masses_kg for line in location),
        by_carrier=totals.by(location, lambda line: line.carrier),
        by_end_use=totals.added(uses),
        scope12_by_carrier=totals.by(scope12, lambda line: line.carrier),
        scope12_by_end_use=totals.added(use for line, use in zip(location, uses, strict=True) if line.scope != "3"),
        biogenic_kg=sum((line.biogenic_kg for line in location), ZERO),
        memo_kg=sum((line.kg for line in lines if line.is_memo), ZERO),
        toe=sum((line.toe for line in lines if line.toe is not None), ZERO),
        quality=totals.quality(
            location, in_part=not (nothing_else or all(part.is_a_year for part in _of_energy(covered, catalogue)))
        ),
        coverage=covered,
        nothing_else=nothing_else,
    )


def _of_energy(covered: Iterable[Coverage], catalogue: Catalogue) -> list[Coverage]:
    return [part for part in covered if catalogue.activities[part.activity_id].kind == "energy"]


def _scopes(lines: Sequence[Line]) -> dict[str, Total]:
    groups = {"1": ("1",), "2": ("2",), "1+2": ("1", "2"), "3": ("3",)}
    return {name: totals.total(line for line in lines if line.scope in scopes) for name, scopes in groups.items()}


def _electricity(lines: Sequence[Line]) -> Decimal:
    return sum((line.kg for line in lines if line.scope == "2" and line.carrier == "electricity"), ZERO)


def coverages(entries: Sequence[Entry], year: int, catalogue: Catalogue) -> tuple[Coverage, ...]:
    """Return how much of the year the bills of each metered activity cover."""
    metered: dict[str, list[Entry]] = {}
    for entry in entries:
        if catalogue.activities[entry.activity_id].activity_uncertainty_pct_invoice == METERED_PCT:
            metered.setdefault(entry.activity_id, []).append(entry)
    return tuple(coverage(activity_id, rows, year) for activity_id, rows in sorted(metered.items()))


def fill_missing_days(entries: Sequence[Entry], catalogue: Catalogue, activity_id: str, year: int) -> tuple[Entry, ...]:
    """Return one extrapolated entry per gap of a year, at the mean of the known days; only when a person asks for it."""
    rows = [entry for entry in entries if entry.activity_id == activity_id]
    kind = catalogue.activities[activity_id]
    cover = coverage(activity_id, rows, year)
    if not cover.days_covered:
        return ()
    with localcontext(CONTEXT):
        known = sum((_quantity_in(entry, catalogue, year) for entry in rows), ZERO)
        return tuple(
            Entry(
                key=f"filled:{activity_id}:{gap.first.isoformat()}",
                activity_id=activity_id,
                quantity=CONTEXT.divide(known * gap.count, Decimal(cover.days_covered)),
                starts_on=gap.first,
                ends_on=gap.last,
                unit=kind.unit,
                document="estimate",
                evidence="extrapolated",
            )
            for gap in cover.gaps
        )


def _quantity_in(entry: Entry, catalogue: Catalogue, year: int) -> Decimal:
    whole = year_of(year)
    if not entry.days_within(whole.first, whole.last):
        return ZERO
    return part_in_year(signed(entry, catalogue.activities[entry.activity_id]), entry, year)
