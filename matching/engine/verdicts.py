"""A hard rule answers in three values, with what it asked and what it found."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from matching.engine.offers import Case

Answer = Literal["pass", "fail", "unknown"]
Side = Literal["sme", "partner", "nobody"]
PASS: Final = "pass"  # noqa: S105
FAIL: Final = "fail"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: `asked` is who can tell a missing fact, `fact` which fact when it is not the rule's own."""

    verdict: Answer
    required: Any = None
    actual: Any = None
    asked: Side = "sme"
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one rule: `who` can repair a failure, or answer a question, and `how` by a code."""

    code: str
    verdict: Answer
    fact: str
    required: Any
    actual: Any
    unit: str
    who: Side
    how: str

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Rule:
    """One hard rule: the fact it reads, its unit, who can repair a failure and how."""

    find: Callable[[Case], Finding]
    fact: str
    unit: str
    who: Side
    how: str


FINE: Final = Finding(PASS)


def at_least(required: Decimal | None, actual: Decimal | int | None) -> Finding:
    """Compare with a floor; a floor that is not stated asks nothing."""
    if required is None:
        return FINE
    if actual is None:
        return Finding(UNKNOWN, required)
    return Finding(PASS if actual >= required else FAIL, required, actual)


def at_most(required: Decimal | int | None, actual: Decimal | int | None) -> Finding:
    """Compare with a ceiling; a ceiling that is not stated asks nothing."""
    if required is None:
        return FINE
    if actual is None:
        return Finding(UNKNOWN, required)
    return Finding(PASS if actual <= required else FAIL, required, actual)
