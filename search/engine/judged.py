"""A judged set: documents, queries, and the grade that a person gave to each pair that may be good (TREC qrels)."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar
from zlib import crc32

from search.ports import LANGUAGES

HALVES: Final = ("first", "second")
_HEADINGS: Final = {"id": "id", "qid": "id", "query_id": "id", "language": "language", "lang": "language"} | {
    "text": "text",
    "query": "text",
}
T = TypeVar("T")


class BadFile(Exception):
    """What does not read: the file, the number of the line, and what is wrong with it."""


class _Wrong(ValueError):
    """What one line lacks."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Written:
    """A document of the set, in the language that most of it is written in."""

    id: str
    language: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A query and its grades by document; `language` is empty where the file does not say it.

    `across`: whatever is any good for it is written in another language.
    """

    id: str
    text: str
    language: str = ""
    grades: Mapping[str, int] = field(default_factory=dict)
    across: bool = False

    @property
    def half(self) -> str:
        """Which half of the set it belongs to: weights are tuned on the first, and told on both."""
        return HALVES[crc32(self.id.encode()) % 2]


@dataclass(frozen=True, slots=True)
class Judged:
    """The set; `unjudged` counts the queries for which nothing is any good, so that nothing can be measured on them."""

    documents: tuple[Written, ...]
    queries: tuple[Asked, ...]
    unjudged: int = 0

    def half(self, name: str) -> "Judged":
        queries = tuple(one for one in self.queries if one.half == name)
        if not queries:
            raise BadFile(f"no query is in the {name} half")
        return replace(self, queries=queries)

    def without_tags(self) -> "Judged":
        return replace(self, documents=tuple(replace(one, tags=()) for one in self.documents))


def read_judged(corpus: Path, queries: Path, qrels: Path) -> Judged:
    """
    Read a corpus (JSONL), queries (TSV: id, text or id, language, text, with or without a heading) and qrels.

    :raises BadFile: at the first line that does not read, is there twice, or names what is not there
    """
    documents = _by_id(corpus, _document)
    asked = _by_id(queries, _Queries())
    grades: dict[str, dict[str, int]] = {name: {} for name in asked}
    for where, (query, document, grade) in _rows(qrels, _judgement):
        for name, known, file in ((query, asked, queries), (document, documents, corpus)):
            if name not in known:
                raise BadFile(f"{where}: {name} is not in {file}")
        if document in grades[query]:
            raise BadFile(f"{where}: {document} is graded twice for {query}")
        grades[query][document] = grade
    judged = [_judged(one, grades[one.id], documents) for one in asked.values() if any(grades[one.id].values())]
    if not judged:
        raise BadFile(f"{qrels}: no query has a grade above 0")
    return Judged(tuple(documents.values()), tuple(judged), len(asked) - len(judged))


def _judged(one: Asked, grades: Mapping[str, int], documents: Mapping[str, Written]) -> Asked:
    languages = {documents[name].language for name, grade in grades.items() if grade}
    return replace(one, grades=grades, across=bool(one.language) and one.language not in languages)


def _by_id(path: Path, parse: Callable[[str], N | None]) -> dict[str, N]:
    found: dict[str, N] = {}
    for where, row in _rows(path, parse):
        if row.id in found:
            raise BadFile(f"{where}: {row.id} is there twice")
        found[row.id] = row
    return found


def _rows(path: Path, parse: Callable[[str], T | None]) -> Iterator[tuple[str, T]]:
    """Return what each line that is not empty holds, with the place where it stands."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            row = parse(line.strip("\r")) if line.strip() else None
        except ValueError as error:
            raise BadFile(f"{path} line {number}: {error}") from error
        if row is not None:
            yield f"{path} line {number}", row


def _document(line: str) -> Written:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise _Wrong("an object is expected")
    name = _text(row, "id")
    if not name:
        raise _Wrong("id is empty")
    if row.get("language") not in LANGUAGES:
        raise _Wrong(f"language is one of {' '.join(LANGUAGES)}")
    tags = row.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise _Wrong("tags is a list of texts")
    return Written(name, row["language"], _text(row, "title"), _text(row, "text"), tuple(tags))


def _text(row: Mapping[str, Any], name: str) -> str:
    text = row.get(name)
    if not isinstance(text, str):
        raise _Wrong(f"{name} is a text")
    text.encode()  # half a surrogate pair is no text; its error is a ValueError
    return text


class _Queries:
    """Reads line after line; the first says which column is which, by a heading or by what it holds."""

    def __init__(self) -> None:
        self.columns: list[str] = []

    def __call__(self, line: str) -> Asked | None:
        cells = [cell.strip() for cell in line.split("\t")]
        if not self.columns:
            named = [_HEADINGS.get(cell.lower(), "") for cell in cells]
            self.columns = named if {"id", "text"} <= set(named) else self._guessed(cells)
            if self.columns is named:
                return None
        if len(cells) != len(self.columns):
            raise _Wrong(f"{len(self.columns)} columns are expected, parted by tabs")
        row = dict(zip(self.columns, cells, strict=True))
        if not row["id"] or not row["text"]:
            raise _Wrong("an id and a text are expected")
        if row.get("language", "") not in {"", *LANGUAGES}:
            raise _Wrong(f"language is one of {' '.join(LANGUAGES)}")
        return Asked(row["id"], row["text"], row.get("language", ""))

    @staticmethod
    def _guessed(cells: list[str]) -> list[str]:
        if len(cells) == 3:
            return ["id", "text", "language"] if cells[2] in LANGUAGES else ["id", "language", "text"]
        return ["id", "text"]


def _judgement(line: str) -> tuple[str, str, int]:
    cells = line.split()
    if len(cells) != 4:
        raise _Wrong("four columns are expected: query, 0, document, grade")
    try:
        return cells[0], cells[2], max(0, int(cells[3]))
    except ValueError:
        raise _Wrong(f"the grade {cells[3]} is no whole number") from None
