from uuid import UUID

from search.jobs import index


def changed(kind: str, row_id: UUID) -> None:
    """Bring the index in step with a row after this transaction: the queue looks at the row as it is then."""
    index.keyed("search").enqueue(kind, [str(row_id)])  # type: ignore[attr-defined]
