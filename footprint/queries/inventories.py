"""The inventory as plain values that JSON keeps: decimals as strings, dates in ISO form."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from footprint.engine import Inventory
from kernel.canonical import decimal_text


def plain(value: Any) -> Any:
    """Return a value of the engine as JSON keeps it."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        shown = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return shown | ({"is_complete": value.is_complete} if isinstance(value, Inventory) else {})
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value
