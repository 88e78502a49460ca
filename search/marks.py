"""Which words of a text answer what was typed: by their stems and by the names that stand for the same, whatever engine found it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kernel.text import words
from search import synonyms
from search.synonyms import Stems
from search.words import ELISIONS, SPELLED, STOP, is_arabic, light_stem

_BEGINS_FROM: Final = 5  # letters of a typed word that a longer one may begin with
_KEPT = 64

Piece = tuple[str, bool]


def marked(text: str, typed: str, *, unfinished: bool = False) -> list[Piece]:
    """
    Return the text in pieces, each with whether it answers what was typed; joined, they are the text again.

    Whole words alone are marked: a part of an Arabic word would change the shape of its letters. `unfinished`: the last
    word may be the beginning of one.
    """
    pieces: list[Piece] = []
    at = 0
    for start, end in _hits(text, *_wanted(typed, unfinished)) if typed.strip() else ():
        pieces += [(text[at:start], False)] if start > at else []
        pieces.append((text[start:end], True))
        at = end
    return [*pieces, (text[at:], False)] if at < len(text) else pieces


def _hits(text: str, phrases: frozenset[Stems], beginnings: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Return where answers begin and end, the longest phrase first; words that say nothing may stand within one."""
    found = [(one.start(), one.end(), _stem(one[0])) for one in SPELLED.finditer(text)]
    said = [one for one in found if one[2]]
    stems = [stem for _start, _end, stem in said]
    longest, at = max(map(len, phrases), default=0), 0
    while at < len(said):
        ends = range(min(at + longest, len(said)), at, -1)
        end = next((end for end in ends if tuple(stems[at:end]) in phrases), 0)
        if not end and stems[at].startswith(beginnings):
            end = at + 1
        if end:
            yield said[at][0], said[end - 1][1]
        at = end or at + 1


def _stem(word: str) -> str:
    """Return the stem of a word of a text; nothing for one that says nothing."""
    folded = "".join(words(word))
    return "" if folded in STOP or folded in ELISIONS else light_stem(folded)


@lru_cache(_KEPT)
def _wanted(typed: str, unfinished: bool) -> tuple[frozenset[Stems], tuple[str, ...]]:
    """Return the phrases that answer: each word typed, and every name of what a known phrase stands for; and what words may begin with."""
    clauses = synonyms.known.clauses(typed)
    stems = {light_stem(word) for clause in clauses for word in clause.words}
    tags = {tag for clause in clauses for tag in clause.tags}
    alike = {phrase for phrase, named in synonyms.known.phrases.items() if tags & named.keys()}
    long = tuple(sorted(stem for stem in stems if len(stem) >= _BEGINS_FROM and not is_arabic(stem)))
    last = words(typed)[-1:] if unfinished else []
    return frozenset({(stem,) for stem in stems} | alike), (*long, *map(light_stem, last))
