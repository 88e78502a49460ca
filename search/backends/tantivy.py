"""The embedded engine: one index for three languages, fed by the queue, thrown away when it cannot be read."""

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import tantivy

from search.backends.fields import TOMBSTONE, key_of, stored, tombstone
from search.backends.lock import writing
from search.backends.tantivy_order import best, newest
from search.backends.tantivy_schema import ANALYZERS, document_of, schema
from search.backends.tantivy_words import query_of
from search.ports import MOST_TAGS, Document, EngineError, Hits, Key, Query
from search.reading import says_nothing

_HEAP = 15_000_000
_SWAP = 0.02  # seconds in which a rebuild puts its folder in the place of the old one
_COMPLETE = "complete.5"  # counts up when documents are written in another way, so that old folders are made anew

T = TypeVar("T")


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Turn what the engine raises, a panic of its native code included, into an error of the port."""
    try:
        yield
    except EngineError:
        raise
    except (ValueError, OSError) as error:
        raise EngineError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(str(error)) from error


class TantivyBackend:
    """
    One folder, one writer at a time, any number of readers.

    The folder holds a mark once it is whole. Whoever cannot read or write it takes the mark away; a rebuild makes a
    new folder beside it and swaps. Readers of other processes see the swap by the folder's number.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opening = threading.Lock()
        self._opened: tuple[int, Any] | None = None

    @property
    def must_rebuild(self) -> bool:
        """Whether there is no whole folder; one that is away between two names is looked for once more."""
        if self._is_whole():
            return False
        time.sleep(_SWAP)
        return not self._is_whole()

    def _is_whole(self) -> bool:
        return (self.folder / _COMPLETE).exists()

    def write(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID, int]]) -> None:
        """Index documents and leave tombstones, skipping what the index knows in a later version."""
        wanted = {key_of(one.kind, one.id): ((one.version, False), partial(stored, one)) for one in documents}
        wanted |= {key_of(*row[:2]): ((row[2], True), partial(tombstone, *row)) for row in gone}
        with writing(self.folder), self._distrusted_if_it_fails():
            index = self._open()
            known = _known(index, list(wanted))
            fresh = [
                (key, document_of(make())) for key, (state, make) in wanted.items() if _is_news(state, known.get(key))
            ]
            if fresh:
                _commit(index, fresh)
                index.reload()

    def find(self, query: Query) -> Hits:
        if says_nothing(query):
            return Hits()
        return self._read(partial(_hits, query))

    def versions(self) -> dict[Key, int]:
        return self._read(_live)

    def _read(self, ask: Callable[[Any], T]) -> T:
        """Ask the index in use, and once more when that fails: a rebuild may have swapped folders under it."""
        try:
            with _engine_errors():
                return ask(self._open().searcher())
        except EngineError:
            self._opened = None
        if self.must_rebuild:
            raise EngineError("the index is not whole")
        with self._distrusted_if_it_fails():
            return ask(self._open().searcher())

    def rebuild(self, documents: Iterable[Document]) -> int:
        """
        Build beside the index in use, read it once, then swap folders; return how many documents it holds.

        Nobody writes meanwhile: what changes after the rows were read waits in the queue for the new folder.
        """
        with writing(self.folder), _engine_errors():
            for left_behind in self.folder.parent.glob(f"{self.folder.name}.new.*"):
                shutil.rmtree(left_behind, ignore_errors=True)
            fresh = self.folder.with_name(f"{self.folder.name}.new.{time.time_ns()}")
            fresh.mkdir(parents=True)
            count = _commit(_index_in(fresh), (("", document_of(stored(one))) for one in documents))
            if (held := _index_in(fresh).searcher().num_docs) != count:
                raise EngineError(f"{count} documents written, {held} read back")
            (fresh / _COMPLETE).touch()
            old = self.folder.with_name(f"{self.folder.name}.new.old")
            if self.folder.exists():
                self.folder.rename(old)
            fresh.rename(self.folder)
            shutil.rmtree(old, ignore_errors=True)
        return count

    def _open(self) -> Any:
        """Return the index of the folder that is there now, if it is whole."""
        if not self._is_whole():
            raise EngineError("the index is not whole")
        number = self.folder.stat().st_ino
        opened = self._opened
        if opened is None or opened[0] != number:
            with self._opening:
                opened = self._opened = (number, _index_in(self.folder))
        return opened[1]

    @contextmanager
    def _distrusted_if_it_fails(self) -> Iterator[None]:
        try:
            with _engine_errors():
                yield
        except EngineError:
            self._opened = None
            (self.folder / _COMPLETE).unlink(missing_ok=True)
            raise


def _hits(query: Query, searcher: Any) -> Hits:
    places, total = best(searcher, query) if query.by_words else newest(searcher, query)
    scores, ids = tuple(score for score, _pk in places), tuple(pk for _score, pk in places)
    return Hits(ids, total, counts=_counted(searcher, query), scores=scores)


def _live(searcher: Any) -> dict[Key, int]:
    """Return what may be found, with its version."""
    found = searcher.search(tantivy.Query.all_query(), limit=max(searcher.num_docs, 1)).hits
    rows = [searcher.doc(address) for _score, address in found]
    live = [row for row in rows if row["shown_as"][0] != TOMBSTONE]
    return {(row["kind"][0], UUID(row["id"][0])): row["version"][0] for row in live}


def _counted(searcher: Any, query: Query) -> dict[str, int]:
    """Count the facets; those that the same filters narrow are counted in one pass."""
    passes: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for facet in query.facets:
        passes.setdefault(query.beside(facet), []).append(facet)
    counts: dict[str, int] = {}
    for tags, facets in passes.items():
        wanted = {one: {"terms": {"field": "tags", "size": MOST_TAGS, "include": f"{one}:.*"}} for one in facets}
        answer = searcher.aggregate(query_of(replace(query, tags=tags)), wanted)
        counts |= {bucket["key"]: bucket["doc_count"] for one in facets for bucket in answer[one]["buckets"]}
    return counts


def _known(index: Any, keys: list[str]) -> dict[str, tuple[int, bool]]:
    """Return what the index holds of these keys: a version, and whether it is a tombstone."""
    searcher = index.searcher()
    query = tantivy.Query.term_set_query(schema(), "key", keys)
    rows = [searcher.doc(address) for _score, address in searcher.search(query, limit=len(keys) + 1).hits]
    return {row["key"][0]: (row["version"][0], row["shown_as"][0] == TOMBSTONE) for row in rows}


def _is_news(state: tuple[int, bool], known: tuple[int, bool] | None) -> bool:
    """Return whether to write: a later version, or the same one that came or went without a change of its own."""
    return known is None or (state[0] >= known[0] and state != known)


def _index_in(folder: Path) -> Any:
    index = tantivy.Index(schema(), path=str(folder), reuse=True)
    for name, analyzer in ANALYZERS.items():
        index.register_tokenizer(name, analyzer)
    return index


def _commit(index: Any, fresh: Iterable[tuple[str, Any]]) -> int:
    writer, count = index.writer(_HEAP, 1), 0
    for key, document in fresh:
        if key:
            writer.delete_documents_by_term("key", key)
        writer.add_document(document)
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count
