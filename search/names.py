"""What codes are called, found by the beginning of a word in any language; handed down by the rooms that know them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

from kernel.text import words
from search.words import ELISIONS, without_article

Named = Iterable[tuple[str, Mapping[str, str]]]


@dataclass(slots=True)
class Names:
    """Every name from each of its words on, in order, read when somebody first types."""

    sources: list[Callable[[], Named]] = field(default_factory=list)
    names: dict[str, Mapping[str, str]] = field(default_factory=dict)
    entries: list[tuple[str, int, str, str]] = field(default_factory=list)
    _reading: Lock = field(default_factory=Lock)

    def add(self, source: Callable[[], Named]) -> None:
        self.sources.append(source)

    def beginning(self, typed: str, language: str, limit: int) -> list[tuple[str, str]]:
        """Return tags with their names in this language: first those found in it, and by their first word."""
        self._read()
        found: dict[str, tuple[bool, bool, str]] = {}
        for _text, place, spoken, tag in self._from(typed):
            rank = (spoken != language, place > 0, self._name(tag, language))
            found[tag] = min(found.get(tag, rank), rank)
        return [(tag, found[tag][-1]) for tag in sorted(found, key=lambda tag: (found[tag], tag))[:limit]]

    def _from(self, typed: str) -> Iterator[tuple[str, int, str, str]]:
        for wanted in filter(None, {" ".join(form) for form in _forms(typed)}):
            for at in range(bisect_left(self.entries, (wanted, -1, "", "")), len(self.entries)):
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
            while self.sources:
                for tag, names in self.sources[-1]():
                    self.names[tag] = {language: name for language, name in names.items() if name}
                self.entries = sorted(entry for tag in self.names for entry in self._entries(tag))
                self.sources.pop()

    def _entries(self, tag: str) -> Iterator[tuple[str, int, str, str]]:
        for language, name in self.names[tag].items():
            for found in _forms(name):
                for place in range(len(found)):
                    yield " ".join(found[place:]), place, language, tag


def _forms(text: str) -> list[list[str]]:
    """Return the folded words without elisions, and without Arabic articles; the last may be the first letter of a word."""
    *before, last = words(text) or [""]
    found = [*(word for word in before if word not in ELISIONS), last]
    return [found, [without_article(word) for word in found]]


known = Names()
