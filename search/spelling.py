"""What was meant by a word with a slip: the nearest of the words that are known."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from search.words import ELISIONS, SPELLED, STOP, light_stem, spelled

_SHORTEST: Final = 4
_LONG: Final = 6  # letters, from which a word may have two slips


def meant(text: str, titles: Iterable[str], vocabulary: Mapping[str, str]) -> str:
    """
    Return the text with each unknown word as the nearest known one is written, or nothing when no word changes.

    Known are the words of the titles, which are preferred, and those of the vocabulary: folded ones as they are written.
    """
    shown = dict(pair for title in titles for pair in spelled(title))
    known = {**vocabulary, **shown}
    stems = {light_stem(word) for word in known}

    def mended(typed: re.Match[str]) -> str:
        as_typed = typed.group()
        word = next((folded for folded, _written in spelled(as_typed)), "")
        if _is_left_alone(word) or light_stem(word) in stems:
            return as_typed
        near = _nearest(word, known, shown)
        return (known[near].lower() if as_typed.islower() else known[near]) if near else as_typed

    result = SPELLED.sub(mended, text)
    return "" if result == text else result


def _is_left_alone(word: str) -> bool:
    return len(word) < _SHORTEST or word in STOP or word in ELISIONS or not word.isalpha()


def _nearest(word: str, known: Iterable[str], preferred: Mapping[str, str]) -> str:
    most = 2 if len(word) >= _LONG else 1
    choices = [
        (distance, other[:1] != word[:1], other not in preferred, other)
        for other in known
        if other.isalpha() and (distance := DamerauLevenshtein.distance(word, other, score_cutoff=most)) <= most
    ]
    return min(choices)[-1] if choices else ""
