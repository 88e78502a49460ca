"""Own data: specific embedded emissions and free allocation of a simple or complex good (docs/method/cbam.md sections 3, 4)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from footprint.engine.cbam.checks import (
    MOST_OWN_TCO2E_PER_T,
    MOST_TCO2E_PER_T,
    MOST_TONNES_PER_TONNE,
    problems_of,
    refuse,
    zeros_of,
)
from footprint.engine.cbam.codes import resolve
from footprint.engine.cbam.costs import Terms
from footprint.engine.cbam.plausible import above_benchmark, is_implausible
from footprint.engine.cbam.rows import (
    EXEMPT_ORIGIN,
    benchmark_of_defaults,
    benchmarks,
    check_route,
    defaults_of,
    factor_of,
    is_complex,
    is_copied,
    marked_up,
)
from footprint.engine.numbers import CONTEXT, ONE, ZERO
from footprint.engine.problems import Problem, Refusal
from reference.files import Catalogue, CbamBenchmark, CbamDefault
from reference.files.cbam import HIGHEST

UNKNOWN_ORIGIN: Final = "unknown"
MOST_LEVELS = 5
MEASURED: Final = ("direct_tco2e_t", "indirect_tco2e_t", "free_allocation_t")
Source = Literal["default", "measured"]


@dataclass(frozen=True, slots=True)
class Precursor:
    """
    A bought material of the mechanism, in tonnes of it per tonne of good; None is what nobody said yet.

    `origin` is a country of the table of default values, `unknown`, or EXEMPT_ORIGIN, which counts nothing. Measured: the direct and indirect emissions, in
    t CO2e per tonne, are what its maker reports, its own precursors included; `free_allocation_t` is the free allocation
    that the maker reports, else it is worked out of the route and of `precursors`.
    """

    key: str
    code: str
    tonnes_per_tonne: Decimal | None = None
    origin: str | None = None
    source: Source | None = None
    route: str | None = None
    direct_tco2e_t: Decimal | None = None
    indirect_tco2e_t: Decimal | None = None
    free_allocation_t: Decimal | None = None
    precursors: tuple["Precursor", ...] | None = None


@dataclass(frozen=True, slots=True)
class OwnData:
    """The own process of a good, in t CO2e per tonne, its route, and its precursors: none said yet when None."""

    direct_tco2e_t: Decimal | None = None
    indirect_tco2e_t: Decimal | None = None
    route: str | None = None
    precursors: tuple[Precursor, ...] | None = None
    key: str = "own"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to be said before own data give a figure: of which line, and what."""

    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Part:
    """The own process or one precursor: emissions and free allocation in t CO2e per tonne of it, and the rows they rest on."""

    key: str
    kind: Literal["process", "default", "measured", "exempt"]
    cn8: str
    country: str
    tonnes_per_tonne: Decimal
    see_tco2e_t: Decimal
    free_tco2e_t: Decimal
    row: CbamDefault | None = None
    benchmark: CbamBenchmark | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Specific embedded emissions (SEE) and free allocation (SEFA) in t CO2e per tonne; None while anything is missing."""

    see_tco2e_t: Decimal | None
    free_tco2e_t: Decimal | None
    parts: tuple[Part, ...]
    missing: tuple[Missing, ...]
    flags: tuple[str, ...]

    @property
    def share_on_defaults(self) -> Decimal | None:
        """Return the share of the emissions that rests on default values."""
        if not self.see_tco2e_t:
            return None if self.see_tco2e_t is None else ZERO
        of_defaults = [part.tonnes_per_tonne * part.see_tco2e_t for part in self.parts if part.kind == "default"]
        return CONTEXT.divide(sum(of_defaults, ZERO), self.see_tco2e_t)


class _Lacks(Exception):
    """What is missing of one line, so that it gives no part."""

    def __init__(self, *missing: Missing) -> None:
        super().__init__(*missing)
        self.missing = missing


def own_figures(cn8: str, own: OwnData, catalogue: Catalogue, terms: Terms) -> OwnFigures:
    """
    Return SEE = own process + sum(m x SEE_i) and SEFA of one eight-digit line, or the list of what is missing.

    :raises Refusal: naming each line and field that cannot be right
    """
    parts: list[Part] = []
    missing: list[Missing] = []
    problems: list[Problem] = []
    lines: tuple[OwnData | Precursor, ...] = (own, *(own.precursors or ()))
    for one in lines:
        try:
            parts.append(_part(cn8, one, catalogue, terms))
        except _Lacks as lack:
            missing += lack.missing
        except Refusal as refusal:
            problems += refusal.problems
    refuse(problems)
    said = {flag for part in parts for flag in part.flags}
    if not own.precursors and is_complex(cn8, own.route, terms.year, catalogue):
        missing.append(Missing(own.key, "precursors"))
    elif not own.precursors:
        said.add("no_precursor_counted")
    bought = [one.tonnes_per_tonne for one in own.precursors or ()]
    if is_implausible(cn8, own.route, bought, terms.year, catalogue):
        said.add("precursors_implausible")
    flags = tuple(sorted(said))
    if missing:
        return OwnFigures(None, None, tuple(parts), tuple(missing), flags)
    see, free = (
        sum((CONTEXT.multiply(part.tonnes_per_tonne, getattr(part, name)) for part in parts), ZERO)
        for name in ("see_tco2e_t", "free_tco2e_t")
    )
    return OwnFigures(see, free, tuple(parts), (), flags)


def _part(cn8: str, one: OwnData | Precursor, catalogue: Catalogue, terms: Terms) -> Part:
    return _precursor(one, catalogue, terms) if isinstance(one, Precursor) else _process(cn8, one, catalogue, terms)


def _process(cn8: str, own: OwnData, catalogue: Catalogue, terms: Terms) -> Part:
    """Return the own process: direct, or direct and indirect by the sector, against column A of its route."""
    refuse(
        problems_of(own.key, highest=MOST_OWN_TCO2E_PER_T, direct_tco2e_t=own.direct_tco2e_t)
        + problems_of(own.key, highest=MOST_TCO2E_PER_T, indirect_tco2e_t=own.indirect_tco2e_t)
    )
    check_route(own.key, own.route, (cn8,), catalogue)
    emissions, lacks, flags = _counted(cn8, own.key, own.direct_tco2e_t, own.indirect_tco2e_t, catalogue)
    row: CbamBenchmark | None = None
    said: tuple[str, ...] = ()
    try:
        row, said = _column_a(cn8, own.key, own.route, catalogue, terms)
    except _Lacks as lack:
        lacks += lack.missing
    if emissions is None or lacks:
        raise _Lacks(*lacks)
    return Part(
        key=own.key,
        kind="process",
        cn8=cn8,
        country="",
        tonnes_per_tonne=ONE,
        see_tco2e_t=emissions,
        free_tco2e_t=_free(row, terms),
        benchmark=row,
        flags=(*flags, *said),
    )


def _counted(
    cn8: str, key: str, direct: Decimal | None, indirect: Decimal | None, catalogue: Catalogue
) -> tuple[Decimal | None, tuple[Missing, ...], tuple[str, ...]]:
    """Return the emissions that the sector of a line counts, what is missing of them, and what to say of it."""
    both = catalogue.cbam_lines[cn8].scope_of_embedded_emissions != "direct"
    lacks = [Missing(key, "direct_tco2e_t")] if direct is None else []
    if both and indirect is None:
        lacks.append(Missing(key, "indirect_tco2e_t"))
    if direct is None or lacks:
        return None, tuple(lacks), ()
    if both:
        return direct + (indirect or ZERO), (), ()
    return direct, (), ("indirect_not_counted",) if indirect else ()


def _column_a(
    cn8: str, key: str, route: str | None, catalogue: Catalogue, terms: Terms
) -> tuple[CbamBenchmark | None, tuple[str, ...]]:
    """Return the benchmark of actual data for a route; electricity has none, one row without a letter needs no route."""
    rows = benchmarks(cn8, "A", terms.year, catalogue)
    if not rows:
        return None, ("no_free_allocation",)
    if len(rows) == 1 and rows[0].route is None:
        return rows[0], _late(terms)
    if route is None:
        raise _Lacks(Missing(key, "route"))
    same = [row for row in rows if row.route == route]
    if not same:
        offered = tuple(sorted(row.route or "" for row in rows))
        raise Refusal(Problem("route_unknown", key, {"field": "route", "route": route, "offered": offered}))
    return same[0], _late(terms)


def _late(terms: Terms) -> tuple[str, ...]:
    return ("benchmark_after_2030",) if terms.year > 2030 else ()


def _free(row: CbamBenchmark | None, terms: Terms) -> Decimal:
    """Return CBAM_y x CSCF_y x BM, in t CO2e per tonne."""
    if row is None:
        return ZERO
    return CONTEXT.multiply(CONTEXT.multiply(factor_of(terms.year), terms.cscf), row.benchmark_tco2_t)


def _precursor(one: Precursor, catalogue: Catalogue, terms: Terms) -> Part:
    """Return the part of one precursor by its own code, the same for each line that a short code stands for."""
    _check(one)
    lines = lines_of(one.key, one.code, catalogue)
    check_route(one.key, one.route, lines, catalogue)
    if one.origin == EXEMPT_ORIGIN:
        return _exempt(lines[0], one)
    if one.source == "default":
        given = (name for name in MEASURED if getattr(one, name) is not None)
        refuse(Problem("measured_beside_default", one.key, {"field": name}) for name in given)
    needed = {"tonnes_per_tonne": one.tonnes_per_tonne, "source": one.source}
    lacks = [Missing(one.key, what) for what, value in needed.items() if value is None]
    if one.source != "measured" and one.origin is None:
        lacks.insert(0, Missing(one.key, "origin"))
    if one.source is None or one.tonnes_per_tonne is None or lacks:
        raise _Lacks(*lacks)
    make = _on_defaults if one.source == "default" else _measured
    parts = [make(line, one, one.tonnes_per_tonne, catalogue, terms) for line in lines]
    if len({(part.see_tco2e_t, part.free_tco2e_t) for part in parts}) > 1:
        raise _Lacks(Missing(one.key, "digits"))
    return parts[0]


def _exempt(cn8: str, one: Precursor) -> Part:
    """Return the part of a material of the Union or Annex III: neither its emissions nor its free allocation count."""
    if one.tonnes_per_tonne is None:
        raise _Lacks(Missing(one.key, "tonnes_per_tonne"))
    return Part(
        key=one.key,
        kind="exempt",
        cn8=cn8,
        country=EXEMPT_ORIGIN,
        tonnes_per_tonne=one.tonnes_per_tonne,
        see_tco2e_t=ZERO,
        free_tco2e_t=ZERO,
        flags=("precursor_exempt",),
    )


def _check(one: Precursor) -> None:
    amounts = {
        "direct_tco2e_t": one.direct_tco2e_t,
        "indirect_tco2e_t": one.indirect_tco2e_t,
        "free_allocation_t": one.free_allocation_t,
    }
    problems = problems_of(one.key, highest=MOST_TCO2E_PER_T, **amounts)
    problems += problems_of(one.key, highest=MOST_TONNES_PER_TONNE, tonnes_per_tonne=one.tonnes_per_tonne)
    problems += zeros_of(one.key, tonnes_per_tonne=one.tonnes_per_tonne)
    refuse(problems)


def lines_of(key: str, code: str, catalogue: Catalogue) -> tuple[str, ...]:
    """
    Return the covered lines that a code stands for.

    :raises Refusal: `code_not_readable`, `code_outside` of a material that the mechanism does not know
    """
    found = resolve(code, catalogue)
    if found.status in {"covered", "covered_needs_8"}:
        return found.lines
    if found.status == "not_concerned":
        raise Refusal(Problem("code_outside", key, {"field": "code", "code": code}))
    if found.status == "part_concerned":
        raise _Lacks(Missing(key, "digits"))
    near = found.neighbours or tuple(one.code for one in found.proposals)
    raise Refusal(Problem(f"code_{found.status}", key, {"field": "code", "code": code, "near": near}))


def _on_defaults(cn8: str, one: Precursor, tonnes: Decimal, catalogue: Catalogue, terms: Terms) -> Part:
    """Return a precursor on the marked-up default of its code and origin, against column B of its own code."""
    country = HIGHEST if one.origin == UNKNOWN_ORIGIN else str(one.origin)
    found = defaults_of(cn8, country, catalogue)
    rows = [row for row in found if one.route in {None, row.route} or row.route is None]
    if not rows:
        if found:
            offered = tuple(sorted(row.route or "" for row in found))
            raise Refusal(Problem("route_unknown", one.key, {"field": "route", "route": one.route, "offered": offered}))
        raise Refusal(Problem("no_default_value", one.key, {"field": "code", "code": one.code}))
    row = max(rows, key=lambda each: marked_up(each, terms.year))
    benchmark, flags = benchmark_of_defaults(cn8, row.route or one.route, terms.year, catalogue)
    said = [*flags, "precursor_on_defaults"]
    said += ["highest_default_taken"] if len(rows) > 1 else []
    said += ["origin_unknown"] if country == HIGHEST else []
    if row.country != country:
        said.append("precursor_of_other_countries" if is_copied(country, catalogue) else "precursor_not_copied")
    return Part(
        key=one.key,
        kind="default",
        cn8=cn8,
        country=row.country,
        tonnes_per_tonne=tonnes,
        see_tco2e_t=marked_up(row, terms.year),
        free_tco2e_t=_free(benchmark, terms),
        row=row,
        benchmark=benchmark,
        flags=tuple(said),
    )


def _measured(cn8: str, one: Precursor, tonnes: Decimal, catalogue: Catalogue, terms: Terms) -> Part:
    """Return a precursor as its maker measured it, with its free allocation as reported or by its route and precursors."""
    emissions, lacks, flags = _counted(cn8, one.key, one.direct_tco2e_t, one.indirect_tco2e_t, catalogue)
    free, row = one.free_allocation_t, None
    refuse(above_benchmark(one.key, one.free_allocation_t, (cn8,), terms.year, catalogue))
    said: tuple[str, ...] = ("free_allocation_reported",)
    if free is None:
        try:
            free, row, said = _free_of_measured(cn8, one, catalogue, terms)
        except _Lacks as lack:
            lacks += lack.missing
    if emissions is None or free is None or lacks:
        raise _Lacks(*lacks)
    return Part(
        key=one.key,
        kind="measured",
        cn8=cn8,
        country=one.origin or "",
        tonnes_per_tonne=tonnes,
        see_tco2e_t=emissions,
        free_tco2e_t=free,
        benchmark=row,
        flags=(*flags, *said),
    )


def _free_of_measured(
    cn8: str, one: Precursor, catalogue: Catalogue, terms: Terms, level: int = 1
) -> tuple[Decimal, CbamBenchmark | None, tuple[str, ...]]:
    """Return SEFA of a measured precursor: column A of its route, and that of its own precursors."""
    if level > MOST_LEVELS:
        raise Refusal(Problem("too_many_levels", one.key, {"field": "precursors", "most": MOST_LEVELS}))
    row, flags = _column_a(cn8, one.key, one.route, catalogue, terms)
    if not one.precursors and is_complex(cn8, one.route, terms.year, catalogue):
        raise _Lacks(Missing(one.key, "free_allocation_t"))
    free = _free(row, terms)
    lacks: list[Missing] = []
    for inner in one.precursors or ():
        try:
            free += _free_inside(inner, catalogue, terms, level)
        except _Lacks as lack:
            lacks += lack.missing
    if lacks:
        raise _Lacks(*lacks)
    return free, row, flags


def _free_inside(inner: Precursor, catalogue: Catalogue, terms: Terms, level: int) -> Decimal:
    _check(inner)
    lines = lines_of(inner.key, inner.code, catalogue)
    if inner.tonnes_per_tonne is None:
        raise _Lacks(Missing(inner.key, "tonnes_per_tonne"))
    check_route(inner.key, inner.route, lines, catalogue)
    if inner.origin == EXEMPT_ORIGIN:
        each = {ZERO}
    elif inner.free_allocation_t is not None:
        refuse(above_benchmark(inner.key, inner.free_allocation_t, lines, terms.year, catalogue))
        each = {inner.free_allocation_t}
    elif inner.source == "measured":
        each = {_free_of_measured(line, inner, catalogue, terms, level + 1)[0] for line in lines}
    else:
        each = {_precursor(inner, catalogue, terms).free_tco2e_t}
    if len(each) > 1:
        raise _Lacks(Missing(inner.key, "digits"))
    return CONTEXT.multiply(inner.tonnes_per_tonne, each.pop())
