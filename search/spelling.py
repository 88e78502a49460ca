"""What was meant by words with slips: the nearest of those that are known, such that together they say one thing."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice, product
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein, Indel

from search.words import ELISIONS, SPELLED, STOP, is_arabic, light_stem, spelled, without_article

_SHORTEST: Final = 4
_LONG: Final = 6  # letters, from which a word may have two slips
_ENDING: Final = 2  # letters of an article, or of a plural
_EQUALLY_NEAR: Final = 4  # words that one may have been
_MOST_READ: Final = 64  # texts that may have been meant


def proposals(
    text: str, titles: Iterable[str], vocabulary: Mapping[str, str], things: Callable[[str], int]
) -> list[str]:
    """
    Return the text with each unknown word as a nearest known one is written; nothing when no word changes.

    Known are the words of the titles, which are preferred, and those of the vocabulary: folded ones as they are written.
    Of words that are equally near those come first with which the text asks for the fewest `things`: which make a known
    phrase.
    """
    shown = dict(pair for title in titles for pair in spelled(title))
    known = {**vocabulary, **shown}
    stems = {light_stem(word) for word in known}

    def choices(as_typed: str) -> list[str]:
        word = next((folded for folded, _written in spelled(as_typed)), "")
        if _is_left_alone(word) or light_stem(word) in stems:
            return [as_typed]
        near = [known[one].lower() if as_typed.islower() else known[one] for one in _nearest(word, known, shown)]
        return near or [as_typed]

    every = product(*map(choices, SPELLED.findall(text)))
    texts = dict.fromkeys(_written_in(text, chosen) for chosen in islice(every, _MOST_READ))
    return sorted((one for one in texts if one != text), key=things)


def _written_in(text: str, chosen: Iterable[str]) -> str:
    """Return the text with other words in the places of its own."""
    following = iter(chosen)
    return SPELLED.sub(lambda _word: next(following), text)


def _is_left_alone(word: str) -> bool:
    return len(word) < _SHORTEST or word in STOP or word in ELISIONS or not word.isalpha()


def _nearest(word: str, known: Iterable[str], preferred: Mapping[str, str]) -> list[str]:
    """Return the known words that are fewest slips away, the likeliest first: sooner a letter left out than another one."""
    bare = _bare(word)
    most = 2 if len(without_article(word)) >= _LONG else 1
    near = [
        (slips, other[:1] != word[:1], other not in preferred, Indel.distance(bare, _bare(other)), other)
        for other in known
        if abs(len(other) - len(word)) <= most + _ENDING
        and other.isalpha()
        and (slips := min(_slips(word, other, most), _slips(bare, _bare(other), most))) <= most
    ]
    least = min(near, default=(0,))[0]
    return [one[-1] for one in sorted(near) if one[0] == least][:_EQUALLY_NEAR]


def _slips(one: str, other: str, most: int) -> int:
    return DamerauLevenshtein.distance(one, other, score_cutoff=most)


def _bare(word: str) -> str:
    """Return a word without what its plural adds, or the Arabic article."""
    return without_article(word) if is_arabic(word) else light_stem(word)
