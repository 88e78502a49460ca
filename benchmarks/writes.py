"""The slowest of many writers on SQLite, with the fair lock and with SQLite's own waiting alone."""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

THREADS, WRITES = 4, 500


def measure(engine: str, folder: str) -> list[float]:
    """Return the seconds of each transaction of four threads that write as fast as they can."""
    from django.conf import settings

    settings.configure(
        SECRET_KEY="bench" * 8,
        INSTALLED_APPS=[],
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": engine,
                "NAME": str(Path(folder) / "bench.sqlite3"),
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
                },
            }
        },
    )
    import django

    django.setup()
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")
    times: list[float] = []

    def write() -> None:
        for _ in range(WRITES):
            began = time.perf_counter()
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO row (text) VALUES ('x')")
            times.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def main() -> None:
    slowest = {}
    for engine in ("kernel.sqlite", "django.db.backends.sqlite3"):
        with tempfile.TemporaryDirectory() as folder:
            output = subprocess.run(
                [sys.executable, "-m", "benchmarks.writes", engine, folder],
                check=True,
                capture_output=True,
                text=True,
                env=os.environ,
            ).stdout
        p50, worst = (float(part) for part in output.split())
        slowest[engine] = worst
        print(f"{engine}: median {p50 * 1000:.1f} ms, slowest {worst * 1000:.1f} ms")
    ratio = slowest["kernel.sqlite"] / slowest["django.db.backends.sqlite3"]
    print(f"slowest with the fair lock / without: {ratio:.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        found = measure(sys.argv[1], sys.argv[2])
        print(statistics.median(found), max(found))
    else:
        main()
