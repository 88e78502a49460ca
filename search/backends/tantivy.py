"""The embedded engine: one index for three languages, fed by the queue, thrown away when it cannot be read."""

import logging
import shutil
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import tantivy

from search.ports import LANGUAGES, Document, Hits, Query
from search.words import ELISIONS, arabic, is_arabic, said_nothing, terms

logger = logging.getLogger("qafila.search")

_HEAP = 15_000_000
_BOOST = 3.0
_TOMBSTONE = "gone"


def _analyzers() -> dict[str, Any]:
    fold = [tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()]

    def chain(*filters: Any) -> Any:
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        for one in (*fold, *filters):
            builder = builder.filter(one)
        return builder.build()

    return {
        "fr_": chain(
            tantivy.Filter.custom_stopword(sorted(ELISIONS)),
            tantivy.Filter.stopword("french"),
            tantivy.Filter.stemmer("french"),
        ),
        "en_": chain(tantivy.Filter.stopword("english"), tantivy.Filter.stemmer("english")),
        "ar_": chain(),  # folded and stemmed by search.words before it comes here
    }


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw")
    builder.add_text_field("tags", tokenizer_name="raw")
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_unsigned_field("version", stored=True, indexed=True, fast=True)
    for language in LANGUAGES:
        builder.add_text_field(f"title_{language}", tokenizer_name=f"{language}_")
        builder.add_text_field(f"body_{language}", tokenizer_name=f"{language}_")
    return builder.build()


class TantivyBackend:
    """One folder, one writer; a folder that is corrupt or of another schema is made anew from the database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._schema = _schema()
        self._index: Any = None
        self.must_rebuild = False

    def write(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID, int]]) -> None:
        """Index documents and leave tombstones, skipping what the index knows in a later version."""
        with self._lock:
            index = self._open()
            wanted = [(_key(one.kind, one.id), one.version, self._document(one)) for one in documents]
            wanted += [(_key(kind, pk), version, _tombstone(kind, pk, version)) for kind, pk, version in gone]
            known = self._known(index, [key for key, _, _ in wanted])
            writer = index.writer(_HEAP, 1)
            try:
                for key, version, document in wanted:
                    if known.get(key, -1) <= version:
                        writer.delete_documents_by_term("key", key)
                        writer.add_document(document)
                writer.commit()
                writer.wait_merging_threads()
            except BaseException:
                del writer
                raise
            index.reload()

    def find(self, query: Query) -> Hits:
        if said_nothing(query):
            return Hits()
        index = self._open()
        searcher = index.searcher()
        result = searcher.search(self._query(query), limit=max(query.limit, 1), count=True)
        hits = [(score, UUID(searcher.doc(address)["id"][0])) for score, address in result.hits]
        if not query.text.strip():
            hits = [(0.0, pk) for _score, pk in hits]
        return Hits(tuple(pk for _score, pk in sorted(hits, reverse=True)), result.count or 0)

    def versions(self) -> dict[tuple[str, UUID], int]:
        searcher = self._open().searcher()
        found = searcher.search(tantivy.Query.all_query(), limit=max(searcher.num_docs, 1)).hits
        rows = [searcher.doc(address) for _score, address in found]
        return {(row["kind"][0], UUID(row["id"][0])): row["version"][0] for row in rows if row["kind"][0] != _TOMBSTONE}

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build beside the index in use, then swap folders."""
        with self._lock:
            fresh = self.folder.with_name(f"{self.folder.name}.{time.time_ns()}")
            builder = TantivyBackend(fresh)
            builder.write(documents, ())
            old = self.folder.with_name(f"{self.folder.name}.old")
            shutil.rmtree(old, ignore_errors=True)
            if self.folder.exists():
                self.folder.rename(old)
            fresh.rename(self.folder)
            self._index, self.must_rebuild = None, False
            shutil.rmtree(old, ignore_errors=True)

    def _open(self) -> Any:
        with self._lock:
            if self._index is None:
                self._index = self._open_folder()
                for name, analyzer in _analyzers().items():
                    self._index.register_tokenizer(name, analyzer)
            return self._index

    def _open_folder(self) -> Any:
        is_new = not (self.folder / "meta.json").exists()
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(self._schema, path=str(self.folder), reuse=True)
        except Exception:
            logger.exception("the search index cannot be opened; it is made anew")
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            index, is_new = tantivy.Index(self._schema, path=str(self.folder), reuse=True), True
        self.must_rebuild = self.must_rebuild or is_new
        return index

    def _known(self, index: Any, keys: list[str]) -> dict[str, int]:
        if not keys:
            return {}
        searcher = index.searcher()
        query = tantivy.Query.term_set_query(self._schema, "key", keys)
        rows = [searcher.doc(address) for _score, address in searcher.search(query, limit=len(keys) + 1).hits]
        return {row["key"][0]: row["version"][0] for row in rows}

    def _document(self, one: Document) -> Any:
        document = _identified(one.kind, one.kind, one.id, one.version)
        for tag in one.tags:
            document.add_text("tags", tag)
        for language in LANGUAGES:
            for field, texts in (("title", one.title), ("body", one.body)):
                text = texts.get(language, "")
                document.add_text(f"{field}_{language}", arabic(text) if language == "ar" else text)
        return document

    def _query(self, query: Query) -> Any:
        must, filtered = tantivy.Occur.Must, []
        kinds = query.kinds or ()
        if kinds:
            filtered.append((must, tantivy.Query.term_set_query(self._schema, "kind", list(kinds))))
        else:
            gone = tantivy.Query.term_query(self._schema, "kind", _TOMBSTONE)
            filtered += [(must, tantivy.Query.all_query()), (tantivy.Occur.MustNot, gone)]
        for group in query.tags:
            filtered.append((must, tantivy.Query.term_set_query(self._schema, "tags", list(group))))
        for term in terms(query.text):
            filtered.append((must, self._word(term)))
        return tantivy.Query.boolean_query(filtered)

    def _word(self, term: str) -> Any:
        """Return what finds a word in any language: each field's own analyzer, a prefix of it, one slip in it."""
        index = self._open()
        fields = [f"{part}_{language}" for part in ("title", "body") for language in LANGUAGES]
        word = arabic(term) if is_arabic(term) else term
        boosts = {f"title_{language}": _BOOST for language in LANGUAGES}
        exact, _errors = index.parse_query_lenient(f'"{word}"', fields, field_boosts=boosts)
        choices = [(tantivy.Occur.Should, exact)]
        if len(word) >= 5:
            for field in fields:
                fuzzy = tantivy.Query.fuzzy_term_query(self._schema, field, word, distance=1, prefix=len(word) >= 6)
                choices.append((tantivy.Occur.Should, tantivy.Query.boost_query(fuzzy, 0.1)))
        return tantivy.Query.boolean_query(choices)


def _key(kind: str, pk: UUID) -> str:
    return f"{kind}:{pk}"


def _tombstone(kind: str, pk: UUID, version: int) -> Any:
    return _identified(kind, _TOMBSTONE, pk, version)


def _identified(kind: str, shown_as: str, pk: UUID, version: int) -> Any:
    document = tantivy.Document(key=_key(kind, pk), kind=shown_as, id=str(pk))
    document.add_unsigned("version", version)
    return document
