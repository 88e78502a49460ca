"""How a document lies in an index: the same fields on every engine, folded before they come there."""

from typing import Any, Final
from uuid import UUID

from search.ports import LANGUAGES, Document
from search.words import arabic, beginnings, grams

PARTS: Final = ("title", "body")
TOMBSTONE: Final = "gone"


def key_of(kind: str, pk: UUID) -> str:
    return f"{kind}:{pk}"


def stored(one: Document) -> dict[str, Any]:
    """Return the words of each language, and of all titles together their words and their letters in threes."""
    found = _identified(one.kind, one.kind, one.id, one.version) | {"tags": list(one.tags)}
    for language in LANGUAGES:
        for part, texts in zip(PARTS, (one.title, one.body), strict=True):
            if text := texts.get(language):
                found[f"{part}_{language}"] = arabic(text) if language == "ar" else text
    titles = " ".join(one.title.values())
    return found | {"begins": " ".join(beginnings(titles)), "grams": " ".join(grams(titles))}


def tombstone(kind: str, pk: UUID, version: int) -> dict[str, Any]:
    return _identified(kind, TOMBSTONE, pk, version)


def _identified(kind: str, shown_as: str, pk: UUID, version: int) -> dict[str, Any]:
    return {"kind": kind, "shown_as": shown_as, "id": str(pk), "version": version}
