"""Words as the index and the query see them: the same folding for both, and an Arabic light stem."""

import re
from collections.abc import Iterable, Iterator

from kernel.text import fold, words
from search.ports import LONGEST_TEXT, MOST_TERMS, Document

ELISIONS = frozenset({"l", "d", "j", "m", "n", "s", "t", "c", "qu"})
STOP = frozenset(
    fold(
        "a au aux avec ce ces dans de des du elle en et il la le les leur lui mais ne nous on ou par pas pour qui sa se "
        "son sur un une vous est the of and or in on for to with an is are "
        "في من على إلى عن مع هذا هذه التي الذي و أو"
    ).split()
)
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
# A word as it is written: letters and digits, with their accents and Arabic marks.
SPELLED = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+")
_SUFFIXES = ("هما", "كما", "هم", "ات", "ان", "ون", "ين", "يه", "ها", "ه", "ي")


def is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"


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
    return " ".join(arabic_stem(word) if is_arabic(word) else word for word in words(text))


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
        if len(folded := words(written)) == 1:
            yield folded[0], written


def terms(text: str) -> list[str]:
    """Return the words worth asking for: folded, without elisions and stop words, at most twenty."""
    found = [word for word in words(text[:LONGEST_TEXT]) if word not in STOP and word not in ELISIONS]
    return list(dict.fromkeys(found))[:MOST_TERMS]


def beginnings(text: str) -> list[str]:
    """Return the words of a text as they are typed, Arabic ones without their article and endings as well."""
    found = words(text)
    return list(dict.fromkeys([*found, *(arabic_stem(word) for word in found if is_arabic(word))]))


def grams(text: str) -> list[str]:
    """Return the letters in threes of the words of a text, their ends marked, so that a word with slips shares most."""
    found = (f"_{light_stem(word)}_" for word in words(text) if word not in STOP and word not in ELISIONS)
    return list(dict.fromkeys(word[at : at + 3] for word in found for at in range(len(word) - 2)))


def stored_text(document: Document) -> str:
    """Return the folded words of all languages, for the database fallback."""
    every: Iterable[str] = (*document.title.values(), *document.body.values())
    return f" {' '.join(word for text in every for word in words(text))} "


def stored_tags(document: Document) -> str:
    """Return the tags between spaces, so that one can be looked for whole."""
    return f" {' '.join(document.tags)} "
