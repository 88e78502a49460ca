"""
Logs without personal data: one JSON object a line, or plain text while debugging.

What is ours says what it says. Of other libraries only the sentence is written, never what they put into it, and of an
error its kind and its place: both may quote what somebody typed.
"""

import json
import logging
import time
import traceback
from typing import Any

from kernel.trace import request_id


class UtcFormatter(logging.Formatter):
    """Times in UTC: the system's zone data may be older than Morocco's change of September 2026."""

    converter = time.gmtime  # type: ignore[assignment]
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


class PlainFormatter(UtcFormatter):
    """For the eyes of who develops: the facts of a line after its sentence."""

    def format(self, record: logging.LogRecord) -> str:
        told = super().format(record)
        facts = " ".join(f"{name}={value}" for name, value in _facts(record).items() if value is not None)
        return f"{told} {facts}".rstrip()


class JsonFormatter(UtcFormatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            "request_id": request_id.get() or None,
            **_facts(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _error(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value is not None}, default=str)


def _event(record: logging.LogRecord) -> str:
    if record.name.startswith("django.security"):
        return "refused as suspicious"  # its sentence quotes what was sent
    return record.getMessage() if record.name.startswith("qafila") else str(record.msg)


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    """Return what the caller put into `extra={"facts": {...}}`."""
    facts: dict[str, Any] = getattr(record, "facts", {})
    return facts


def _error(error: BaseException) -> list[str]:
    """Return the kinds of an error and its causes, each with the places it came by."""
    found = []
    cause: BaseException | None = error
    while cause is not None:
        frames = traceback.extract_tb(cause.__traceback__)[-12:]
        places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        found.append(f"{type(cause).__module__}.{type(cause).__name__}: {places}")
        cause = cause.__cause__ or cause.__context__
    return found
