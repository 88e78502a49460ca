"""A PDF is kept as it is when it parses and holds nothing that acts: no script, launch, form sent away, embedded file."""

import re
import shutil
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from documents.engine.refusal import Refusal

MOST_OBJECTS = 200_000
MOST_PAGES = 2_000
ACTIVE = frozenset(
    "/JS /JavaScript /Launch /EmbeddedFile /EmbeddedFiles /EF /RichMedia /RichMediaContent /XFA /SubmitForm /ImportData"
    " /GoToR /GoToE /Rendition /Movie /Sound /AA".split()
)
# What a lenient reader may find where the table of objects does not point; short names would fire on packed bytes.
_RAW = re.compile(rb"/(?:JavaScript|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|Launch)\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def keep(source: Path, target: Path) -> None:
    """
    Copy the document.

    :raises Refusal: when it is protected, holds something that acts, or is no document
    """
    reader = PdfReader(source, strict=False)
    if reader.is_encrypted:
        raise Refusal("encrypted")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise Refusal("broken")
    raw = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), source.read_bytes())
    if _RAW.search(raw):
        raise Refusal("active")
    places = [(number, generation) for generation, table in reader.xref.items() for number in table]
    places += [(number, 0) for number in reader.xref_objStm]
    if len(places) > MOST_OBJECTS:
        raise Refusal("bomb")
    for number, generation in places:
        _look(reader.get_object(IndirectObject(number, generation, reader)))
    _look(reader.trailer)
    shutil.copyfile(source, target)


def _look(value: Any, depth: int = 0) -> None:
    """Look at a value and all that it holds; what it only points to is looked at on its own."""
    if depth > 100:
        raise Refusal("broken")
    if isinstance(value, DictionaryObject):
        if ACTIVE & value.keys():
            raise Refusal("active")
        for inner in dict.values(value):
            _look(inner, depth + 1)
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            _look(inner, depth + 1)
    elif isinstance(value, NameObject) and value in ACTIVE:
        raise Refusal("active")
