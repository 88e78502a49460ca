import json
import random
import signal
import subprocess
import sys
import time

import pytest

ROWS = 600
COMMAND = [sys.executable, "-m", "tests.partners.importer"]


@pytest.mark.timeout(240)
def test_an_import_killed_at_random_moments_is_finished_whole_and_once(empty_database):
    def look():
        told = subprocess.run([*COMMAND, "--look"], env=empty_database, check=True, stdout=subprocess.PIPE)
        return json.loads(told.stdout)

    subprocess.run([*COMMAND, "--open"], env=empty_database, check=True)
    for _ in range(3):
        with subprocess.Popen(COMMAND, env=empty_database, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(random.uniform(0.05, 1.2))
            process.send_signal(signal.SIGKILL)
        stands = look()
        assert stands["offers"] in {0, ROWS}, "half an import was written"
        assert (stands["offers"] == ROWS) is (stands["state"] == "applied")
    subprocess.run(COMMAND, env=empty_database, check=True, stdout=subprocess.DEVNULL, timeout=120)
    assert look() == {"state": "applied", "offers": ROWS, "keys": ROWS, "rows": ROWS}
