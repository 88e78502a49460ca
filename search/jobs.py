import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel import clock
from kernel.queue.claims import waiting
from kernel.tasks import task
from search import registry
from search.ports import Document, EngineBusy, EngineError, Key
from search.words import stored_tags, stored_text

logger = logging.getLogger("qafila.search")

_AT_ONCE = 500
_REBUILD, _MEND = "search:rebuild", "search:mend"
_MEND_AFTER = timedelta(seconds=5)


@task(transactional=False)
def index(pairs: list[list[str]]) -> None:
    """Write the rows as they are now; a row that may no longer be found leaves a tombstone of its version."""
    write_now([(kind, UUID(pk)) for kind, pk in pairs])


@task(transactional=False)
def rebuild() -> None:
    if registry.engine().must_rebuild:
        rebuild_now()
    registry.close_breaker()


@task(transactional=False)
def mend() -> None:
    """Bring the index in step with the database; an engine that is still away is asked again a little later."""
    try:
        check_now()
    except EngineBusy:
        mend_soon()
    else:
        registry.close_breaker()


def mend_soon() -> None:
    """Ask the queue for a comparison with the database, once while none is asked for."""
    if not waiting(_MEND):
        later = mend.keyed(_MEND).using(run_after=clock.now() + _MEND_AFTER)  # type: ignore[attr-defined]
        later.enqueue()


def rebuild_soon() -> None:
    """Ask the queue for a new index, once while none is asked for."""
    if not waiting(_REBUILD):
        rebuild.keyed(_REBUILD).enqueue()  # type: ignore[attr-defined]


def write_now(keys: Sequence[Key]) -> None:
    """
    Bring the index in step with these rows; an index that cannot be written is made anew.

    :raises EngineBusy: while another process writes, or the engine is away
    :raises EngineError: when it refuses what it is given
    """
    engine = registry.engine()
    try:
        for start in range(0, len(keys), _AT_ONCE):
            if engine.must_rebuild:
                rebuild_now()  # from the rows as they are, these among them
                break
            engine.write(*_as_they_are(keys[start : start + _AT_ONCE]))
    except EngineBusy:
        mend_soon()  # this row is tried again later and later; what it holds is looked for as soon as the engine is back
        raise
    except EngineError:
        if not engine.must_rebuild:
            raise
        logger.exception("the search index cannot be written; it is made anew")
        rebuild_now()
    registry.close_breaker()


def rebuild_now() -> int:
    """Make the index anew from the database, and what the rows themselves hold; return how many documents it holds."""
    _store_anew()
    return registry.engine().rebuild(_every_document())


def check_now() -> tuple[int, int, int]:
    """Compare ids and versions with the database, repair, and return (missing, stale, gone)."""
    wanted, held = registry.fallback().versions(), _held()
    missing = [key for key in wanted if key not in held]
    stale = [key for key in wanted if key in held and held[key] < wanted[key]]
    gone = [key for key in held if key not in wanted]
    if registry.engine().must_rebuild:
        rebuild_now()
        registry.close_breaker()
    elif wrong := [*missing, *stale, *gone]:
        write_now(wrong)
    return len(missing), len(stale), len(gone)


def _held() -> dict[Key, int]:
    try:
        return {} if registry.engine().must_rebuild else registry.engine().versions()
    except EngineBusy:
        raise
    except EngineError:
        logger.exception("the search index cannot be read; it is made anew")
        return {}


def _as_they_are(keys: Sequence[Key]) -> tuple[list[Document], list[tuple[str, UUID, int]]]:
    documents: list[Document] = []
    gone: list[tuple[str, UUID, int]] = []
    for kind, findable in registry.findables().items():
        wanted = {pk for of_kind, pk in keys if of_kind == kind}
        rows: list[Any] = list(findable.rows().filter(pk__in=wanted)) if wanted else []
        documents += [findable.document(row) for row in rows]
        if left := wanted - {row.pk for row in rows}:
            every = findable.rows().model._default_manager
            versions = dict(every.filter(pk__in=left).values_list("pk", "row_version"))
            gone += [(kind, pk, versions.get(pk, 2**62)) for pk in left]
    return documents, gone


def _every_document() -> Iterator[Document]:
    for findable in registry.findables().values():
        for row in findable.rows().iterator(chunk_size=_AT_ONCE):
            yield findable.document(row)


def _store_anew() -> None:
    """Give the rows the words and tags of today's documents, for the database: an upgrade may have added some."""
    for findable in registry.findables().values():
        ids = list(findable.rows().order_by().values_list("pk", flat=True))
        for start in range(0, len(ids), _AT_ONCE):
            _store(findable, ids[start : start + _AT_ONCE])


def _store(findable: registry.Findable, ids: Sequence[UUID]) -> None:
    rows = [(row, findable.document(row)) for row in findable.rows().filter(pk__in=ids)]
    said = [(row, {"search_text": stored_text(one), "search_tags": stored_tags(one)}) for row, one in rows]
    other = [(row, kept) for row, kept in said if any(getattr(row, name) != kept[name] for name in kept)]
    with transaction.atomic():
        for row, kept in other:
            every = findable.rows().model._default_manager
            every.filter(pk=row.pk, row_version=row.row_version).update(**kept)
