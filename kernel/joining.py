"""Two rows that tell of the same thing become one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

_BLANK: tuple[Any, ...] = (None, "", [], {})


def differ(first: Model, second: Model, names: Iterable[str]) -> bool:
    """Return whether both say something of a field, and not the same."""
    return any(_differ(getattr(first, name), getattr(second, name)) for name in names)


def _differ(first: Any, second: Any) -> bool:
    if isinstance(first, dict) and isinstance(second, dict):
        return any(_differ(first[name], second[name]) for name in first.keys() & second.keys())
    return first not in _BLANK and second not in _BLANK and first != second


def join(row: Model, other: Model, names: Iterable[str], *, other_first: bool = False) -> None:
    """Have a row say of each field what it or the other says; where both do, whichever goes first."""
    for name in names:
        first, second = getattr(row, name), getattr(other, name)
        if other_first:
            first, second = second, first
        if isinstance(first, dict) and isinstance(second, dict):
            first = {**second, **first}
        setattr(row, name, second if first in _BLANK else first)
