"""
Inventories of 40 entries with every line explained, against a bare multiply-and-sum of the same lines in decimals.

A line of the engine carries its gases, interval, grade, factor and flags; the baseline multiplies two numbers.
"""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from footprint.engine import Entry, inventory
from reference.files import load

INVENTORIES, ENTRIES, BARE = 10_000, 40, 100_000


def cpu(act: Callable[[], object], times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) / times


def measure() -> None:
    """Print the CPU of one inventory, of the bare sum of its lines, and their ratio."""
    catalogue = load()
    activities = [name for name, kind in catalogue.activities.items() if kind.factor_id][:ENTRIES]
    whole = (date(2024, 1, 1), date(2024, 12, 31))
    rows = [Entry(str(place), name, Decimal(1000 + place), *whole) for place, name in enumerate(activities)]
    pairs = [(line.quantity, line.factor) for line in inventory(rows, catalogue, 2024).lines]

    explained = cpu(lambda: inventory(rows, catalogue, 2024), INVENTORIES)
    bare = cpu(lambda: sum((quantity * factor for quantity, factor in pairs), Decimal(0)), BARE)
    print(f"{INVENTORIES} inventories of {ENTRIES} entries, {len(pairs)} lines: {explained * 1000:.2f} ms CPU each")
    print(f"bare multiply-and-sum {bare * 1_000_000:.1f} µs, ratio {explained / bare:.0f} (goal 5)")


if __name__ == "__main__":
    measure()
