"""What codes are called, found by the beginning of a word in any language; handed down by the rooms that know them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from kernel.text import words
from search.synonyms import Groups
from search.words import ELISIONS, light_stem, without_article

Named = Iterable[tuple[str, Mapping[str, str]]]
Entry = tuple[str, int, str, int, str]  # words, how many stand before, language if it is a name, place of the tag, tag

_MOST_MEANT: Final = 6  # things; a phrase that is said of more of them completes to none


@dataclass(slots=True)
class Names:
    """Every name and everyday phrase from each of its words on, in order, read when somebody first types."""

    sources: list[Callable[[], Named]] = field(default_factory=list)
    everyday: list[Callable[[], Groups]] = field(default_factory=list)
    names: dict[str, Mapping[str, str]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    _reading: Lock = field(default_factory=Lock)

    def add(self, source: Callable[[], Named]) -> None:
        self.sources.append(source)

    def beginning(self, typed: str, language: str, limit: int) -> list[tuple[str, str]]:
        """
        Return tags with their names in this language: first those found in it, and by their first word.

        What everyday phrases stand for comes last.
        """
        self._read()
        found: dict[str, tuple[bool, bool, bool, int, str]] = {}
        for _text, before, spoken, place, tag in self._from(typed):
            rank = (not spoken, spoken != language, before > 0, place, self._name(tag, language))
            found[tag] = min(found.get(tag, rank), rank)
        return [(tag, found[tag][-1]) for tag in sorted(found, key=lambda tag: (found[tag], tag))[:limit]]

    def _from(self, typed: str) -> Iterator[Entry]:
        for wanted in filter(str.strip, _forms(typed)):
            for at in range(bisect_left(self.entries, (wanted,)), len(self.entries)):
                if not self.entries[at][0].startswith(wanted):
                    break
                yield self.entries[at]

    def _name(self, tag: str, language: str) -> str:
        names = self.names[tag]
        return names.get(language) or next(iter(names.values()))

    def _read(self) -> None:
        if not self.sources:
            return
        with self._reading:
            if not self.sources:
                return
            for source in self.sources:
                for tag, names in source():
                    self.names[tag] = {language: name for language, name in names.items() if name}
            self.entries = sorted({*self._of_names(), *self._of_phrases()})
            self.sources.clear()

    def _of_names(self) -> Iterator[Entry]:
        for tag, names in self.names.items():
            for language, name in names.items():
                for text, before in _from_each_word(name):
                    yield text, before, language, 0, tag

    def _of_phrases(self) -> Iterator[Entry]:
        for groups in self.everyday:
            for tags, phrases in groups():
                meant = [tag for tag in tags if tag in self.names]
                for text, before in (one for phrase in phrases for one in _from_each_word(phrase)):
                    for place, tag in enumerate(meant if len(meant) <= _MOST_MEANT else ()):
                        yield text, before, "", place, tag


def _from_each_word(text: str) -> Iterator[tuple[str, int]]:
    """Return the text from each of its words on, in all its forms, with how many words stand before."""
    for form in _forms(text):
        found = form.split(" ")
        for before in range(len(form.split())):
            yield " ".join(found[before:]), before


def _forms(text: str) -> set[str]:
    """
    Return the folded words without elisions: as they are, without Arabic articles, and by their stems.

    The last may be the first letter of a word, so it stands as it is as well; a stem ends in a space, for a whole word alone.
    """
    *before, last = words(text) or [""]
    found = [*(word for word in before if word not in ELISIONS), last]
    stems = [light_stem(word) for word in found]
    forms = (found, map(without_article, found), [*stems[:-1], last], [*stems, ""])
    return {" ".join(form) for form in forms}


known = Names()
