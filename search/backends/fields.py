"""How a document lies in an index: the same fields on every engine, folded before they come there."""

from typing import Any, Final
from uuid import UUID

from search import synonyms
from search.ports import LANGUAGES, Document
from search.words import arabic, beginnings, grams

PARTS: Final = ("title", "body")
TOMBSTONE: Final = "gone"
NOTHING: Final = (
    "qafilanone"  # where a language says nothing: engines differ in whether they count rows without a field
)


def key_of(kind: str, pk: UUID) -> str:
    return f"{kind}:{pk}"


def stored(one: Document) -> dict[str, Any]:
    """Return the words of each language, and of all titles together their words and their letters in threes."""
    found = _identified(one.kind, one.kind, one.id, one.version) | {"tags": list(one.tags)}
    for language in LANGUAGES:
        for part, texts in zip(PARTS, (one.title, one.body), strict=True):
            text = texts.get(language, "")
            found[f"{part}_{language}"] = (arabic(text) if language == "ar" else text) or NOTHING
    titles, bodies = " ".join(one.title.values()), " ".join(one.body.values())
    return found | {
        "begins": " ".join(beginnings(titles)),
        "told": " ".join(beginnings(bodies)),
        "grams": " ".join(grams(titles)),
        "named_title": synonyms.known.named(titles),
        "named_body": synonyms.known.named(bodies),
    }


def tombstone(kind: str, pk: UUID, version: int) -> dict[str, Any]:
    return _identified(kind, TOMBSTONE, pk, version)


def _identified(kind: str, shown_as: str, pk: UUID, version: int) -> dict[str, Any]:
    return {"kind": kind, "shown_as": shown_as, "id": str(pk), "version": version}
