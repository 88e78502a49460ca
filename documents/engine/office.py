"""A workbook or a text document is kept as it is when it unpacks to little, holds no program and points nowhere else."""

import shutil
import zipfile
from pathlib import Path
from xml.parsers import expat

from openpyxl import load_workbook

from documents.engine.refusal import Refusal

MOST_MEMBERS = 2_000
MOST_UNPACKED = 100_000_000
HIGHEST_RATIO = 200
_ACTIVE = ("vbaproject", "activex/", "embeddings/", "externallinks/", "oleobject", "macrosheets/", "customui/")
_MAIN = {
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "docx": b"wordprocessingml.document.main+xml",
}


def keep_xlsx(source: Path, target: Path) -> None:
    """
    Copy the workbook.

    :raises Refusal: when it unpacks to too much, acts, or is no workbook
    """
    _inspect(source, "xlsx")
    with source.open("rb") as file:
        load_workbook(file, read_only=True).close()
    shutil.copyfile(source, target)


def keep_docx(source: Path, target: Path) -> None:
    """
    Copy the text document.

    :raises Refusal: when it unpacks to too much, acts, or is no text document
    """
    _inspect(source, "docx")
    shutil.copyfile(source, target)


def _inspect(source: Path, kind: str) -> None:
    with zipfile.ZipFile(source) as archive:
        members = archive.infolist()
        unpacked = sum(one.file_size for one in members)
        packed = max(1, sum(one.compress_size for one in members))
        if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > HIGHEST_RATIO * packed:
            raise Refusal("bomb")
        names = [one.filename.lower() for one in members]
        if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
            raise Refusal("broken")
        if len(set(names)) != len(names):
            raise Refusal("broken")  # two readers could see two files
        if any(part in name for part in _ACTIVE for name in names):
            raise Refusal("active")
        if any(one.flag_bits & 1 for one in members):
            raise Refusal("encrypted")
        contents = archive.read("[Content_Types].xml")
        if _MAIN[kind] not in contents or b"macroEnabled" in contents:
            raise Refusal("mismatch")
        for one in members:
            if one.filename.lower().endswith((".xml", ".rels", ".vml")):
                _parse(archive.read(one))


def _parse(text: bytes) -> None:
    """
    Parse a part.

    :raises Refusal: when it declares a document type, or points out of the file other than by a link
    """
    parser = expat.ParserCreate()

    def no_doctype(*_told: object) -> None:
        raise Refusal("active")

    def element(name: str, attributes: dict[str, str]) -> None:
        leads_out = name.endswith("Relationship") and attributes.get("TargetMode") == "External"
        if leads_out and not attributes.get("Type", "").endswith("/hyperlink"):
            raise Refusal("active")

    parser.StartDoctypeDeclHandler = no_doctype
    parser.StartElementHandler = element
    parser.Parse(text, True)
