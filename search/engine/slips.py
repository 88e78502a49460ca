"""Queries as people really type them: without accents, and with one slip in each longer word."""

import random
import re
import unicodedata
from typing import Final

_LONG_WORD: Final = re.compile(r"[^\W\d_]{5,}")
_LETTERS: Final = {True: "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", False: "abcdefghijklmnopqrstuvwxyz"}


def without_accents(text: str) -> str:
    """Return a text without the marks of its letters, those of Arabic included (hamza on its seat, vowels)."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def with_slips(text: str, seed: str) -> str:
    """Return a text in which every word of five letters or more has one slip; the same seed makes the same slips."""
    chance = random.Random(seed)  # noqa: S311 - slips are drawn the same way each time, nothing is kept secret
    return _LONG_WORD.sub(lambda found: _slipped(found[0], chance), text)


def _slipped(word: str, chance: random.Random) -> str:
    """Swap two inner letters, or drop, double or replace one; never the first or the last."""
    while True:
        at = chance.randrange(1, len(word) - 1)
        before, letter, after = word[:at], word[at], word[at + 1 :]
        kind = chance.choice(("swap", "drop", "double", "replace"))
        if kind == "swap" and len(after) > 1:
            made = before + after[0] + letter + after[1:]
        elif kind == "drop":
            made = before + after
        elif kind == "double":
            made = before + letter * 2 + after
        else:
            made = before + chance.choice(_LETTERS["\u0600" <= letter <= "\u06ff"]) + after
        if made != word:
            return made
