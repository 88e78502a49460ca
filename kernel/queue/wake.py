"""A commit that enqueued something wakes the worker of this process at once; the row itself needs no waking."""

import threading

_bell = threading.Event()


def wake() -> None:
    _bell.set()


def wait(seconds: float) -> None:
    """Return at the next wake, or after this long (rows whose time comes, rows of other processes)."""
    _bell.wait(seconds)
    _bell.clear()
