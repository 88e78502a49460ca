"""How one written value becomes a fact: one reader per type, each naming what is wrong by a code."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reference.files import Catalogue

EVERY = "*"
LANGUAGES = frozenset({"fr", "ar", "en", "zgh", "es", "de", "it", "pt", "nl", "tr", "zh"})
LONGEST_TEXT = 5000
HIGHEST = Decimal(10) ** 11

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII).fullmatch
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII).fullmatch

Reader = Callable[[Any, Catalogue], Any]
Known = Callable[[Catalogue], Collection[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: `code` names how, `value` what was written."""

    field: str
    code: str
    value: Any = None


class Wrong(Exception):
    """The value is not of the type its field asks."""

    def __init__(self, code: str, value: Any = None) -> None:
        super().__init__(code)
        self.code, self.value = code, value


def text(value: Any, _catalogue: Catalogue) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise Wrong("not_text", value)
    if len(value) > LONGEST_TEXT:
        raise Wrong("too_long")
    return value


def number(value: Any, _catalogue: Catalogue) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal) or not _NUMBER(str(value)):
        raise Wrong("not_a_number", str(value)[:80])
    read = Decimal(str(value))
    if read < 0:
        raise Wrong("negative", value)
    if read > HIGHEST:
        raise Wrong("too_high", value)
    return read


def percent(value: Any, catalogue: Catalogue) -> Decimal:
    read = number(value, catalogue)
    if read > 100:
        raise Wrong("above_100", value)
    return read


def count(value: Any, catalogue: Catalogue) -> int:
    read = number(value, catalogue)
    if read != int(read):
        raise Wrong("not_whole", value)
    return int(read)


def yes_no(value: Any, _catalogue: Catalogue) -> bool:
    if not isinstance(value, bool):
        raise Wrong("not_yes_no", value)
    return value


def day(value: Any, _catalogue: Catalogue) -> date:
    if isinstance(value, date):
        return value
    try:
        if _DAY(value):
            return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Wrong("not_a_day", value) from error
    raise Wrong("not_a_day", value)


def one_of(options: Collection[str] | Known) -> Reader:
    def reader(value: Any, catalogue: Catalogue) -> str:
        known = options(catalogue) if callable(options) else options
        if not isinstance(value, str) or value not in known:
            raise Wrong("unknown_code" if callable(options) else "unknown_choice", value)
        return value

    return reader


def codes(known: Known, *, every: bool = False, may_be_empty: bool = False) -> Reader:
    """Return a reader of lists of codes: duplicates folded, an empty list refused where it would serve nobody."""

    def reader(value: Any, catalogue: Catalogue) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            raise Wrong("not_a_list", value)
        if not value and not may_be_empty:
            raise Wrong("empty_list")
        listed = known(catalogue)
        for one in value:
            if not isinstance(one, str) or (one not in listed and not (every and one == EVERY)):
                raise Wrong("unknown_code", one)
        return (EVERY,) if EVERY in value else tuple(dict.fromkeys(value))

    return reader


def objects(value: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise Wrong("not_a_list", value)
    return value


def end_uses(catalogue: Catalogue) -> set[str]:
    named = {use for measure in catalogue.measures.values() for use in measure.applies_to_end_use}
    named |= {use for sector in catalogue.sectors.values() for use in sector.end_uses_by_priority}
    return named | {share.end_use for shares in catalogue.end_use_shares.values() for share in shares}
