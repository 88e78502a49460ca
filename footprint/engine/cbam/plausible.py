"""What bought materials can hardly be: far from the weight of the good, or free of charge beyond every benchmark."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, Literal

from footprint.engine.cbam.rows import benchmarks, factor_of, is_complex
from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.problems import Problem
from reference.files import Catalogue

METALS: Final = frozenset({"iron_steel", "aluminium"})
PLAUSIBLE_TONNES: Final = (Decimal("0.9"), Decimal(2))
COLUMNS: Final[tuple[Literal["A", "B"], ...]] = ("A", "B")


def is_implausible(
    cn8: str, route: str | None, tonnes: Sequence[Decimal | None], year: int, catalogue: Catalogue
) -> bool:
    """Return whether a complex good of iron, steel or aluminium weighs far from all the metal that is bought for it."""
    known = [one for one in tonnes if one is not None]
    if not known or len(known) < len(tonnes) or catalogue.cbam_lines[cn8].sector not in METALS:
        return False
    least, most = PLAUSIBLE_TONNES
    return is_complex(cn8, route, year, catalogue) and not least <= sum(known, ZERO) <= most


def above_benchmark(
    key: str, free_t: Decimal | None, lines: Iterable[str], year: int, catalogue: Catalogue
) -> list[Problem]:
    """Return a problem when a maker reports more free allocation than the highest benchmark of its material gives."""
    rows = [row for line in lines for column in COLUMNS for row in benchmarks(line, column, year, catalogue)]
    if free_t is None or not rows:
        return []
    highest = CONTEXT.multiply(factor_of(year), max(row.benchmark_tco2_t for row in rows))
    if free_t <= highest:
        return []
    return [Problem("above_benchmark", key, {"field": "free_allocation_t", "value": free_t, "highest": highest})]
