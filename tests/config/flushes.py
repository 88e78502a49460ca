"""
Whether the disk was flushed before each acknowledgement: one client sends to a server whose system calls are traced, and
each message must have a flush that began after it was sent and ended before it was acknowledged. Needs `strace`:
`python -m tests.config.flushes 200`. PostgreSQL flushes in processes of its own: there its own count is compared.
"""

import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import psutil
from websockets.asyncio.client import connect

from tests.config.senders import until_ready
from tests.databases import own_database

CALL = re.compile(r"^(?P<pid>\d+) +(?P<at>\d+\.\d+) (?P<what>.*)$")
PORT = 8500


def flushes(trace: str) -> list[tuple[float, float]]:
    """Return when each flush that succeeded began and ended."""
    begun, found = {}, []
    for line in filter(None, map(CALL.match, trace.splitlines())):
        pid, at, what = line["pid"], float(line["at"]), line["what"]
        if "unfinished" in what:
            begun[pid] = at
        elif what.startswith("<...") and "= 0" in what and pid in begun:
            found.append((begun.pop(pid), at))
        elif took := re.search(r"= 0 <([\d.]+)>", what):
            found.append((at, at + float(took[1])))
    return found


async def send(conversation: dict, count: int) -> list[tuple[float, float]]:
    """Send one message after the other; return when each was sent and acknowledged."""
    address = f"127.0.0.1:{PORT}"
    headers = {"Cookie": conversation["cookies"][0]}
    told = []
    async with connect(f"ws://{address}/ws/live/", origin=f"http://{address}", additional_headers=headers) as socket:
        for number in range(count):
            name = str(uuid4())
            frame = {"type": "message.post", "conversation_id": conversation["id"], "client_id": name}
            began = time.time()
            await socket.send(json.dumps({**frame, "text": str(number)}))
            while json.loads(await socket.recv()).get("client_id") != name:
                pass
            told.append((began, time.time()))
    return told


def synced(url: str) -> int:
    """Return how often PostgreSQL has flushed its log, as it says a second later."""
    import psycopg

    time.sleep(1.5)
    with psycopg.connect(url) as server:
        return server.execute("SELECT wal_sync FROM pg_stat_wal").fetchone()[0]


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)) as own:
        environment = {**own, "MESSAGES_A_MINUTE": "100000"}
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "prepare"], env=environment, check=True, stdout=-3)
        cast = [sys.executable, "-m", "tests.config.crowd", "1", "1"]
        made = subprocess.run(cast, env=environment, check=True, stdout=-1, stderr=-3)
        trace, url = Path(folder) / "trace", own.get("DATABASE_URL")
        # Without the queue, which flushes for itself.
        traced = ["strace", "-f", "-qq", "-ttt", "-T", "-e", "trace=fdatasync,fsync", "-o", str(trace)]
        served = [*traced, *manage, "serve", "--web", "--port", str(PORT)]
        server = subprocess.Popen(served, env=environment, stdout=-3, stderr=-3)
        until_ready(f"http://127.0.0.1:{PORT}")
        before = synced(url) if url else 0
        try:
            sent = asyncio.run(send(json.loads(made.stdout)[0], count))
        finally:
            psutil.Process(server.pid).children()[0].terminate()
            server.wait(20)
        if url:
            made_since = synced(url) - before
            print(f"{count} acknowledged one by one, {made_since} flushes of PostgreSQL's log")
            sys.exit(made_since < count)
        found = flushes(trace.read_text())
    within = [sum(began <= start and end <= ended for start, end in found) for began, ended in sent]
    print(f"{count} acknowledged, {sum(within)} flushes, {within.count(0)} acknowledged without one")
    sys.exit(0 in within)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
