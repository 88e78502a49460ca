"""A CSV is text in rows: no other kind of file, and no page of markup."""

import csv
import re
import shutil
from pathlib import Path

from documents.engine.refusal import Refusal

_MARKUP = re.compile(r"<\s*(?:!doctype|html|svg|script|iframe|\?xml|body|head)", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f]")


def keep(source: Path, target: Path) -> None:
    """
    Copy the rows.

    :raises Refusal: when it is no text, or a page
    """
    raw = source.read_bytes()
    text = _decoded(raw)
    if _UNPRINTABLE.search(text) or _MARKUP.search(text):
        raise Refusal("mismatch")
    if not any(csv.reader(text.splitlines())):
        raise Refusal("broken")
    shutil.copyfile(source, target)


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("mismatch")
