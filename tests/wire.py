"""A network between a client and a server, which a test can cut, or let swallow everything without a word."""

import asyncio
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Self

ABORT = struct.pack("ii", 1, 0)  # closing sends a reset


class Wire:
    """
    Carries bytes from a port of its own to a server: `with Wire(port) as wire`, then `wire.address`.

    Cut: whoever is connected is reset, whoever comes is too. Black hole: nothing passes and nothing is closed; what was
    connected then never lives again, as behind a router that forgot it.
    """

    def __init__(self, port: int) -> None:
        self.target = port
        self.is_cut = self.is_swallowing = False
        self.open: set[asyncio.StreamWriter] = set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        self.server = self._do(asyncio.start_server(self._carry, "127.0.0.1", 0, backlog=1024))
        self.port = self.server.sockets[0].getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self.server.close()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def cut(self) -> None:
        """Reset every connection, and those to come."""
        self.is_cut = True
        self._do(self._reset())

    def swallow(self) -> None:
        """Let nothing pass any more, and close nothing."""
        self.is_swallowing = True

    def mend(self) -> None:
        """Let new connections through."""
        self.is_cut = self.is_swallowing = False

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _reset(self) -> None:
        for writer in self.open:
            abort(writer)
        self.open.clear()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.add(writer)
        if self.is_cut:
            abort(writer)
            return
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        self.open.add(back)
        lost = asyncio.Event()
        await asyncio.gather(self._pass(reader, back, lost), self._pass(there, writer, lost))
        self.open -= {writer, back}

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        with suppress(OSError):
            while chunk := await source.read(65_536):
                if self.is_swallowing or lost.is_set():
                    lost.set()
                    continue
                sink.write(chunk)
                await sink.drain()
        if self.is_swallowing or lost.is_set():
            return
        with suppress(OSError):
            sink.close()


def abort(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
    writer.transport.abort()
