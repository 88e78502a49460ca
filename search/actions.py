from uuid import UUID

from kernel.queue.claims import held_open
from search.jobs import index

MOST_IN_A_ROW = 500


def changed(kind: str, *row_ids: UUID) -> None:
    """
    Bring the index in step with rows after this transaction: the queue looks at each as it is then.

    Changes that wait together share a row of the queue, and so one commit of the index.
    """
    pairs = [[kind, str(row_id)] for row_id in row_ids]
    row = held_open(index.module_path)
    if row is not None:
        waiting = row.args[0]
        pairs = [pair for pair in pairs if pair not in waiting]
        joining, pairs = pairs[: MOST_IN_A_ROW - len(waiting)], pairs[MOST_IN_A_ROW - len(waiting) :]
        if joining:
            waiting += joining
            row.save(update_fields=["args"])
    for start in range(0, len(pairs), MOST_IN_A_ROW):
        index.enqueue(pairs[start : start + MOST_IN_A_ROW])
