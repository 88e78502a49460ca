from uuid import UUID

from kernel.queue.claims import held_open
from search.jobs import index

MOST_IN_A_ROW = 500


def changed(kind: str, row_id: UUID) -> None:
    """
    Bring the index in step with a row after this transaction: the queue looks at the row as it is then.

    Changes that wait together share a row of the queue, and so one commit of the index.
    """
    pair = [kind, str(row_id)]
    row = held_open(index.module_path)
    if row is None or len(row.args[0]) >= MOST_IN_A_ROW:
        index.enqueue([pair])
    elif pair not in row.args[0]:
        row.args[0].append(pair)
        row.save(update_fields=["args"])
