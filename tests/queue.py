"""The queue in tests is the real one, run here instead of in its thread."""

from kernel.models import Task
from kernel.queue.worker import Worker


def drain(rounds: int = 50) -> None:
    """Run every row whose time has come, and those they enqueue; a failing row fails the test."""
    worker = Worker()
    for _ in range(rounds):
        if not worker.run_once():
            break
    failed = Task.objects.exclude(error="").values_list("path", "args", "error")
    assert not failed, "\n".join(f"{path} {args}\n{error}" for path, args, error in failed)
