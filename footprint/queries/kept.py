"""The lines of a stored inventory as the engine's own values again, so that what is kept can be added up and compared."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from footprint.engine import Interval, Line
from footprint.models import Result

NUMBERS = ("quantity", "factor", "kg", "biogenic_kg", "activity_pct", "factor_pct", "uncertainty_pct")
TEXTS = ("activity_id", "part", "method", "carrier", "scope", "category", "unit", "factor_id", "evidence", "grade")


def lines_of(row: Result) -> tuple[Line, ...]:
    """Return the lines of a result; entries of days filled in are told apart by their site, as those of bills are."""
    site = row.footprint.site_id
    return tuple(_line(one, f"{site}:{one['entry_key']}") for one in row.inventory["lines"])


def _line(kept: Mapping[str, Any], key: str) -> Line:
    interval = kept["interval"]
    told: dict[str, Any] = {name: kept[name] for name in TEXTS}
    told |= {name: Decimal(kept[name]) for name in NUMBERS}
    return Line(
        entry_key=key,
        factor_year=kept["factor_year"],
        kg_by_gas=_numbers(kept["kg_by_gas"]),
        gas_masses_kg=_numbers(kept["gas_masses_kg"]),
        toe=None if kept["toe"] is None else Decimal(kept["toe"]),
        interval=Interval(Decimal(interval["low"]), Decimal(interval["high"])) if interval else None,
        is_memo=kept["is_memo"],
        flags=tuple(kept["flags"]),
        **told,
    )


def _numbers(kept: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in kept.items()}
