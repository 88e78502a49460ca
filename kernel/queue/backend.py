"""A Django Tasks backend whose rows survive a killed worker: `kernel.queue.worker` runs them."""

from dataclasses import dataclass, replace
from typing import Any, Self

from django.db import transaction
from django.utils.module_loading import import_string

from kernel import clock
from kernel.queue.wake import wake
from kernel.tasks import BaseTaskBackend, Task, TaskResult, TaskResultDoesNotExist, TaskResultStatus

_STATUS = {
    "ready": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "parked": TaskResultStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTask(Task[..., Any]):
    """
    A task of ours: `key` orders the rows that share it, one at a time.

    With `transactional` (the default) its effects and its row commit together, so it happens once; a long task turns it
    off, opens short transactions itself and must be safe to repeat.
    """

    key: str = ""
    transactional: bool = True

    def keyed(self, key: str) -> Self:
        """Return the same task, run in order with the others of this key."""
        return replace(self, key=key)


class DatabaseBackend(BaseTaskBackend):
    """Enqueue as a row of the caller's transaction; leases, retries and order are the worker's."""

    task_class = QueueTask  # type: ignore[assignment]
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: QueueTask, args: Any, kwargs: Any) -> TaskResult[Any]:  # type: ignore[override]
        from kernel.models import Task as Row

        now = clock.now()
        row = Row.objects.create(
            path=task.module_path,
            args=list(args),
            kwargs=dict(kwargs),
            queue_name=task.queue_name,
            key=task.key,
            priority=task.priority,
            enqueued_at=now,
            run_after=task.run_after or now,
        )
        transaction.on_commit(wake, robust=True)
        return self._result(row, task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        from kernel.models import Task as Row

        try:
            row = Row.objects.get(pk=result_id)
        except (Row.DoesNotExist, ValueError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        return self._result(row, import_string(row.path))

    def _result(self, row: Any, task: Task[..., Any]) -> TaskResult[Any]:
        return TaskResult(
            task=task,
            id=str(row.pk),
            status=_STATUS[row.status],
            enqueued_at=row.enqueued_at,
            started_at=None,
            finished_at=row.finished_at,
            last_attempted_at=None,
            args=row.args,
            kwargs=row.kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[row.worker] if row.worker else [],
        )
