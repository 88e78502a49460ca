"""What people call a thing, in any language: phrases that stand for tags, handed down by the rooms that know them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from search.words import is_one_slip_apart, light_stem, may_have_slip, said, spelled, terms

_SHORT = 3  # letters of a word that nothing is taken for
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
    longest: dict[str, int] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)
    _reading: Lock = field(default_factory=Lock)

    def add(self, source: Callable[[], Groups]) -> None:
        self.sources.append(source)

    def clauses(self, text: str, *, near: bool = False) -> list[Clause]:
        """Return what is asked for, each longest known phrase as one clause; `near` reads over a slip in a longer word."""
        self._read()
        words = terms(text)
        stems = [light_stem(word) for word in words]
        if near:
            stems = [self._nearest(stem) for stem in stems]
        phrases = {at: (end, tags) for at, end, tags in self._phrases(stems)}
        clauses, at = [], 0
        while at < len(words):
            end, tags = phrases.get(at, (at + 1, ()))
            clauses.append(Clause(tuple(words[at:end]), tags))
            at = end
        return clauses

    def named(self, text: str) -> list[str]:
        """Return the tags of every phrase that a text of any length holds."""
        self._read()
        found = self._phrases(list(map(light_stem, said(text))))
        return list(dict.fromkeys(tag for _at, _end, tags in found for tag in tags))

    def _phrases(self, stems: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Return where each longest phrase begins and ends, with its tags."""
        done, longest = 0, self.longest
        for at, stem in enumerate(stems):
            if at < done or stem not in longest:
                continue
            for end in range(min(at + longest[stem], len(stems)), at, -1):
                if held := self.phrases.get(tuple(stems[at:end])):
                    yield at, end, tuple(held)
                    done = end
                    break

    def _nearest(self, stem: str) -> str:
        if not may_have_slip(stem) or stem in self.stems or not stem.isalpha():
            return stem
        near = [one for one in self.stems if len(one) > _SHORT and is_one_slip_apart(stem, one)]
        return min(near, key=lambda one: (one[0] != stem[0], one), default=stem)

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
            self.longest[stems[0]] = max(len(stems), self.longest.get(stems[0], 1))
            self.stems.update(stems)
        for word, written in spelled(phrase):
            self.written.setdefault(word, written)


known = Synonyms()
