"""Short forms for the entries of these tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from footprint.engine import Entry


def bill(activity: str, quantity: str | int, first: str, last: str | None = None, **more: Any) -> Entry:
    key = more.pop("key", f"{activity} {first}")
    start = date.fromisoformat(first)
    end = date.fromisoformat(last) if last else start
    return Entry(key, activity, Decimal(quantity), start, end, **more)


def of_year(activity: str, quantity: str | int, year: int = 2024, **more: Any) -> Entry:
    return bill(activity, quantity, f"{year}-01-01", f"{year}-12-31", **{"key": activity, **more})
