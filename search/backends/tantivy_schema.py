"""How a document lies in the embedded index: one field per language and part, each with its own analyzer."""

from functools import cache
from typing import Any
from uuid import UUID

import tantivy

from search.ports import LANGUAGES, Document
from search.words import ELISIONS, arabic

PARTS = ("title", "body")
TOMBSTONE = "gone"


def _analyzer(*filters: Any) -> Any:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), *filters):
        builder = builder.filter(one)
    return builder.build()


ANALYZERS = {
    "fr_": _analyzer(
        tantivy.Filter.custom_stopword(sorted(ELISIONS)),
        tantivy.Filter.stopword("french"),
        tantivy.Filter.stemmer("french"),
    ),
    "en_": _analyzer(tantivy.Filter.stopword("english"), tantivy.Filter.stemmer("english")),
    "ar_": _analyzer(),  # folded and stemmed by search.words before it comes here
}


@cache
def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw")
    builder.add_text_field("tags", tokenizer_name="raw", fast=True)
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_unsigned_field("version", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("made", fast=True)
    for language in LANGUAGES:
        for part in PARTS:
            builder.add_text_field(f"{part}_{language}", tokenizer_name=f"{language}_")
    return builder.build()


def key_of(kind: str, pk: UUID) -> str:
    return f"{kind}:{pk}"


def stored(one: Document) -> Any:
    document = _identified(one.kind, one.kind, one.id, one.version)
    for tag in one.tags:
        document.add_text("tags", tag)
    for language in LANGUAGES:
        for part, texts in zip(PARTS, (one.title, one.body), strict=True):
            if text := texts.get(language):
                document.add_text(f"{part}_{language}", arabic(text) if language == "ar" else text)
    return document


def tombstone(kind: str, pk: UUID, version: int) -> Any:
    return _identified(kind, TOMBSTONE, pk, version)


def _identified(kind: str, shown_as: str, pk: UUID, version: int) -> Any:
    document = tantivy.Document(key=key_of(kind, pk), kind=shown_as, id=str(pk))
    document.add_unsigned("version", version)
    document.add_unsigned("made", pk.int >> 80)  # the milliseconds that a UUIDv7 begins with
    return document
