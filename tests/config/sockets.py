"""
Many sockets cut at once while messages are written: each comes back by itself and must have exactly what it missed.

`python -m tests.config.sockets 500` opens so many, in five conversations.
"""

import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.config.senders import until_ready
from tests.config.test_processes import act
from tests.databases import own_database
from tests.wire import Wire

LONGEST_WAIT = 30
A_PERSON = 10


@dataclass
class Listener:
    """A page: it asks for what came after the last place it has, and comes back later and later, each at a moment of its own."""

    address: str
    conversation_id: str
    cookie: str
    last: int = 0
    texts: list[str] = field(default_factory=list)

    async def live(self) -> None:
        attempts = 0
        url = f"{self.address.replace('http', 'ws')}/ws/live/"
        headers = {"Cookie": self.cookie}
        while True:
            with suppress(OSError, WebSocketException, TimeoutError, EOFError):
                async with connect(
                    url, origin=self.address, additional_headers=headers, open_timeout=LONGEST_WAIT
                ) as socket:
                    async for frame in socket:
                        attempts = 0
                        await self._hear(socket, json.loads(frame))
            await asyncio.sleep(random.random() * min(LONGEST_WAIT, 2**attempts))
            attempts += 1

    async def _hear(self, socket, told: dict) -> None:
        if told["type"] == "messages":
            rows = [row for row in told["results"] if row["sequence"] > self.last]
            self.texts += [row["text"] for row in rows]
            self.last = max([self.last, *(row["sequence"] for row in rows)])
        news = told["type"] == "message.posted" and told["sequence"] > self.last
        if told["type"] == "ready" or told.get("more") or (news and told["conversation_id"] == self.conversation_id):
            await socket.send(
                json.dumps({"type": "messages.after", "conversation_id": self.conversation_id, "after": self.last})
            )


@dataclass
class Story:
    """All come, hear some messages, are cut, miss some, and come back."""

    wire: Wire
    direct: str
    conversations: list[dict]
    listeners: list[Listener]
    seconds: float = 0
    without_network: float = 0

    async def run(self, heard: int, missed: int) -> None:
        tasks = [asyncio.create_task(one.live()) for one in self.listeners]
        await self._write(0, heard)
        await self._all_have(heard)
        began = time.monotonic()
        await asyncio.to_thread(self.wire.cut)
        await self._write(heard, heard + missed)
        self.wire.mend()
        self.without_network = time.monotonic() - began
        await self._all_have(heard + missed)
        self.seconds = time.monotonic() - began
        for task in tasks:
            task.cancel()

    async def _write(self, first: int, end: int) -> None:
        for number in range(first, end):
            for one in self.conversations:
                body = {"client_id": str(uuid4()), "text": str(number)}
                await asyncio.to_thread(act, self.direct, one["key"], f"/conversations/{one['id']}/messages/", body)

    async def _all_have(self, count: int) -> None:
        async with asyncio.timeout(120):
            while any(len(one.texts) < count for one in self.listeners):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def faults(self, count: int) -> int:
        """Return how many do not have exactly what was written, in order, each once."""
        return sum(one.texts != [str(number) for number in range(count)] for one in self.listeners)


def main(environment: dict[str, str], port: int, sockets: int, *, conversations: int, missed: int) -> Story:
    """Serve, open the sockets, run the story and return it."""
    people = sockets // A_PERSON // conversations // 2
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "prepare"], env=environment, check=True, stdout=-3)
    cast = [sys.executable, "-m", "tests.config.crowd", str(conversations), str(people)]
    made = json.loads(subprocess.run(cast, env=environment, check=True, stdout=-1, stderr=-3).stdout)
    server = subprocess.Popen([*manage, "serve", "--port", str(port)], env=environment, stdout=-3, stderr=-3)
    try:
        direct = f"http://127.0.0.1:{port}"
        until_ready(direct)
        with Wire(port) as wire:
            listeners = [
                Listener(wire.address, one["id"], cookie)
                for one in made
                for cookie in one["cookies"]
                for _ in range(A_PERSON)
            ]
            story = Story(wire, direct, made, listeners)
            asyncio.run(story.run(heard=3, missed=missed))
    finally:
        server.terminate()
        server.wait(20)
    return story


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)) as own:
        story = main(own, 8600, count, conversations=5, missed=20)
    print(
        f"{len(story.listeners)} sockets cut at once, all back with what they missed after {story.seconds:.1f} s"
        f" ({story.without_network:.1f} s of them without a network),"
        f" {story.faults(23)} with anything else"
    )
