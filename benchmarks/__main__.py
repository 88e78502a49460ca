"""`make bench`: every benchmark in turn, shown as it comes and kept in docs/performance.md."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

KEPT = Path(__file__).parent.parent / "docs" / "performance.md"
NAMES = (
    "startup",
    "weight",
    "offers",
    "writes",
    "messages",
    "rooms",
    "imports",
    "footprint",
    "cbam",
    "matching",
    "columns",
    "ranking",
    "search",
)
HEAD = """# Performance

Written by `make bench`, which measures on one machine in one run; only the ratios carry over to another. A ratio is of what is
measured to the baseline that its line names.
"""


def run(name: str) -> str:
    """Run one benchmark in a process of its own, and return what it prints."""
    said = []
    with subprocess.Popen([sys.executable, "-m", f"benchmarks.{name}"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            said.append(line)
    if process.returncode:
        sys.exit(f"{name} ended with {process.returncode}; docs/performance.md stays as it was")
    return "".join(said)


def main() -> None:
    machine = f"{os.cpu_count()} cores {platform.machine()}, Python {platform.python_version()}"
    parts = [f"{HEAD}\n{datetime.now(UTC):%d %B %Y}, {machine}.\n"]
    for name in NAMES:
        subject = (import_module(f"benchmarks.{name}").__doc__ or "").strip().splitlines()[0]
        print(f"\n== {name}: {subject}")
        parts.append(f"## {name}\n\n{subject}\n\n```text\n{run(name)}```\n")
    KEPT.write_text("\n".join(parts))


if __name__ == "__main__":
    main()
