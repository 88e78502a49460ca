"""Clients that send messages to a server that is killed under them; what it acknowledged is noted here, outside of it, and held against the database."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException


@dataclass
class Said:
    """What a client was promised: the place that each of its messages has."""

    text: str
    client_id: str
    sequence: int


@dataclass
class Story:
    """One run: clients send until all is acknowledged, while the server is killed some times."""

    address: str
    command: list[str]
    environment: dict[str, str]
    cookies: list[str]
    conversation_id: str
    clients: int = 20
    sends: int = 200
    kills: int = 3
    acknowledged: list[Said] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)

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
            asyncio.create_task(self._client(number, self.cookies[number % len(self.cookies)], share))
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
        await asyncio.gather(*tasks)

    async def _client(self, number: int, cookie: str, share: int) -> None:
        left = [(str(uuid4()), f"{number}:{index}") for index in range(share)]
        origin = self.address
        url = f"{self.address.replace('http', 'ws')}/ws/live/"
        wait = 0.05
        while left:
            try:
                async with connect(url, origin=origin, additional_headers={"Cookie": cookie}, open_timeout=5) as socket:
                    while left:
                        await self._send(socket, *left[0])
                        left.pop(0)
                        wait = 0.05
            except (OSError, WebSocketException, TimeoutError):
                await asyncio.sleep(wait * (0.5 + random.random() / 2))
                wait = min(wait * 2, 1)

    async def _send(self, socket, client_id: str, text: str) -> None:
        frame = {"type": "message.post", "conversation_id": self.conversation_id, "client_id": client_id, "text": text}
        await socket.send(json.dumps(frame))
        while True:
            told = json.loads(await asyncio.wait_for(socket.recv(), 10))
            if told.get("client_id") != client_id:
                continue
            if told["type"] == "message.kept":
                self.acknowledged.append(Said(text, client_id, told["sequence"]))
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


def faults(acknowledged: list[Said], rows: list[dict]) -> dict[str, int]:
    """Return how many acknowledged messages were lost, doubled, moved or altered, and how many places are missing."""
    places = [row["sequence"] for row in rows]
    by_name: dict[str, list[dict]] = {}
    for row in rows:
        by_name.setdefault(row["client_id"], []).append(row)
    order: dict[str, list[int]] = {}
    for row in sorted(rows, key=lambda row: row["sequence"]):
        client, _, index = row["text"].partition(":")
        order.setdefault(client, []).append(int(index))
    return {
        "lost": sum(one.client_id not in by_name for one in acknowledged),
        "doubled": sum(len(found) > 1 for found in by_name.values()),
        "moved": sum(
            by_name[one.client_id][0]["sequence"] != one.sequence for one in acknowledged if one.client_id in by_name
        ),
        "altered": sum(
            by_name[one.client_id][0]["text"] != one.text for one in acknowledged if one.client_id in by_name
        ),
        "out of order": sum(indexes != sorted(indexes) for indexes in order.values()),
        "gaps": sum(place != number for number, place in enumerate(places, 1)),
    }


def main(
    environment: dict[str, str], address: str, command: list[str], **numbers: int
) -> tuple[Story, dict[str, int], int]:
    """Make the cast, run the story, and return it with its faults and the number of messages that are kept."""
    made = subprocess.run([sys.executable, "-m", "tests.config.cast"], env=environment, check=True, stdout=-1)
    sme, partner, lead = json.loads(made.stdout)
    server = subprocess.Popen(command, env=environment, stdout=-3, stderr=-3)
    until_ready(address)
    act(address, sme["key"], "/leads/", lead)
    (row,) = act(address, sme["key"], "/conversations/")["results"]
    server.terminate()
    server.wait(20)
    cookies = [sme["cookie"], partner["cookie"]]
    story = Story(address, command, environment, cookies, row["id"], **numbers)
    story.run()
    server = subprocess.Popen(command, env=environment, stdout=-3, stderr=-3)
    try:
        until_ready(address)
        rows = kept(address, partner["key"], row["id"])
    finally:
        server.terminate()
        server.wait(20)
    return story, faults(story.acknowledged, rows), len(rows)


def act(address: str, key: str, path: str, body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"{address}/api/v1{path}", data, {"Content-Type": "application/json"})
    request.add_header("Authorization", f"Bearer {key}")
    with urlopen(request, timeout=20) as answer:
        return json.load(answer)


if __name__ == "__main__":
    import tempfile

    rounds, sends, clients, kills = (int(one) for one in (sys.argv[1:] + ["1", "2000", "20", "1"][len(sys.argv) - 1 :]))
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "DEBUG": "1", "DATA": folder, "MESSAGES_A_MINUTE": "100000"}
            environment.pop("DJANGO_SETTINGS_MODULE", None)
            subprocess.run([sys.executable, "manage.py", "prepare"], env=environment, check=True, stdout=-3)
            port = 8400 + number
            command = [sys.executable, "manage.py", "serve", "--port", str(port)]
            told = main(environment, f"http://127.0.0.1:{port}", command, sends=sends, clients=clients, kills=kills)
            story, wrong, total = told
            print(
                f"{number + 1}: {len(story.acknowledged)} acknowledged, {total} kept, {wrong}, restarts {story.restarts}"
            )
