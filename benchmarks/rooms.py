"""What a push to rooms of ten costs against plain Starlette, and what a socket feels of HTTP load."""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import IO, Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.messages import cast
from benchmarks.offers import rate
from benchmarks.startup import free_port

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ROOMS, IN_ROOM, WAVE, ROUNDS, PINGS = 10, 10, 20, 5, 250
PACES = (100, 1000)  # messages a second
SECONDS = 2


def serve(kind: str, port: int) -> None:
    """Serve the product's sockets or plain ones; each line that comes in is `messages pace`, pushed to every room."""
    import uvicorn

    application, push = ours() if kind == "ours" else plain()
    config = uvicorn.Config(application, port=port, lifespan="off", log_level="error", ws_per_message_deflate=False)
    threading.Thread(target=obey, args=(sys.stdin, push), daemon=True).start()
    uvicorn.Server(config).run()


def obey(orders: IO[str], push: Callable[[int, int], None]) -> None:
    for order in orders:
        count, pace = map(int, order.split())
        began = time.perf_counter()
        for number in range(count):
            for room in range(ROOMS):
                push(room, time.perf_counter_ns())
                ahead = (number * ROOMS + room + 1) / pace - (time.perf_counter() - began) if pace else 0
                if ahead > 0:
                    time.sleep(ahead)


def ours() -> tuple[Any, Callable[[int, int], None]]:
    from config.asgi import application  # first: it sets Django up

    from api.realtime import broadcast, consumers  # isort: skip

    def push(room: int, sent_at: int) -> None:
        rooms = sorted({one.actor.organization_id for one in consumers._open})
        told = {"type": "message.posted", "conversation_id": "0" * 36, "sequence": sent_at}
        broadcast.send(rooms[room], told)

    return application, push


def plain() -> tuple[Any, Callable[[int, int], None]]:
    """Return what one would write without us: sockets in a dictionary of rooms, a loop that sends to each."""
    from starlette.applications import Starlette
    from starlette.routing import WebSocketRoute
    from starlette.websockets import WebSocket, WebSocketDisconnect

    rooms: dict[str, set[WebSocket]] = {}
    loops: list[asyncio.AbstractEventLoop] = []

    async def live(socket: WebSocket) -> None:
        loops[:] = [asyncio.get_running_loop()]
        name = socket.headers["cookie"]
        await socket.accept()
        rooms.setdefault(name, set()).add(socket)
        await socket.send_text('{"type": "ready"}')
        try:
            while True:
                await socket.receive_text()
                await socket.send_text('{"type": "pong"}')
        except WebSocketDisconnect:
            rooms[name].discard(socket)

    async def send(room: int, text: str) -> None:
        for socket in list(rooms[sorted(rooms)[room]]):
            await socket.send_text(text)

    def push(room: int, sent_at: int) -> None:
        told = {"type": "message.posted", "conversation_id": "0" * 36, "sequence": sent_at}
        asyncio.run_coroutine_threadsafe(send(room, json.dumps(told)), loops[0])

    return Starlette(routes=[WebSocketRoute("/ws/live/", live)]), push


class Served:
    """A server under way, its sockets, and what reached them: how long each delivery took, in milliseconds."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address
        self.delays: list[float] = []
        self.arrived = asyncio.Event()
        self.expected = 0

    async def hear(self, socket: ClientConnection) -> None:
        async for text in socket:
            sent_at = json.loads(text).get("sequence")
            if sent_at is not None:
                self.delays.append((time.perf_counter_ns() - sent_at) / 1e6)
                if len(self.delays) >= self.expected:
                    self.arrived.set()

    async def wave(self, count: int, pace: int = 0, patience: float = 20) -> tuple[float, list[float]]:
        """Push so many messages to every room; return the seconds until all have arrived, and the delays."""
        self.delays, self.expected = [], count * ROOMS * IN_ROOM
        self.arrived.clear()
        assert self.process.stdin is not None
        began = time.perf_counter()
        self.process.stdin.write(f"{count} {pace}\n")
        self.process.stdin.flush()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.arrived.wait(), patience)
        return time.perf_counter() - began, self.delays


@asynccontextmanager
async def opened(kind: str, cookies: list[str], environment: dict[str, str]) -> AsyncIterator[Served]:
    """Start a server and open every socket of every room."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.rooms", kind, str(port)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as process:  # noqa: ASYNC220
        served = Served(process, f"http://localhost:{port}")
        async with AsyncExitStack() as stack:
            for cookie in cookies:
                for _ in range(IN_ROOM):
                    socket = await stack.enter_async_context(page(served.address, cookie))
                    await socket.recv()
                    task = asyncio.create_task(served.hear(socket))
                    stack.callback(task.cancel)
            yield served
        process.terminate()


