"""How a document lies in Elasticsearch: one field per language and part, as in the embedded index; settings of a stock server."""

from typing import Any, Final

from search.backends.fields import PARTS
from search.ports import LANGUAGES
from search.words import ELISIONS

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
            "plain": {"type": "custom", "tokenizer": "whitespace"},
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
        "tags": {"type": "keyword"},
        "begins": {"type": "text", "analyzer": "plain"},
        "grams": {"type": "text", "analyzer": "plain"},
        **{
            f"{part}_{language}": {"type": "text", "analyzer": f"{language}_"}
            for part in PARTS
            for language in LANGUAGES
        },
    },
}
