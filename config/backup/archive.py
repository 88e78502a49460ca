"""The archive: a tar file whose first member says what the others hold and how to know them."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

MANIFEST, FORM = "manifest.json", "qafila backup 1"


class Unfit(Exception):
    """The archive cannot be restored here, in a plain sentence."""


def pack(folder: Path, target: Path, facts: dict[str, Any]) -> None:
    """Write everything in folder into an archive, on the disk before it has its name."""
    parts = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    sums = {name: {"sha256": digest_of(path), "size": path.stat().st_size} for name, path in parts.items()}
    text = json.dumps({"form": FORM, **facts, "parts": sums}, indent=1).encode()
    unnamed = target.with_name(f".{target.name}.part")
    with unnamed.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(text)
            tar.addfile(head, BytesIO(text))
            for name, path in parts.items():
                tar.add(path, name, recursive=False)
        file.flush()
        os.fsync(file.fileno())
    unnamed.rename(target)
    sync(target.parent)


def manifest(source: Path) -> dict[str, Any]:
    """
    Read what an archive says of itself.

    :raises Unfit: when it is no archive of ours
    """
    with _opened(source) as tar:
        return _manifest(tar)


def unpack(source: Path, folder: Path) -> None:
    """
    Write the parts into folder, each one as the manifest knows it.

    :raises Unfit: when a part is missing, changed, or none of the manifest's
    """
    with _opened(source) as tar:
        wanted = _manifest(tar)["parts"]
        for member in tar:
            if member.name == MANIFEST:
                continue
            known = wanted.pop(member.name, None)
            body = tar.extractfile(member) if member.isreg() else None
            if known is None or body is None or ".." in PurePosixPath(member.name).parts or member.name[0] == "/":
                raise Unfit(f"The archive holds {member.name}, which its manifest does not know.")
            path = folder / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                while chunk := body.read(1_048_576):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if digest_of(path) != known["sha256"]:
                raise Unfit(f"{member.name} is not what was backed up: its checksum differs.")
            sync(path.parent)
    if wanted:
        raise Unfit(f"The archive lacks {', '.join(sorted(wanted))}.")


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(folder: Path) -> None:
    """Put the names of a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    first = tar.next()
    body = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    try:
        found: Any = json.loads(body.read(10_000_000)) if body else None
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("form") != FORM:
        raise Unfit("This file is no backup of Qafila, or one of another form.")
    return found


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source) as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise Unfit(f"{source} is no whole archive: {error}") from error
    except OSError as error:
        raise Unfit(f"{source} cannot be read: {error}") from error
