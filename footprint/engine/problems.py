"""What the engine refuses or asks, as a code with its facts; the sentences are made in the rooms above."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an entry, by its key."""

    code: str
    key: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt to put to the person; what was typed stays, `readings` are the likely other meanings."""

    code: str
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    readings: tuple[tuple[Any, str], ...] = ()


class Refusal(Exception):
    """The entries cannot be computed; `problems` names each reason."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{problem.code} {problem.key}".strip() for problem in problems))
        self.problems = problems
