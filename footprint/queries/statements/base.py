"""The base year of a firm: when it is to be computed again, and why."""

from decimal import Decimal
from typing import Any

from footprint.engine import change
from footprint.engine.numbers import ZERO
from footprint.models import BaseYear, Result
from footprint.policies import BASE_YEAR
from footprint.queries.company import sites
from footprint.queries.statements import rows
from footprint.queries.statements.parts import BaseYearAnswer
from kernel.actor import Actor
from kernel.canonical import decimal_text


def base_years(actor: Actor) -> Any:
    """Return the year that the actor's firm measures itself against, none while it marked none."""
    return BASE_YEAR.abilities(actor, BASE_YEAR.scope(actor, "read", BaseYear.objects.all()))


def base_year(actor: Actor) -> BaseYearAnswer | None:
    """Return the base year as marked beside the same year as it is now; growth since then changes neither."""
    marked = base_years(actor).first()
    return marked and answer_to(marked, rows.results({marked.year: list(sites(actor))})[marked.year])


def answer_to(marked: BaseYear, found: rows.Rows) -> BaseYearAnswer:
    now = kept_of(found.values())
    recomputed = sum((row.total_kg for row in found.values()), ZERO)
    compared = change.base_year(marked.total_kg, recomputed)
    return BaseYearAnswer(
        year=marked.year,
        marked_at=marked.marked_at,
        kg=marked.total_kg,
        recomputed_kg=recomputed,
        change_pct=compared.change_pct,
        is_due=compared.is_due,
        reasons=_reasons(marked.kept, now),
    )


def kept_of(found: Any) -> dict[str, dict[str, str]]:
    """Return what is kept of each site's result when its year is marked."""
    return {str(row.footprint.site_id): _kept(row) for row in found}


def _kept(row: Result) -> dict[str, str]:
    total = row.total_kg if isinstance(row.total_kg, Decimal) else Decimal(row.total_kg)
    return {"kg": decimal_text(total), "edition": row.edition, "engine": row.engine, "digest": row.digest}


def _reasons(marked: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> tuple[str, ...]:
    both = marked.keys() & now.keys()

    def differ(name: str) -> bool:
        return any(marked[one][name] != now[one][name] for one in both)

    reasons = {
        "sites": marked.keys() != now.keys(),
        "factors": differ("edition"),
        "method": differ("engine"),
        "bills": differ("digest"),
    }
    return tuple(code for code, holds in reasons.items() if holds)
