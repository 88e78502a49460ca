"""Many questions about few rows, such as what saved searches ask of new offers."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from uuid import UUID

from search import registry, synonyms
from search.ports import LONGEST_TEXT, Document, Query

Holding = Callable[[str], frozenset[UUID]]


@contextmanager
def among(documents: Iterable[Document]) -> Iterator[Holding]:
    """
    Lend what says which of these documents hold the words of a text, as a query would find them.

    They are read into an index of their own, where each thing asked for is looked for once, however many texts ask for it:
    a query finds what holds every one of its things.
    """
    every = list(documents)
    with registry.alone(every) as engine:

        @cache
        def found(words: str) -> frozenset[UUID]:
            return frozenset(engine.find(Query(words, limit=max(len(every), 1), newest=True)).ids)

        def holding(text: str) -> frozenset[UUID]:
            things = synonyms.known.clauses(text[:LONGEST_TEXT])
            if text.strip() and not things:
                return frozenset()
            return found("").intersection(*(found(" ".join(one.words)) for one in things))

        yield holding
