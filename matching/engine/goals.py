"""What a stated goal points to: measures, end uses, carriers and standards, from ids and words in three languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kernel.text import fold, words
from matching.engine.carriers import USABLE
from matching.engine.words import PHRASES
from partners.files.fields import end_uses
from reference.files import Catalogue

ARABIC = re.compile(r"[\u0600-\u06ff]")
IN_BRACKETS = re.compile(r"\([^)]*\)")
ARTICLES = ("وال", "بال", "لل", "ال")
LONGEST = 16
NOT_GOALS = frozenset({"all", "all_electric", "other"})
Target = tuple[str, str]
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """
    A goal as written and what it points to: `("measure", "led")`, `("end_use", …)`, `("carrier", …)`, `("standard", …)`.

    It points to nothing when no word of it is known; that is said, and is no error.
    """

    written: str
    targets: frozenset[Target]


@dataclass(slots=True)
class Dictionary:
    """Every id and phrase of one edition of the reference files."""

    ids: dict[str, frozenset[Target]] = field(default_factory=dict)
    phrases: dict[Phrase, set[Target]] = field(default_factory=dict)

    def add(self, phrase: str, targets: Iterable[Target]) -> None:
        if stems := _stems(phrase):
            self.phrases.setdefault(stems, set()).update(targets)

    def read(self, goal: str) -> Goal:
        code = re.sub(r"[\s\-]+", "_", fold(goal).strip())
        if code in self.ids:
            return Goal(goal, self.ids[code])
        stems, at = _stems(goal), 0
        found: set[Target] = set()
        while at < len(stems):
            most = min(LONGEST, len(stems) - at)
            length = next((n for n in range(most, 0, -1) if stems[at : at + n] in self.phrases), 0)
            if length:
                found |= self.phrases[stems[at : at + length]]
            at += max(1, length)
        return Goal(goal, frozenset(found))


_READ: dict[str, Dictionary] = {}


def resolve(goals: Iterable[str], catalogue: Catalogue) -> tuple[Goal, ...]:
    """Return each goal with what it points to, in the order given."""
    dictionary = _READ.get(catalogue.edition)
    if dictionary is None:
        dictionary = _READ[catalogue.edition] = _dictionary(catalogue)
    return tuple(dictionary.read(goal) for goal in goals)


def _dictionary(catalogue: Catalogue) -> Dictionary:
    made = Dictionary()
    groups: dict[str, set[Target]] = {}
    for measure in catalogue.measures.values():
        groups.setdefault(measure.category, set()).add(("measure", measure.id))
        for name in (measure.name_fr, measure.name_en, measure.name_ar):
            made.add(name, [("measure", measure.id)])
            made.add(IN_BRACKETS.sub(" ", name), [("measure", measure.id)])
    for standard in catalogue.standards.values():
        for name in (standard.name, IN_BRACKETS.sub(" ", standard.name), *standard.name.split("/")):
            made.add(name, [("standard", standard.id)])
    kinds = (
        ("end_use", end_uses(catalogue) - NOT_GOALS),
        ("carrier", USABLE),
        ("measure", catalogue.measures.keys()),
        ("standard", catalogue.standards.keys()),
    )
    made.ids = {name: frozenset(members) for name, members in groups.items()}
    for kind, codes in kinds:
        for code in codes:
            made.ids[code] = made.ids.get(code, frozenset()) | {(kind, code)}
    made.ids["iso_50001"] |= {("measure", "iso50001")}
    for targets, phrase in lines():
        made.add(
            phrase, [one for target in targets for one in (groups[target[1]] if target[0] == "category" else [target])]
        )
    return made


def lines() -> Iterator[tuple[list[Target], str]]:
    for line in PHRASES.strip().splitlines():
        left, _, right = line.partition(" = ")
        targets = [(kind, code) for kind, _, code in (one.partition(":") for one in left.split())]
        for phrase in right.split(" | "):
            yield targets, phrase


def _stems(text: str) -> Phrase:
    return tuple(_stem(word) for word in words(text))


def _stem(word: str) -> str:
    if ARABIC.search(word):
        article = next((one for one in ARTICLES if word.startswith(one) and len(word) > len(one) + 1), "")
        return word[len(article) :]
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
