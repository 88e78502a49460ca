"""The engine runs where nothing but Python is: no framework, no settings, no database."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from matching.engine import ranking, reach, replay
from matching.engine.bench import bench
from matching.engine.judgements import read_judgements
from matching.engine.rules import RULES
from reference.files import load
catalogue = load()
text = Path("tests/matching/data/judgements.json").read_text(encoding="utf-8")
cases, _ = read_judgements(text, catalogue, frozenset(RULES))
print(bench(cases, catalogue, date(2026, 11, 25)).engine.hard_violations, "django" in sys.modules, "numpy" in sys.modules)
"""


def test_the_bench_runs_without_a_framework():
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "False", "False"]