@asynccontextmanager
async def page(address: str, cookie: str) -> AsyncIterator[ClientConnection]:
    url = f"{address.replace('http', 'ws')}/ws/live/"
    for _ in range(300):
        try:
            async with connect(url, origin=address, additional_headers={"Cookie": cookie}, compression=None) as socket:  # type: ignore[arg-type]
                yield socket
                return
        except ConnectionRefusedError:
            await asyncio.sleep(0.1)


def late(delays: list[float]) -> float:
    """Return the 99th percentile."""
    return sorted(delays)[int(len(delays) * 0.99)] if delays else float("inf")


async def fan_out(ours: Served, theirs: Served) -> None:
    wanted = WAVE * ROOMS * IN_ROOM
    pairs = [[wanted / (await one.wave(WAVE))[0] for one in (ours, theirs)] for _ in range(ROUNDS)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"R1 {mine:.0f} deliveries a second, Starlette {other:.0f}, ratio {mine / other:.2f} (goal 0.5)", flush=True)
    for pace in PACES:
        count = pace * SECONDS // ROOMS
        wanted = count * ROOMS * IN_ROOM
        (_, mine_), (_, other_) = [await one.wave(count, pace, SECONDS + 5) for one in (ours, theirs)]
        arrived = f"{len(mine_) / wanted:.0%} and {len(other_) / wanted:.0%} delivered"
        print(
            f"R2 {pace} messages a second: p99 {late(mine_):.1f} ms, Starlette {late(other_):.1f} ms,"
            f" ratio {late(mine_) / late(other_):.1f} (goal 10 at 1000); {arrived}",
            flush=True,
        )


async def echo(address: str, cookie: str) -> float:
    """Return the 99th percentile of a ping and its pong, in milliseconds."""
    took = []
    async with page(address, cookie) as socket:
        await socket.recv()
        for _ in range(PINGS):
            began = time.perf_counter()
            await socket.send('{"type": "ping"}')
            await socket.recv()
            took.append((time.perf_counter() - began) * 1000)
    return late(took)


async def echoes(address: str, cookie: str) -> None:
    """Compare the echo of a quiet server with the echo while pages are asked for as fast as four clients can."""
    pairs = []
    for _ in range(3):
        idle = await echo(address, cookie)
        with subprocess.Popen([sys.executable, "-m", "benchmarks.rooms", "load", address]) as load:  # noqa: ASYNC220
            await asyncio.sleep(1)
            pairs.append((idle, await echo(address, cookie)))
            load.terminate()
    idle, loaded = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"R3 echo p99 under HTTP load {loaded:.1f} ms, idle {idle:.1f} ms, ratio {loaded / idle:.1f} (goal 5)",
        flush=True,
    )


async def measure(cookies: list[str], environment: dict[str, str]) -> None:
    async with opened("ours", cookies, environment) as mine, opened("plain", cookies, environment) as theirs:
        await fan_out(mine, theirs)
        await echoes(mine.address, cookies[0])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DEBUG": "1", "DATA": folder}
        made = cast(ROOMS // 2, environment)
        asyncio.run(measure([cookie for one in made for cookie in one["cookies"]], environment))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["load", address]:
            while True:
                rate(f"{address}/legal/")
        case [kind, port]:
            serve(kind, int(port))
        case _:
            main()
