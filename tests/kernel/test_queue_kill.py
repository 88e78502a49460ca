import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter

import pytest

ROUNDS = 12


@pytest.mark.timeout(180)
def test_a_process_killed_at_random_loses_no_event_and_handles_none_twice(tmp_path):
    environment = {**os.environ, "KILL_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "tests.kernel.ledger"]
    migrate = [sys.executable, "-m", "django", "migrate", "-v0", "--settings", "tests.kernel.kill_settings"]
    subprocess.run(migrate, env={**environment, "PYTHONPATH": "."}, check=True)
    database = sqlite3.connect(tmp_path / "kill.sqlite3")
    database.executescript(
        "CREATE TABLE facts (fact TEXT); CREATE TABLE effects (fact TEXT); CREATE TABLE repeated (fact TEXT UNIQUE);"
    )
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(random.uniform(0.02, 0.6))
            process.send_signal(signal.SIGKILL)
            acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    subprocess.run([*command, "--drain"], env=environment, check=True)

    def rows(table: str) -> list[str]:
        return [fact for (fact,) in database.execute(f"SELECT fact FROM {table}")]

    facts, effects = rows("facts"), rows("effects")
    assert len(facts) > ROUNDS
    assert set(acknowledged) <= set(facts), "an acknowledged write was lost"
    assert Counter(effects) == Counter(facts), "an event was lost or handled twice"
    assert set(rows("repeated")) == set(facts)
    assert database.execute("SELECT count(*) FROM kernel_task WHERE status != 'done'").fetchone() == (0,)
