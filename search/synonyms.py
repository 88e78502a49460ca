"""What people call a thing, in any language: phrases that stand for tags, handed down by the rooms that know them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from search.words import light_stem, spelled, terms

Groups = Iterable[tuple[Iterable[str], Iterable[str]]]
Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: words that must all be there, or else one of the tags that they name."""

    words: tuple[str, ...]
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Synonyms:
    """The phrases of all rooms, read when the first query asks."""

    sources: list[Callable[[], Groups]] = field(default_factory=list)
    phrases: dict[Stems, dict[str, None]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    _reading: Lock = field(default_factory=Lock)

    def add(self, source: Callable[[], Groups]) -> None:
        self.sources.append(source)

    def clauses(self, text: str) -> list[Clause]:
        """Return what is asked for, each longest known phrase as one clause."""
        self._read()
        words = terms(text)
        stems = [light_stem(word) for word in words]
        found, at = [], 0
        while at < len(words):
            end = next((end for end in range(len(words), at, -1) if tuple(stems[at:end]) in self.phrases), at + 1)
            tags = self.phrases.get(tuple(stems[at:end]), {})
            found.append(Clause(tuple(words[at:end]), tuple(tags)))
            at = end
        return found

    def spelled(self) -> Mapping[str, str]:
        """Return the folded words of all phrases as they are written."""
        self._read()
        return self.written

    def _read(self) -> None:
        if not self.sources:
            return
        with self._reading:
            while self.sources:
                fresh = [(tuple(tags), tuple(phrases)) for tags, phrases in self.sources[-1]()]
                for tags, phrases in fresh:
                    for phrase in phrases:
                        self._keep(phrase, tags)
                self.sources.pop()

    def _keep(self, phrase: str, tags: Iterable[str]) -> None:
        if stems := tuple(light_stem(word) for word in terms(phrase)):
            self.phrases.setdefault(stems, {}).update(dict.fromkeys(tags))
        for word, written in spelled(phrase):
            self.written.setdefault(word, written)


known = Synonyms()
