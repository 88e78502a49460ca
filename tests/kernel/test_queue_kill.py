import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

ROUNDS = 8


@pytest.mark.timeout(180)
def test_a_process_killed_at_random_loses_no_event_and_handles_none_twice(empty_database):
    command = [sys.executable, "-m", "tests.kernel.ledger"]
    subprocess.run([*command, "--open"], env=empty_database, check=True)
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        with subprocess.Popen(command, env=empty_database, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(random.uniform(0.02, 0.6))
            process.send_signal(signal.SIGKILL)
            acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    told = subprocess.run([*command, "--close"], env=empty_database, check=True, stdout=subprocess.PIPE)
    held = json.loads(told.stdout)
    assert len(held["facts"]) > ROUNDS
    assert set(acknowledged) <= set(held["facts"]), "an acknowledged write was lost"
    assert Counter(held["effects"]) == Counter(held["facts"]), "an event was lost or handled twice"
    assert set(held["repeated"]) == set(held["facts"])
    assert held["left"] == 0
