"""UUID version 7 (RFC 9562): sortable by time of creation, random enough to be public."""

import os
import time
from uuid import UUID

NIL = UUID(int=0)


def uuid7() -> UUID:
    """Return a new identifier: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | random_bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
