"""Words as the index and the query see them: the same folding for both, and an Arabic light stem."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from kernel.text import fold
from kernel.text import words as folded
from search.ports import LONGEST_TEXT, MOST_TERMS, Document

ELISIONS = frozenset({"l", "d", "j", "m", "n", "s", "t", "c", "qu"})
STOP = frozenset(
    fold(
        "a au aux avec ce ces dans de des du elle en et il la le les leur lui mais ne nous on ou par pas pour qui sa se "
        "son sur un une vous est que quoi quel quelle comment je nos notre votre mon ma mes cherche cherchons trop "
        "the of and or in on for to with an is are by at from i we my our your who what which how can do need "
        "في من على إلى عن مع هذا هذه التي الذي و أو كيف ما هل أبحث نبحث أريد نريد"
    ).split()
)
_SILENT = STOP | ELISIONS
SHORTEST_BEGINNING = 6
_KEPT = 2**15  # words whose folding and stem are kept
_LONGEST_KEPT = 40
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
# A word as it is written: letters and digits, with their accents and Arabic marks.
SPELLED = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+")
_SUFFIXES = ("هما", "كما", "هم", "ات", "ان", "ون", "ين", "يه", "ها", "ه", "ي")


@lru_cache(maxsize=64)
def words(text: str) -> tuple[str, ...]:
    """
    Return the folded words of a text; each text is asked for several times in a row.

    Folding never reaches over a space, so that what stands between two is kept: other texts hold it as well.
    """
    written = text.split()
    are_kept = max(map(len, written), default=0) <= _LONGEST_KEPT
    return tuple(chain.from_iterable(map(_folded if are_kept else folded, written)))


@lru_cache(maxsize=_KEPT)
def _folded(written: str) -> tuple[str, ...]:
    return tuple(folded(written))


def is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"


@lru_cache(maxsize=_KEPT)
def arabic_stem(word: str) -> str:
    """Return the word without article, conjunction and common endings, at least three letters kept."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def arabic(text: str) -> str:
    """Return a text with its Arabic words folded and stemmed, for an index that splits on spaces."""
    return " ".join(map(_arabic, words(text)))


@lru_cache(maxsize=_KEPT)
def _arabic(word: str) -> str:
    return arabic_stem(word) if is_arabic(word) else word


@lru_cache(maxsize=_KEPT)
def light_stem(word: str) -> str:
    """Return what a word has in common with its plural, in any of the three languages."""
    if is_arabic(word):
        return arabic_stem(word)
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def without_article(word: str) -> str:
    return word.removeprefix("ال") if len(word) > 2 else word


def spelled(text: str) -> Iterator[tuple[str, str]]:
    """Return each word of a text, folded and as it is written."""
    for written in SPELLED.findall(text):
        if len(parts := words(written)) == 1:
            yield parts[0], written


def said(text: str) -> list[str]:
    """Return the words of a text that say something: folded, without elisions and stop words."""
    return [word for word in words(text) if word not in _SILENT]


def terms(text: str) -> list[str]:
    """Return the words worth asking for, each once, at most twenty."""
    return list(dict.fromkeys(said(text[:LONGEST_TEXT])))[:MOST_TERMS]


def may_have_slip(word: str) -> bool:
    """Return whether a word is long enough to be known with a slip in it; Arabic ones, without vowels, sooner."""
    return len(word) >= (4 if is_arabic(word) else 5)


def is_one_slip_apart(one: str, other: str) -> bool:
    """Return whether a letter too many, too few, another or two in the wrong order make one word of the other."""
    return abs(len(one) - len(other)) <= 1 and OSA.distance(one, other, score_cutoff=1) == 1


def beginnings(text: str) -> list[str]:
    """Return the words of a text as they are typed, Arabic ones without their article and endings as well."""
    found = dict.fromkeys(words(text))
    return list(found | dict.fromkeys(map(_arabic, found)))


def grams(text: str) -> list[str]:
    """Return the letters in threes of the words of a text, their ends marked, so that a word with slips shares most."""
    return list(dict.fromkeys(chain.from_iterable(map(_grams, said(text)))))


@lru_cache(maxsize=2**12)
def _grams(word: str) -> tuple[str, ...]:
    marked = f"_{light_stem(word)}_"
    return tuple(marked[at : at + 3] for at in range(len(marked) - 2))


def stored_text(document: Document) -> str:
    """Return the folded words of all languages, for the database fallback."""
    every: Iterable[str] = (*document.title.values(), *document.body.values())
    return f" {' '.join(word for text in every for word in words(text))} "


def stored_tags(document: Document) -> str:
    """Return the tags between spaces, so that one can be looked for whole."""
    return f" {' '.join(document.tags)} "
