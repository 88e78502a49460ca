"""A judged set in an index of its own on the engine of the settings, asked as people ask."""

from collections.abc import Sequence
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from search import registry
from search.engine.bench import Report, bench
from search.engine.judged import Judged, Written
from search.engine.measures import DEPTH
from search.ports import Document, EngineBusy, Hits, Query
from search.queries import by_words_or_near

_TRIES: Final = 5  # a server that is busy is asked again, so that figures never come from the database


def measured(judged: Judged) -> Report:
    """
    Load the documents, ask every query, and measure; nothing of it stays.

    :raises EngineError: when the engine does not answer
    """
    # Rows of one score stand by their id: drawn from the name, so that the order of the file says nothing.
    names = {uuid5(NAMESPACE_OID, one.id): one.id for one in judged.documents}
    documents = [_document(pk, one) for pk, one in zip(names, judged.documents, strict=True)]
    with registry.throw_away() as (name, engine, plain):
        engine.rebuild(documents)
        plain.fill((pk, f"{one.title} {one.text}", ()) for pk, one in zip(names, judged.documents, strict=True))

        def ask(query: Query) -> Hits:
            for _ in range(_TRIES - 1):
                try:
                    return engine.find(query)
                except EngineBusy:
                    continue
            return engine.find(query)

        def found(text: str) -> Sequence[str]:
            return [names[pk] for pk in by_words_or_near(Query(text, limit=DEPTH), ask).ids]

        def found_plainly(text: str) -> Sequence[str]:
            return [names[pk] for pk in plain.find(text, DEPTH)]

        return bench(judged, name, found, found_plainly)


def _document(pk: UUID, one: Written) -> Document:
    return Document(pk, "document", 1, {one.language: one.title}, {one.language: one.text}, one.tags)
