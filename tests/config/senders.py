"""
Clients that send messages to a server that is killed under them; what it acknowledged is noted here, outside of it, and
held against the database: `python -m tests.config.senders ROUNDS SENDS CLIENTS KILLS`, kills being those of a round.
"""

import asyncio
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4

import psutil
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.databases import own_database


@dataclass
class Said:
    """What a client was promised: the place that each of its messages has."""

    conversation_id: str
    text: str
    client_id: str
    sequence: int


@dataclass
class Story:
    """One run: clients send until all is acknowledged, while the server is killed some times."""

    address: str
    command: list[str]
    environment: dict[str, str]
    conversations: list[dict]
    clients: int = 20
    sends: int = 200
    kills: int = 3
    acknowledged: list[Said] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)
    of_processor: list[float] = field(default_factory=list)

    def run(self) -> None:
        self._start()
        try:
            asyncio.run(self._all())
        finally:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(20)

    def _start(self) -> None:
        self.server = subprocess.Popen(self.command, env=self.environment, stdout=-3, stderr=-3)
        until_ready(self.address)

    async def _all(self) -> None:
        share = self.sends // self.clients
        tasks = [
            asyncio.create_task(self._client(number, self.conversations[number % len(self.conversations)], share))
            for number in range(self.clients)
        ]
        for number in range(self.kills):
            target = len(tasks) * share * (number + 1) // (self.kills + 1)
            while len(self.acknowledged) < target:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await asyncio.sleep(random.random() * 0.1)
            self.server.kill()
            self.server.wait()
            start = time.monotonic()
            await asyncio.to_thread(self._start)
            self.restarts.append(time.monotonic() - start)
            self.of_processor.append(sum(psutil.Process(self.server.pid).cpu_times()[:2]))
        await asyncio.gather(*tasks)

    async def _client(self, number: int, conversation: dict, share: int) -> None:
        cookies = conversation["cookies"]
        cookie = cookies[number // len(self.conversations) % len(cookies)]
        left = [(str(uuid4()), f"{number}:{index}") for index in range(share)]
        origin = self.address
        url = f"{self.address.replace('http', 'ws')}/ws/live/"
        wait = 0.05
        while left:
            try:
                async with connect(url, origin=origin, additional_headers={"Cookie": cookie}, open_timeout=5) as socket:
                    while left:
                        await self._send(socket, conversation["id"], *left[0])
                        left.pop(0)
                        wait = 0.05
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(wait * (0.5 + random.random() / 2))
                wait = min(wait * 2, 1)

    async def _send(self, socket, conversation_id: str, client_id: str, text: str) -> None:
        frame = {"type": "message.post", "conversation_id": conversation_id, "client_id": client_id, "text": text}
        await socket.send(json.dumps(frame))
        while True:
            told = json.loads(await asyncio.wait_for(socket.recv(), 10))
            if told.get("client_id") != client_id:
                continue
            if told["type"] == "message.kept":
                self.acknowledged.append(Said(conversation_id, text, client_id, told["sequence"]))
                return
            raise TimeoutError(told)  # busy: sent again under the same name


def until_ready(address: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise AssertionError(f"{address} does not answer")


def kept(address: str, key: str, conversation_id: str) -> list[dict]:
    """Return every message of a conversation as a program reads it."""
    found, page = [], f"{address}/api/v1/conversations/{conversation_id}/messages/?page_size=100&after=0"
    while page:
        with urlopen(Request(page, headers={"Authorization": f"Bearer {key}"}), timeout=20) as answer:
            told = json.load(answer)
        found += told["results"]
        page = told["next"]
    return found


def faults(acknowledged: list[Said], kept_in: dict[str, list[dict]]) -> dict[str, int]:
    """Return how many acknowledged messages were lost, doubled, moved or altered, and how many places are missing."""
    by_name: dict[str, list[tuple[str, dict]]] = {}
    order: dict[str, list[int]] = {}
    for conversation_id, rows in kept_in.items():
        for row in rows:
            by_name.setdefault(row["client_id"], []).append((conversation_id, row))
            client, _, index = row["text"].partition(":")
            order.setdefault(client, []).append(int(index))
    found = [(one, by_name[one.client_id][0]) for one in acknowledged if one.client_id in by_name]
    return {
        "lost": sum(one.client_id not in by_name for one in acknowledged),
        "doubled": sum(len(rows) > 1 for rows in by_name.values()),
        "in a foreign conversation": sum(one.conversation_id != where for one, (where, _row) in found),
        "moved": sum(one.sequence != row["sequence"] for one, (_where, row) in found),
        "altered": sum(one.text != row["text"] for one, (_where, row) in found),
        "out of order": sum(indexes != sorted(indexes) for indexes in order.values()),
        "gaps": sum(row["sequence"] != place for rows in kept_in.values() for place, row in enumerate(rows, 1)),
    }


def main(
    environment: dict[str, str], address: str, command: list[str], **numbers: int
) -> tuple[Story, dict[str, int], int]:
    """Make two conversations, run the story, and return it with its faults and the number of messages that are kept."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.config.crowd", "2", "1"], env=environment, check=True, stdout=-1, stderr=-3
    )
    story = Story(address, command, environment, json.loads(made.stdout), **numbers)
    story.run()
    server = subprocess.Popen(command, env=environment, stdout=-3, stderr=-3)
    try:
        until_ready(address)
        kept_in = {one["id"]: kept(address, one["key"], one["id"]) for one in story.conversations}
    finally:
        server.terminate()
        server.wait(20)
    return story, faults(story.acknowledged, kept_in), sum(map(len, kept_in.values()))


def tell(number: int, sends: int, clients: int, kills: int) -> Story:
    """Run one story on a database of its own and print what came of it."""
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)) as own:
        environment = {**own, "MESSAGES_A_MINUTE": "100000"}
        subprocess.run([sys.executable, "manage.py", "prepare"], env=environment, check=True, stdout=-3)
        port = 8400 + number
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        address = f"http://127.0.0.1:{port}"
        story, wrong, total = main(environment, address, command, sends=sends, clients=clients, kills=kills)
    restarts = ", ".join(f"{one:.1f}" for one in story.restarts)
    faulty = ", ".join(f"{name} {count}" for name, count in wrong.items())
    print(f"{number}: {len(story.acknowledged)} acknowledged, {total} kept; {faulty}; restart {restarts} s", flush=True)
    return story


if __name__ == "__main__":
    rounds, sends, clients, kills = (int(one) for one in (sys.argv[1:] + ["1", "2000", "20", "1"][len(sys.argv) - 1 :]))
    stories = [tell(number, sends, clients, kills) for number in range(1, rounds + 1)]
    taken, spent = ([one for story in stories for one in getattr(story, name)] for name in ("restarts", "of_processor"))
    if taken:
        print(f"restart to first answer: typical {statistics.median(taken):.1f} s, worst {max(taken):.1f} s", end="")
        print(f"; of the processor {statistics.median(spent):.1f} s")
