"""How a document lies in Elasticsearch: one field per language and part, as in the embedded index; settings of a stock server."""

from typing import Any, Final
from uuid import UUID

from search.ports import LANGUAGES, Document
from search.words import ELISIONS, arabic

PARTS: Final = ("title", "body")
TOMBSTONE: Final = "gone"
_FOLDED: Final = ["lowercase", "asciifolding"]

SETTINGS: Final[dict[str, Any]] = {
    "number_of_shards": 1,  # some hundred thousand rows; one shard scores the same on every server
    "auto_expand_replicas": "0-1",
    "max_result_window": 10_000,
    "analysis": {
        "filter": {
            "elided": {"type": "stop", "stopwords": sorted(ELISIONS)},
            "french_stems": {"type": "snowball", "language": "French"},
            "english_stems": {"type": "snowball", "language": "English"},
        },
        "tokenizer": {"words": {"type": "pattern", "pattern": "[^\\p{L}\\p{N}]+"}},
        "analyzer": {
            "fr_": {"type": "custom", "tokenizer": "words", "filter": [*_FOLDED, "elided", "french_stems"]},
            "en_": {"type": "custom", "tokenizer": "words", "filter": [*_FOLDED, "english_stems"]},
            "ar_": {"type": "custom", "tokenizer": "words", "filter": _FOLDED},  # stemmed by search.words before
        },
    },
}

MAPPINGS: Final[dict[str, Any]] = {
    "dynamic": "strict",
    "properties": {
        "kind": {"type": "keyword"},
        "shown_as": {"type": "keyword"},
        "id": {"type": "keyword"},
        "version": {"type": "long"},
        "made": {"type": "long"},
        "tags": {"type": "keyword"},
        **{
            f"{part}_{language}": {"type": "text", "analyzer": f"{language}_"}
            for part in PARTS
            for language in LANGUAGES
        },
    },
}


def key_of(kind: str, pk: UUID) -> str:
    return f"{kind}:{pk}"


def stored(one: Document) -> dict[str, Any]:
    found = _identified(one.kind, one.kind, one.id, one.version) | {"tags": list(one.tags)}
    for language in LANGUAGES:
        for part, texts in zip(PARTS, (one.title, one.body), strict=True):
            if text := texts.get(language):
                found[f"{part}_{language}"] = arabic(text) if language == "ar" else text
    return found


def tombstone(kind: str, pk: UUID, version: int) -> dict[str, Any]:
    return _identified(kind, TOMBSTONE, pk, version)


def _identified(kind: str, shown_as: str, pk: UUID, version: int) -> dict[str, Any]:
    made = pk.int >> 80  # the milliseconds that a UUIDv7 begins with
    return {"kind": kind, "shown_as": shown_as, "id": str(pk), "version": version, "made": made}
