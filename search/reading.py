"""What is typed as it may be meant: all words as they stand, or the last one as the beginning of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.text import words
from search import synonyms
from search.ports import LONGEST_TEXT, Query

_NEAR: Final = 0.6  # of the letters in threes


@dataclass(frozen=True, slots=True)
class Reading:
    """Things asked for that must all be there, and the letters that a word of the title begins with."""

    clauses: tuple[synonyms.Clause, ...]
    begun: str = ""


def readings(query: Query) -> list[Reading]:
    """Return the ways in which the words may be meant: none when they say nothing, such as stop words alone."""
    whole = tuple(synonyms.known.clauses(query.text))
    found = [Reading(whole)] if whole else []
    typed = words(query.text[:LONGEST_TEXT])
    if query.unfinished and typed and words(query.text[-1]):
        found.append(Reading(tuple(synonyms.known.clauses(" ".join(typed[:-1]))), typed[-1]))
    return found


def says_nothing(query: Query) -> bool:
    """Return whether something was typed that holds nothing to look for."""
    return bool(query.text.strip()) and not readings(query)


def enough(grams: Sequence[str]) -> int:
    """Return how many letters in threes a title must share to be near."""
    return max(int(_NEAR * len(grams)), 1)
