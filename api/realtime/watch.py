"""
The rights of everybody with a socket open, looked at together every few seconds: one that was taken away ends the socket,
whether anything is said over it or not.
"""

import asyncio
import logging
from collections.abc import Hashable, Iterable, Mapping
from time import monotonic
from typing import Protocol
from uuid import UUID

from channels.db import database_sync_to_async

from accounts import queries
from kernel import clock
from kernel.actor import Actor

log = logging.getLogger("qafila.realtime")
EVERY_SECONDS = 2

_tasks: dict[asyncio.AbstractEventLoop, asyncio.Task[None]] = {}


class Watched(Protocol):
    """A socket: who is at its other end, what that depended on when last read, and when that was."""

    actor: Actor
    checked_at: float
    standing: Hashable

    @property
    def session_key(self) -> str: ...

    async def look_again(self) -> bool: ...


def over(sockets: Iterable[Watched]) -> None:
    """Watch over these sockets on the running loop, until it ends."""
    loop = asyncio.get_running_loop()
    if loop not in _tasks:
        _tasks.clear()  # a loop that ended has no sockets left
        _tasks[loop] = loop.create_task(_watch(sockets))


async def _watch(sockets: Iterable[Watched]) -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            await look(list(sockets))
        except Exception:
            log.exception("The rights of open sockets were not read")


async def look(sockets: list[Watched]) -> None:
    """Read again in one go what these sockets depend on, and let those for which it changed look at it closely."""
    now = monotonic()
    found = await database_sync_to_async(_standings)({one.session_key: one.actor.user_id for one in sockets})
    changed = []
    for one in sockets:
        if one.standing is not None and found.get(one.session_key) == one.standing:
            one.checked_at = max(one.checked_at, now)
        else:
            changed.append(one.look_again())
    await asyncio.gather(*changed, return_exceptions=True)


def _standings(sessions: Mapping[str, UUID]) -> dict[str, Hashable]:
    return queries.standings(sessions, now=clock.now())
