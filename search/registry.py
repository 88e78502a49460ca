"""Which rows are findable, which engine answers, and what happens while it does not."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from kernel.ids import uuid7
from search import names as labels
from search import synonyms as phrases
from search.ports import Backend, Document, EngineBusy, EngineError, Hits, Plain, Query
from search.waiting import within

logger = logging.getLogger("qafila.search")

LONGEST_WAIT = 0.8
_PAUSE = 10.0


@dataclass(frozen=True, slots=True)
class Findable:
    """A kind of row: all rows that may be found now, and the document of one."""

    kind: str
    rows: Callable[[], QuerySet[Any]]
    document: Callable[[Any], Document]


_findables: dict[str, Findable] = {}
_broken_until = 0.0


def findable(kind: str, *, rows: Callable[[], QuerySet[Any]], document: Callable[[Any], Document]) -> None:
    """Declare a kind of row that search may find; called by a room's `search.py`."""
    _findables[kind] = Findable(kind, rows, document)


def findables() -> Mapping[str, Findable]:
    return _findables


def synonyms(groups: Callable[[], phrases.Groups]) -> None:
    """
    Hand down what people call things: pairs of tags and phrases, asked for at the first query.

    A query that holds one of the phrases also finds the rows that carry one of its tags; who begins to type one is shown
    the names of those.
    """
    phrases.known.add(groups)
    labels.known.everyday.append(groups)


def named(source: Callable[[], labels.Named]) -> None:
    """Hand down what codes are called: tags, each with its name by language, for who types the beginning of one."""
    labels.known.add(source)


def engine() -> Backend:
    """Return the engine of the settings: Elasticsearch where a URL names it, else one folder of the embedded engine."""
    if settings.ELASTICSEARCH_URL:
        return _elastic(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX)
    return _embedded(settings.SEARCH_FOLDER)


@cache
def _elastic(url: str, name: str) -> Backend:
    from search.backends.elastic import ElasticBackend

    return ElasticBackend(url, name)


@cache
def _embedded(folder: Path) -> Backend:
    from search.backends.tantivy import TantivyBackend

    return TantivyBackend(folder)


@contextmanager
def throw_away() -> Iterator[tuple[str, Backend, Plain]]:
    """Lend the engine of the settings in a place of its own, with its name and itself asked bare; all goes in the end."""
    if settings.ELASTICSEARCH_URL:
        from search.backends.elastic import ElasticBackend
        from search.backends.elastic_plain import PlainElastic

        name = f"{settings.ELASTICSEARCH_INDEX}-trial-{uuid7().hex}"
        engine, bare = ElasticBackend(settings.ELASTICSEARCH_URL, name), PlainElastic(settings.ELASTICSEARCH_URL, name)
        try:
            yield "elasticsearch", engine, bare
        finally:
            bare.forget()
            engine.forget()
    else:
        from search.backends.tantivy import TantivyBackend
        from search.backends.tantivy_plain import PlainTantivy

        with TemporaryDirectory(prefix="qafila-search-") as folder:
            yield "tantivy", TantivyBackend(Path(folder) / "index"), PlainTantivy(Path(folder) / "plain")


@contextmanager
def alone(documents: Iterable[Document]) -> Iterator[Backend]:
    """Lend the embedded engine with these documents alone, whatever engine the settings name; all goes in the end."""
    from search.backends.tantivy import TantivyBackend

    with TemporaryDirectory(prefix="qafila-search-") as folder:
        engine = TantivyBackend(Path(folder) / "index")
        engine.rebuild(documents)
        yield engine


def fallback() -> Backend:
    from search.backends.database import DatabaseBackend

    return DatabaseBackend()


def find(query: Query) -> Hits:
    """
    Ask the engine; when it fails, hangs or is being made anew, the database answers, marked as degraded.

    After a failure the engine rests ten seconds, so that nobody else waits for it.
    """
    global _broken_until  # noqa: PLW0603 - the breaker is one per process
    if time.monotonic() < _broken_until:
        return fallback().find(query)
    try:
        return within(LONGEST_WAIT, lambda: engine().find(query))
    except (EngineBusy, TimeoutError) as error:
        logger.warning("the search engine is away; the database answers: %s", error)
    except Exception:
        logger.exception("the search engine failed; the database answers")
        _mend()
    _broken_until = time.monotonic() + _PAUSE
    return fallback().find(query)


def close_breaker() -> None:
    """Let the engine answer again at once."""
    global _broken_until  # noqa: PLW0603
    _broken_until = 0.0


def state() -> str:
    """Return why search is degraded, or nothing."""
    try:
        if within(LONGEST_WAIT, lambda: engine().must_rebuild):
            _mend()
            return "the index is being made anew; the database answers"
        if time.monotonic() < _broken_until:
            return "the engine failed; the database answers"
        within(LONGEST_WAIT, lambda: engine().find(Query(limit=1)))
    except Exception as error:  # noqa: BLE001 - readiness names the failure, whatever it is
        return f"the engine fails, the database answers: {type(error).__name__}"
    return ""


def _mend() -> None:
    """Have the index made anew when there is none to ask."""
    from search.jobs import rebuild_soon

    try:
        if within(LONGEST_WAIT, lambda: engine().must_rebuild):
            with transaction.atomic():
                rebuild_soon()
    except (EngineError, TimeoutError):
        logger.warning("the search engine does not say whether it holds an index")
    except DatabaseError:
        logger.exception("the rebuild of the index could not be queued; the next search asks again")
