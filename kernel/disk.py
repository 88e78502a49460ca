"""Whether what people send can be kept: a disk that is full, or a folder that cannot be written."""

import errno
import shutil
import tempfile
from pathlib import Path

from django.db.utils import DatabaseError

ROOM = 64_000_000  # bytes below which a disk counts as nearly full
RETRY_SECONDS = 60
_ERRORS = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EACCES}
_WORDS = ("is full", "disk i/o error", "readonly database", "read-only", "unable to open database", "no space left")


def cannot_write(error: BaseException | None) -> bool:
    """Say whether this failure, or what it came from, is a disk that takes nothing more."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _ERRORS:
            return True
        if isinstance(error, DatabaseError) and any(words in str(error).lower() for words in _WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


def trouble(folder: Path) -> str:
    """Return what is wrong with the disk of this folder, nothing when it takes what is sent."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as probe:
            probe.write(bytes(4096))
    except OSError as error:
        return f"nothing can be written in the data folder: {error.strerror}"
    free = shutil.disk_usage(folder).free
    return f"the disk of the data folder is nearly full: {free // 1_000_000} MB are left" if free < ROOM else ""
