from uuid import UUID

from kernel.tasks import task
from search import registry


@task(transactional=False)
def index(kind: str, ids: list[str]) -> None:
    """Write the rows as they are now; a row that may no longer be found leaves a tombstone of its version."""
    engine = registry.engine()
    findable = registry.findables()[kind]
    wanted = {UUID(one) for one in ids}
    rows = list(findable.rows().filter(pk__in=wanted))
    gone = wanted - {row.pk for row in rows}
    model = findable.rows().model
    versions = dict(model._default_manager.filter(pk__in=gone).values_list("pk", "row_version"))
    engine.write([findable.document(row) for row in rows], [(kind, pk, versions.get(pk, 2**62)) for pk in gone])
    if getattr(engine, "must_rebuild", False):
        rebuild_now()
    registry.close_breaker()


def rebuild_now() -> int:
    """Make the index anew from the database and swap it in; return how many documents it holds."""
    documents = [
        findable.document(row)
        for findable in registry.findables().values()
        for row in findable.rows().iterator(chunk_size=500)
    ]
    registry.engine().rebuild(documents)
    return len(documents)


def check_now() -> tuple[int, int, int]:
    """Compare ids and versions with the database, repair, and return (missing, stale, gone)."""
    wanted = registry.fallback().versions()
    held = registry.engine().versions()
    missing = [key for key in wanted if key not in held]
    stale = [key for key in wanted if key in held and held[key] < wanted[key]]
    gone = [key for key in held if key not in wanted]
    for kind in registry.findables():
        ids = [str(pk) for of_kind, pk in (*missing, *stale, *gone) if of_kind == kind]
        if ids:
            index.func(kind, ids)  # type: ignore[attr-defined]
    return len(missing), len(stale), len(gone)
