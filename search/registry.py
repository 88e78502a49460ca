"""Which rows are findable, which engine answers, and what happens while it does not."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from search.ports import Backend, Document, Hits, Query

logger = logging.getLogger("qafila.search")

_PAUSE = 10.0


@dataclass(frozen=True, slots=True)
class Findable:
    """A kind of row: all rows that may be found now, and the document of one."""

    kind: str
    rows: Callable[[], QuerySet[Any]]
    document: Callable[[Any], Document]


_findables: dict[str, Findable] = {}
_backends: dict[str, Backend] = {}
_broken_until = 0.0


def findable(kind: str, *, rows: Callable[[], QuerySet[Any]], document: Callable[[Any], Document]) -> None:
    """Declare a kind of row that search may find; called by a room's `search.py`."""
    _findables[kind] = Findable(kind, rows, document)


def findables() -> Mapping[str, Findable]:
    return _findables


def engine() -> Backend:
    """Return the engine of the settings, one per folder."""
    from search.backends.tantivy import TantivyBackend

    folder = settings.SEARCH_FOLDER
    return _backends.setdefault(str(folder), TantivyBackend(folder))


def fallback() -> Backend:
    from search.backends.database import DatabaseBackend

    return DatabaseBackend()


def find(query: Query) -> Hits:
    """Ask the engine; when it fails, the database answers, marked as degraded, and the engine rests ten seconds."""
    global _broken_until  # noqa: PLW0603 - the breaker is one per process
    if time.monotonic() < _broken_until:
        return fallback().find(query)
    try:
        hits = engine().find(query)
    except Exception:
        logger.exception("the search engine failed; the database answers")
        _broken_until = time.monotonic() + _PAUSE
        return fallback().find(query)
    if getattr(engine(), "must_rebuild", False):
        return fallback().find(query)
    return hits


def close_breaker() -> None:
    """Let the engine answer again at once."""
    global _broken_until  # noqa: PLW0603
    _broken_until = 0.0


def state() -> str:
    """Return why search is degraded, or nothing."""
    if time.monotonic() < _broken_until:
        return "the engine failed; the database answers"
    try:
        engine().find(Query(limit=1))
    except Exception as error:  # noqa: BLE001 - readiness names the failure, whatever it is
        return f"the engine fails: {type(error).__name__}"
    return "the index is being made anew" if getattr(engine(), "must_rebuild", False) else ""
