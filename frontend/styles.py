"""
The stylesheet as one file: `qafila.css` with its imports put in place, in their order.

Sixty requests would cost a phone more than all the rest of the page. No build step: the file is joined once per process,
its address carries its digest, so that browsers keep it for a year.
"""

import gzip
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import brotli
from django.conf import settings
from django.templatetags.static import static

ROOT = Path(__file__).parent / "static"
ENTRY = "css/qafila.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\);')
ADDRESS = re.compile(r'url\("(?!data:|#)([^"]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANK = re.compile(r"\n\s*")


@dataclass(frozen=True)
class Stylesheet:
    """The joined file, as it is sent: plain, and packed in the two ways that browsers take."""

    text: str
    digest: str
    bodies: dict[str, bytes]


def _join(name: str) -> str:
    folder = posixpath.dirname(name)
    text = COMMENT.sub("", (ROOT / name).read_text(encoding="utf-8"))

    def address(match: re.Match[str]) -> str:
        return f'url("{static(posixpath.normpath(posixpath.join(folder, match[1])))}")'

    parts = IMPORT.split(text)
    joined = [
        _join(posixpath.join(folder, part)) if at % 2 else ADDRESS.sub(address, part) for at, part in enumerate(parts)
    ]
    return "\n".join(joined)


@lru_cache(maxsize=2)
def _made(_changed: int) -> Stylesheet:
    text = BLANK.sub("\n", _join(ENTRY)).strip() + "\n"
    plain = text.encode()
    bodies = {"": plain, "gzip": gzip.compress(plain, mtime=0), "br": brotli.compress(plain)}
    return Stylesheet(text, sha256(plain).hexdigest()[:12], bodies)


def stylesheet() -> Stylesheet:
    """Return the joined stylesheet; while debugging, made again when one of its files has changed."""
    changed = max(path.stat().st_mtime_ns for path in (ROOT / "css").rglob("*.css")) if settings.DEBUG else 0
    return _made(changed)
