"""
Is a file what its name says, and harmless? Plain Python, run as a process of its own with little memory and time.

    python -m documents.engine.examine SOURCE TARGET EXTENSION

prints `{"media_type": ...}` and leaves in TARGET what may be kept, or prints `{"refused": code}`.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from documents.engine import images, office, pdf, sheets
from documents.engine.refusal import Refusal

Keep = Callable[[Path, Path], None]

KINDS: dict[str, tuple[str, bytes, Keep]] = {
    "pdf": ("application/pdf", b"%PDF-", pdf.keep),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n", images.keep),
    "jpg": ("image/jpeg", b"\xff\xd8\xff", images.keep),
    "webp": ("image/webp", b"RIFF", images.keep),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04", office.keep_xlsx),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
        office.keep_docx,
    ),
    "csv": ("text/csv", b"", sheets.keep),
}
MEMORY = 1 << 30
SECONDS = 4


def examine(source: Path, target: Path, extension: str) -> str:
    """
    Leave in `target` what may be kept of a file and return its media type.

    :raises Refusal: naming what is wrong with it
    """
    media_type, magic, keep = KINDS[extension]
    with source.open("rb") as file:
        head = file.read(1024)
    if not head.startswith(magic):
        raise Refusal("mismatch")
    if extension == "pdf" and zipfile.is_zipfile(source):
        raise Refusal("mismatch")  # an archive behind a document
    if extension != "pdf" and b"%PDF-" in head:
        raise Refusal("mismatch")  # a document behind something else
    keep(source, target)
    return media_type


def main(source: str, target: str, extension: str) -> dict[str, str]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        return {"media_type": examine(Path(source), Path(target), extension)}
    except Refusal as refusal:
        return {"refused": refusal.code}
    except MemoryError:
        return {"refused": "bomb"}
    except Exception:  # noqa: BLE001 - a parser that gives up on hostile bytes may do so in any way
        return {"refused": "broken"}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
