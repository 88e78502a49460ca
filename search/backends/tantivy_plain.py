"""The embedded engine asked bare, to compare with: one field, words in lower case, BM25, any word finds."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import tantivy

_ANALYZER: Final = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()
_HEAP: Final = 15_000_000


@cache
def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("tags", tokenizer_name="raw", fast=True)
    builder.add_text_field("text", tokenizer_name="plain")
    return builder.build()


class PlainTantivy:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.index = tantivy.Index(_schema(), path=str(folder))
        self.index.register_tokenizer("plain", _ANALYZER)

    def fill(self, rows: Iterable[tuple[UUID, str, Sequence[str]]]) -> None:
        writer = self.index.writer(_HEAP, 1)
        for pk, text, tags in rows:
            writer.add_document(tantivy.Document(id=str(pk), text=text, tags=list(tags)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def find(self, text: str, limit: int) -> list[UUID]:
        searcher = self.index.searcher()
        hits = searcher.search(self.query(text), limit=limit, count=False).hits
        return [UUID(searcher.doc(address)["id"][0]) for _score, address in hits]

    @staticmethod
    def query(text: str) -> Any:
        words = [tantivy.Query.term_query(_schema(), "text", word) for word in _ANALYZER.analyze(text)]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
