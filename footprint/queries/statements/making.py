from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any
from uuid import UUID

from footprint.engine import Inventory, Line, display, totals
from footprint.engine.factors import GwpSet
from footprint.engine.inventory import summed
from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.terms import Book
from footprint.engine.totals import FILLED
from footprint.models import Result, Site
from footprint.queries.company import chosen_site, sites_of_firm
from footprint.queries.kept import lines_of
from footprint.queries.results import Answer, Figure, answer_of, figure_of, in_part, part_of, parts_of, total_of
from footprint.queries.statements import rows
from footprint.queries.statements.base import answer_to, base_years
from footprint.queries.statements.change import comparison
from footprint.queries.statements.mends import mends
from footprint.queries.statements.parts import Avoided, Place, Statement
from footprint.queries.statements.products import ratios, sheets
from footprint.queries.statements.sources import sources
from kernel.actor import Actor
from reference.queries import catalogue, name

MARGIN = "elec_ma_operating_margin_2021"
GRID = "electricity_grid"
OWN_SOLAR = "electricity_solar_own_use"


def statement(
    actor: Actor,
    year: int | None = None,
    *,
    site_id: UUID | None = None,
    gwp_set: GwpSet = rows.STORED,
    every: Sequence[Site] | None = None,
) -> Statement | None:
    """
    Return a year of a site, or of all sites of the actor's firm, by default the newest; None without any bill in it.

    `every` is what `sites_of_firm` answered, for who has asked it.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    every = sites_of_firm(actor) if every is None else every
    sites = every if site_id is None else [chosen_site(every, site_id)]
    years = rows.years_of(sites)
    year = year or next(iter(years.all), None)
    if year is None or year not in years.all:
        return None
    before, marked = years.before(year), base_years(actor).first()
    wanted: dict[int, Sequence[Site]] = {year: sites} if before is None else {year: sites, before: sites}
    stored = rows.results(wanted | ({marked.year: every} if marked else {}))
    own = {site.pk for site in sites}
    asked = {one: {pk: row for pk, row in stored[one].items() if pk in own} for one in wanted}
    found = rows.seen(asked, sites, gwp_set)
    if not found[year]:
        return None
    with localcontext(CONTEXT):
        places = tuple(_place(site, found[year].get(site.pk), years) for site in sites)
        by_site = {site: lines_of(row) for site in sites if (row := found[year].get(site.pk))}
        whole = added(list(by_site.values()), year, gwp_set)
        names = {site.pk: site.name for site in sites}
        compared = None if before is None or not found[before] else comparison(found[before], found[year], names)
        made = sheets(by_site, found[year], year)
        return Statement(
            year=year,
            years=years.all,
            gwp_set=gwp_set,
            is_firm=site_id is None,
            places=places,
            lines=sources(by_site),
            sites=_by_site(by_site, whole.total.kg),
            mends=mends(whole),
            comparison=compared,
            base=answer_to(marked, stored[marked.year]) if marked else None,
            products=made,
            ratios=ratios(whole, every[0] if len(sites) == len(every) else None, by_site, made),
            **_about(list(found[year].values()), [one.answer for one in places if one.answer]),
            **_figures(whole),
            **_quality(whole, in_part=any(map(in_part, found[year].values()))),
        )


def added(by_site: Sequence[Sequence[Line]], year: int, gwp_set: GwpSet) -> Inventory:
    """Return the inventory of lines that are computed already, of all sites."""
    lines = [line for of_one in by_site for line in of_one]
    return summed(lines, (), Book(catalogue(), year, gwp_set), None, {}, (), nothing_else=True)


def _place(site: Site, row: Result | None, years: rows.Years) -> Place:
    return Place(site.pk, site.name, site.city, answer_of(row) if row else None, years.of_site.get(site.pk, ()))


def _about(found: Sequence[Result], answers: Sequence[Answer]) -> dict[str, Any]:
    return {
        "editions": tuple(sorted({row.edition for row in found})),
        "engines": tuple(sorted({row.engine for row in found})),
        "computed_at": max(row.computed_at for row in found),
        "is_a_year": all(answer.is_a_year for answer in answers),
        "missing": tuple({**problem, "site_id": one.site_id} for one in answers for problem in one.missing),
    }


def _figures(whole: Inventory) -> dict[str, Any]:
    total = whole.total.kg
    return {
        "total": total_of("total", whole.total),
        "market": total_of("market", whole.market),
        "scopes": tuple(total_of(scope, whole.scopes[scope], of=total) for scope in ("1", "2", "3")),
        "scope12": total_of("1+2", whole.scopes["1+2"], of=total),
        "electricity_location": figure_of("location", whole.electricity_location_kg),
        "electricity_market": figure_of("market", whole.electricity_market_kg),
        "items": _by(whole, lambda line: line.activity_id, lambda code: name("activity", code)),
        "categories": _by(whole, lambda line: line.category if line.scope == "3" else None, str),
        "gases": parts_of("", whole.by_gas, total),
        "gas_masses_kg": dict(whole.gas_masses_kg),
        "biogenic": figure_of("biogenic", whole.biogenic_kg),
        "memo": figure_of("memo", whole.memo_kg),
        "avoided": _avoided(whole.lines),
        "toe": display.toe(whole.toe),
        "sources": _written_sources(whole.lines),
    }


def _quality(whole: Inventory, *, in_part: bool) -> dict[str, Any]:
    """Return the grade of a total, no better than that of days filled in when a site has a part of its year."""
    quality = whole.quality
    grade = quality.grade if quality else ""
    return {
        "grade": max(grade, FILLED) if grade and in_part else grade,
        "on_grade_a_pct": part_of(quality.on_grade_a_pct) if quality else 0,
        "on_invoices_pct": part_of(quality.on_invoices_pct) if quality else 0,
    }


def _written_sources(lines: Sequence[Line]) -> tuple[str, ...]:
    known = catalogue().factors
    return tuple(sorted({known[line.factor_id].source for line in lines if line.factor_id in known}))


def _by(whole: Inventory, key: Callable[[Line], str | None], label: Callable[[str], str]) -> tuple[Figure, ...]:
    """Return the parts of the total under a key, each with its interval, the largest first."""
    groups: dict[str, list[Line]] = {}
    for line in whole.lines:
        if not line.is_memo and line.method != "market" and (code := key(line)) is not None:
            groups.setdefault(code, []).append(line)
    figures = [
        total_of(code, totals.total(lines), of=whole.total.kg, label=label(code)) for code, lines in groups.items()
    ]
    return tuple(sorted(figures, key=lambda one: -one.kg))


def _by_site(by_site: Mapping[Site, Sequence[Line]], total: Decimal) -> tuple[Figure, ...]:
    figures = []
    for site, lines in by_site.items():
        counted = [line for line in lines if not line.is_memo and line.method != "market"]
        figures.append(total_of(str(site.pk), totals.total(counted), of=total, label=site.name))
    return tuple(sorted(figures, key=lambda one: -one.kg))


def _avoided(lines: Sequence[Line]) -> Avoided | None:
    kwh = sum((one.quantity for one in lines if one.activity_id == OWN_SOLAR and one.part == "direct"), ZERO)
    if kwh <= 0:
        return None
    known = catalogue()
    margin = known.factors[MARGIN]
    grid = known.factors[known.activities[GRID].factor_id or ""]
    return Avoided(
        kwh,
        figure_of(MARGIN, kwh * margin.kgco2e_per_unit),
        figure_of(grid.id, kwh * grid.kgco2e_per_unit),
        margin.source,
        margin.source_url or "",
    )
