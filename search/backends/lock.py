"""One writer of a folder at a time, over all processes of the machine; the lock of a dead process is free."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.ports import EngineBusy

LONGEST_WAIT = 5.0
_PAUSE = 0.02


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """
    Hold the folder for writing; the lock lies beside it, so that it outlives a swap.

    :raises EngineBusy: when another holds it for too long
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder.with_name(f"{folder.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _take(lock)
        yield
    finally:
        os.close(lock)


def _take(lock: int) -> None:
    give_up = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= give_up:
                raise EngineBusy("another process writes to the search index") from None
            time.sleep(_PAUSE)
