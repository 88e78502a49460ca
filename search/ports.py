"""What is asked of a search engine, and what it answers: ids and ranks, never rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

LANGUAGES = ("fr", "ar", "en")
LONGEST_TEXT = 200
MOST_TERMS = 20
MOST_TAGS = 500  # of one kind, counted at once
DRIFT = 0.01  # of a score, as other rows come and go

Key = tuple[str, UUID]
Place = tuple[float, UUID]  # of a row in an order: its score, then its id; both fall


class EngineError(Exception):
    """The engine cannot answer or write; what it holds is thrown away and made anew."""


class EngineBusy(EngineError):
    """Another process writes: the same call works later."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is findable of one row: words per language, and tags such as `region:MA-03` to narrow by."""

    id: UUID
    kind: str
    version: int
    title: Mapping[str, str]
    body: Mapping[str, str]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """
    Words, and tags: a row must hold one tag of each group. Empty words find every row, newest first.

    `facets` are the kinds of tags to count (`region` of `region:MA-03`): each tag as if no other of its kind were asked.
    `newest` puts the newest first whatever the words. `after` goes on after a row, wherever it ranks now; when it ranks no
    more, at the place that its score, or one within a percent of it, gives. `unfinished`: the last word may be the beginning of one, as while it is typed.
    `alike` is the second try: rows whose titles share most of the letters in threes. `only` and `without` are ids.
    """

    text: str = ""
    tags: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str, ...] = ()
    limit: int = 100
    facets: tuple[str, ...] = ()
    newest: bool = False
    after: Place | None = None
    unfinished: bool = False
    alike: bool = False
    only: tuple[UUID, ...] | None = None
    without: tuple[UUID, ...] = ()

    def beside(self, facet: str) -> tuple[tuple[str, ...], ...]:
        """Return the groups of tags that narrow what a facet counts: all but those of its own kind."""
        return tuple(group for group in self.tags if not group[0].startswith(f"{facet}:"))

    @property
    def by_words(self) -> bool:
        """Whether the words decide the order."""
        return bool(self.text.strip()) and not self.newest


@dataclass(frozen=True, slots=True)
class Hits:
    """
    Ids by rank with their scores (0 where the newest come first), and rows by tag; `total` counts every row that fits.

    `degraded` says that the database answered in the place of the engine; `near` that few rows hold the words, and that
    rows whose titles come close follow them.
    """

    ids: Sequence[UUID] = field(default_factory=tuple)
    total: int = 0
    degraded: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    scores: Sequence[float] = field(default_factory=tuple)
    near: bool = False

    @property
    def places(self) -> list[Place]:
        """Return where each row stands, for a page that goes on after it."""
        return list(zip(self.scores, self.ids, strict=True))


class Backend(Protocol):
    """
    A search engine: fed with documents and tombstones, asked with queries.

    :raises EngineError: from any call, when what the engine holds cannot be read or written
    """

    @property
    def must_rebuild(self) -> bool: ...

    def write(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID, int]]) -> None: ...

    def find(self, query: Query) -> Hits: ...

    def versions(self) -> dict[Key, int]: ...

    def rebuild(self, documents: Iterable[Document]) -> int: ...
