"""
Who runs on this data folder, over all its processes: held as locks on files, so that a killed process holds nothing.

Whatever serves or works holds the folder with others; a restore has it alone, and an interrupted one keeps others out.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

_PATIENCE, _PAUSE = 1.0, 0.02
_held: dict[str, int] = {}


class InUse(Exception):
    """Somebody else has the folder, in a plain sentence."""


def interrupted() -> Path:
    """Return the mark of a restore that has begun to change places."""
    return Path(settings.DATA) / "restore" / "ready"


def hold(role: str = "data") -> None:
    """
    Hold a role until this process ends.

    :raises InUse: while a restore has the folder, or when one was interrupted
    """
    if role in _held:
        return
    lock = _open(role)
    if not _taken(lock, fcntl.LOCK_SH):
        os.close(lock)
        raise InUse("A restore is running on this data folder: start again when it is done.")
    if interrupted().exists():
        os.close(lock)
        raise InUse("A restore was interrupted: finish it with `make restore`, then start again.")
    _held[role] = lock


def let_go(role: str) -> None:
    lock = _held.pop(role, None)
    if lock is not None:
        os.close(lock)


def held(role: str) -> bool:
    """Return whether any living process holds the role."""
    lock = _open(role)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


@contextmanager
def alone() -> Iterator[None]:
    """
    Have the folder alone; this process may hold it again meanwhile.

    :raises InUse: while anything serves or works on it
    """
    lock = _open("data")
    try:
        if not _taken(lock, fcntl.LOCK_EX):
            raise InUse("Qafila is running on this data folder: stop every server and worker first.")
        _held["data"] = lock
        yield
    finally:
        _held.pop("data", None)
        with suppress(OSError):
            os.close(lock)


def _open(role: str) -> int:
    return os.open(Path(settings.DATA) / f"{role}.lock", os.O_CREAT | os.O_RDWR, 0o600)


def _taken(lock: int, how: int) -> bool:
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= give_up:
                return False
            time.sleep(_PAUSE)
        else:
            return True
