"""Canonical JSON: the bytes that hashes and replays are taken over."""

import hashlib
import json
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID


def decimal_text(value: Decimal) -> str:
    """Return a decimal written out, without trailing zeros and with every digit it has."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if not value else text


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    msg = f"{type(value).__name__} has no canonical form"
    raise TypeError(msg)


def dumps(value: Any) -> str:
    """Return sorted, space-free JSON with decimals, identifiers and dates as strings."""
    return json.dumps(value, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return text_digest(dumps(value))


def text_digest(text: str) -> str:
    """Return the SHA-256 of canonical JSON that is already written, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
