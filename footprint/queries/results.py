from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from footprint.choices import MissingDays
from footprint.engine import display
from footprint.engine.days import ENOUGH_DAYS
from footprint.models import Footprint, Result
from footprint.policies import FOOTPRINT
from footprint.queries.company import sites
from kernel.actor import Actor
from reference.queries import catalogue, name


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as a page shows it: rounded, in its unit, with its interval and what it rests on."""

    code: str
    kg: Decimal
    value: Decimal
    unit: str
    low_kg: Decimal | None = None
    high_kg: Decimal | None = None
    uncertainty_pct: int | None = None
    share_pct: Decimal | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The footprint of one site and year, ready to be shown; every figure names its unit, source and date."""

    site_id: UUID
    year: int
    is_a_year: bool
    has_energy: bool
    missing_days: str
    computed_at: datetime
    edition: str
    gwp_set: str
    sector: str
    is_complete: bool
    total: Figure
    market: Figure
    scopes: tuple[Figure, ...]
    scope12: Figure
    carriers: tuple[Figure, ...]
    end_uses: tuple[Figure, ...]
    categories: tuple[Figure, ...]
    gases: tuple[Figure, ...]
    biogenic: Figure
    memo: Figure
    toe: Decimal
    grade: str
    on_invoices_pct: int
    missing: tuple[dict[str, Any], ...]
    lines: tuple[dict[str, Any], ...]
    coverage: tuple[dict[str, Any], ...]
    sources: tuple[str, ...]


def years(actor: Actor, site_id: UUID) -> list[int]:
    """
    Return the years of a site that have a footprint, newest first.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    site = sites(actor).only("pk").get(pk=site_id)
    return list(Footprint.objects.filter(site=site).order_by("-year").values_list("year", flat=True))


def latest_result(actor: Actor, site_id: UUID, year: int | None = None) -> Result | None:
    """
    Return the newest stored result of a site's year, by default its newest year; None without bills.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    rows = FOOTPRINT.scope(actor, "read", Footprint.objects.filter(site_id=site_id))
    if year is not None:
        rows = rows.filter(year=year)
    results = Result.objects.filter(footprint__in=rows).select_related("footprint")
    found = results.order_by("-footprint__year", "-pk").first()
    if found is None:
        sites(actor).only("pk").get(pk=site_id)
    return found


def is_a_year(row: Result, days: int = ENOUGH_DAYS) -> bool:
    """
    Return whether a result speaks for its year: the firm said what the days without a bill were, or there are few.

    Deliveries do not tell which days they cover: without any metered energy, only the firm can say that it is all.
    """
    if row.footprint.missing_days != MissingDays.UNKNOWN:
        return True
    coverage = energy_of(row.inventory["coverage"])
    return bool(coverage) and all(part["days_covered"] >= min(days, part["days_in_year"]) for part in coverage)


def energy_of(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines, or the coverages, of energy: months of water say nothing of a year of energy."""
    return [part for part in parts if catalogue().activities[part["activity_id"]].kind == "energy"]


def newest_first(results: QuerySet[Result]) -> list[Result]:
    return list(results.select_related("footprint").order_by("-footprint__year", "-pk"))


def chosen_of(newest_first: Sequence[Result]) -> Result | None:
    """Return the result of the newest year that speaks for itself, else of the newest year."""
    return next(filter(is_a_year, newest_first), newest_first[0] if newest_first else None)


def chosen(actor: Actor, site_id: UUID) -> Answer | None:
    """
    Return the footprint that a site's needs rest on: its newest whole year, else its newest.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    return chosen_of_site(sites(actor).only("pk").get(pk=site_id).pk)


def chosen_of_site(site_id: UUID) -> Answer | None:
    """Return the footprint that a site's needs rest on, for the room that has checked who may read it."""
    found = chosen_of(newest_first(Result.objects.filter(footprint__site_id=site_id)))
    return None if found is None else answer_of(found)


def result(actor: Actor, site_id: UUID, year: int | None = None) -> Answer | None:
    """Return the footprint of a site as a page or program shows it, None while there is no bill."""
    row = latest_result(actor, site_id, year)
    return None if row is None else answer_of(row)


def answer_of(row: Result) -> Answer:
    """Return a stored result as it is shown."""
    kept = row.inventory
    total = Decimal(kept["total"]["kg"])
    quality = kept["quality"] or {}
    factors = {line["factor_id"] for line in kept["lines"]}
    known = catalogue().factors
    return Answer(
        site_id=row.footprint.site_id,
        year=row.footprint.year,
        is_a_year=is_a_year(row),
        has_energy=bool(energy_of(kept["lines"])),
        missing_days=row.footprint.missing_days,
        computed_at=row.computed_at,
        edition=row.edition,
        gwp_set=kept["gwp_set"],
        sector=kept["sector"] or "",
        is_complete=kept["is_complete"],
        total=as_total("total", kept["total"]),
        market=as_total("market", kept["market"]),
        scopes=tuple(as_total(scope, kept["scopes"][scope], of=total) for scope in ("1", "2", "3")),
        scope12=as_total("1+2", kept["scopes"]["1+2"], of=total),
        carriers=in_parts("carrier", kept["by_carrier"], total),
        end_uses=in_parts("end_use", kept["by_end_use"], total),
        categories=in_parts("", kept["by_category"], total),
        gases=in_parts("", kept["by_gas"], total),
        biogenic=_figure("biogenic", Decimal(kept["biogenic_kg"])),
        memo=_figure("memo", Decimal(kept["memo_kg"])),
        toe=display.toe(Decimal(kept["toe"])),
        grade=quality.get("grade", ""),
        on_invoices_pct=display.per_cent(Decimal(quality.get("on_invoices_pct", "0"))),
        missing=tuple(kept["missing"]),
        lines=tuple(kept["lines"]),
        coverage=tuple(kept["coverage"]),
        sources=tuple(sorted({known[one].source for one in factors if one in known})),
    )


def _figure(code: str, kg: Decimal, **more: Any) -> Figure:
    shown = display.mass(kg)
    return Figure(code, kg, shown.value, shown.unit, **more)


def as_total(code: str, total: dict[str, Any], *, of: Decimal | None = None) -> Figure:
    """Return a total of a stored inventory as it is shown."""
    kg, interval = Decimal(total["kg"]), total["interval"]
    pct = total["uncertainty_pct"]
    return _figure(
        code,
        kg,
        low_kg=Decimal(interval["low"]) if interval else None,
        high_kg=Decimal(interval["high"]) if interval else None,
        uncertainty_pct=None if pct is None else display.per_cent(Decimal(pct)),
        share_pct=kg / of * 100 if of else None,
    )


def in_parts(kind: str, parts: dict[str, str], total: Decimal) -> tuple[Figure, ...]:
    """Return the parts of a stored total as they are shown, the largest first."""
    figures = [
        _figure(
            code,
            Decimal(kg),
            share_pct=Decimal(kg) / total * 100 if total else None,
            label=_label(kind, code),
        )
        for code, kg in parts.items()
    ]
    return tuple(sorted(figures, key=lambda figure: -figure.kg))


def _label(kind: str, code: str) -> str:
    if not kind:
        return code
    try:
        return name(kind, code)
    except KeyError:
        return code
