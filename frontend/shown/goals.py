"""What a firm wants most, as words of the reader's language: kept as codes where a code says it, else as typed."""

from collections.abc import Iterable

from kernel.text import fold
from reference import queries as reference

KINDS = ("measure", "standard", "end_use", "carrier", "measure_category")


def _names() -> dict[str, str]:
    return {code: name for kind in reversed(KINDS) for code, name in reference.names(kind).items()}


def written(goals: Iterable[str]) -> str:
    """Return goals one a line, each code by its name."""
    names = _names()
    return "\n".join(names.get(goal, goal) for goal in goals)


def read(typed: str) -> list[str]:
    """Return what was typed as codes where a line is the name of one; other lines may hold several, parted by commas."""
    codes = {fold(name): code for code, name in _names().items()}
    goals: list[str] = []
    for line in typed.splitlines():
        code = codes.get(fold(line.strip()))
        goals += [code] if code else [codes.get(fold(part.strip()), part.strip()) for part in line.split(",")]
    return goals
