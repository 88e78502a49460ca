"""UUID version 7 (RFC 9562): sortable by time of creation, random enough to be public."""

import secrets
import threading
import time
from uuid import UUID

NIL = UUID(int=0)

_guard = threading.Lock()
_last = (0, 0)


def uuid7() -> UUID:
    """
    Return a new identifier: 48 bits of milliseconds, then 74 random bits.

    Within a process each is larger than the one before, also in one millisecond: the queue orders by it.
    """
    global _last  # noqa: PLW0603 - the last one made is what the next must exceed
    with _guard:
        milliseconds, tail = time.time_ns() // 1_000_000, secrets.randbits(73)
        if milliseconds <= _last[0]:
            milliseconds, tail = _last[0], _last[1] + 1 + secrets.randbits(32)
        _last = (milliseconds, tail)
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0x2 << 62 | low)
