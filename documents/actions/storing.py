"""Files on the disk: a random name, for this program alone, whole or not there."""

import hashlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError

from documents.choices import LARGEST, REFUSALS

_CHUNK = 1 << 16
_SECONDS = 8


def refused(code: str, **params: str) -> ValidationError:
    return ValidationError({"file": ValidationError(REFUSALS[code], code=code, params=params)})


def path_of(stored: str) -> Path:
    return Path(settings.MEDIA_ROOT, stored[:2], stored)


def stored_files() -> Iterator[Path]:
    return Path(settings.MEDIA_ROOT).glob("??/*")


def take(file: IO[bytes], extension: str) -> tuple[str, str, int, str]:
    """
    Examine what was sent, keep what may be kept, and return (stored name, media type, size, SHA-256).

    :raises ValidationError: naming what is wrong with the file
    """
    stored = secrets.token_hex(16)
    place = path_of(stored)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with tempfile.TemporaryDirectory(prefix="qafila-upload-") as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        _spool(file, source)
        media_type = _examined(source, target, extension)
        content = target.read_bytes()
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    with os.fdopen(descriptor, "wb") as kept:
        kept.write(content)
        kept.flush()
        os.fsync(kept.fileno())
    return stored, media_type, len(content), hashlib.sha256(content).hexdigest()


def discard(stored: str) -> None:
    path_of(stored).unlink(missing_ok=True)


def _spool(file: IO[bytes], source: Path) -> None:
    size = 0
    with source.open("wb") as copy:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise refused("too_large")
            copy.write(chunk)
    if not size:
        raise refused("empty")


def _examined(source: Path, target: Path, extension: str) -> str:
    """Return the media type that a process of its own found: what hangs or eats memory ends there."""
    command = [sys.executable, "-m", "documents.engine.examine", str(source), str(target), extension]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, on paths of our own
            command, cwd=settings.BASE, capture_output=True, timeout=_SECONDS, check=False, env={"LC_ALL": "C.UTF-8"}
        )
        told = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        told = {}
    if "media_type" not in told:
        raise refused(told.get("refused", "broken"))
    return str(told["media_type"])
