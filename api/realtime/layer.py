"""The channel layer of one process: groups are sets, a message goes to each member's queue, a full queue loses it."""

import asyncio
from collections import defaultdict
from typing import Any
from uuid import uuid4

from channels.exceptions import ChannelFull
from channels.layers import BaseChannelLayer


class LocalLayer(BaseChannelLayer):
    """
    Same interface as the layer of Channels, which looks through every channel and group at each message.

    What is sent is shared by all who receive it: nobody changes it. It lives on the loop of the sockets, as they do.
    """

    extensions = ("groups", "flush")

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.queues: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self.groups: defaultdict[str, set[str]] = defaultdict(set)

    async def new_channel(self, prefix: str = "specific") -> str:
        name = f"{prefix}.local!{uuid4().hex}"
        self.queues[name] = asyncio.Queue(self.capacity)
        return name

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        """
        Put a message before whoever reads this channel; without anybody it is lost.

        :raises ChannelFull: when the reader is too slow
        """
        try:
            if channel in self.queues:
                self.queues[channel].put_nowait(message)
        except asyncio.QueueFull:
            raise ChannelFull(channel) from None

    async def receive(self, channel: str) -> dict[str, Any]:
        """Wait for the next message of a channel; a reader that stops waiting has left."""
        queue = self.queues.setdefault(channel, asyncio.Queue(self.capacity))
        try:
            return await queue.get()
        except asyncio.CancelledError:
            self.queues.pop(channel, None)
            raise

    async def group_add(self, group: str, channel: str) -> None:
        self.groups[group].add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self.groups[group].discard(channel)
        if not self.groups[group]:
            del self.groups[group]

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        for channel in tuple(self.groups.get(group, ())):
            queue = self.queues.get(channel)
            if queue is not None and not queue.full():
                queue.put_nowait(message)

    async def flush(self) -> None:
        self.queues.clear()
        self.groups.clear()
