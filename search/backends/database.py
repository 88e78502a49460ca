"""
The fallback: the words and tags that the rows themselves carry. Slower and without stems, but always true.

Its one order is the newest first; a word that is still being typed may begin one of the text too; there is no second try.
"""

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from uuid import UUID

from django.db.models import Q

from search import registry, synonyms
from search.ports import Document, Hits, Key, Query
from search.reading import Reading, readings, says_nothing
from search.words import light_stem


class DatabaseBackend:
    """Reads the rows that rooms declared findable; holds nothing of its own."""

    must_rebuild = False

    def write(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID, int]]) -> None:
        """Do nothing: the rows are the index."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Do nothing: the rows are the index."""
        return len(list(documents))

    def versions(self) -> dict[Key, int]:
        return {
            (kind, pk): version
            for kind, findable in registry.findables().items()
            for pk, version in findable.rows().values_list("pk", "row_version").order_by()
        }

    def find(self, query: Query) -> Hits:
        if says_nothing(query):
            return Hits(degraded=True)
        words = reduce(or_, [_read(one) for one in readings(query)], Q()) & _about(query)
        fits = words & _narrowed(query.tags)
        page = fits & Q(pk__lt=query.after[1]) if query.after else fits
        ids: list[UUID] = []
        total = 0
        for kind, findable in registry.findables().items():
            if query.kinds and kind not in query.kinds:
                continue
            rows = findable.rows()
            total += rows.filter(fits).count()
            ids += rows.filter(page).order_by("-pk").values_list("pk", flat=True)[: query.limit]
        shown = tuple(sorted(ids, reverse=True)[: query.limit])
        counts = {facet: _counted(query, words & _narrowed(query.beside(facet)), facet) for facet in query.facets}
        found = {tag: count for one in counts.values() for tag, count in one.items()}
        return Hits(shown, total, degraded=True, counts=found, scores=(0.0,) * len(shown))


def _counted(query: Query, condition: Q, facet: str) -> Counter[str]:
    """Count the tags of one kind; each row's are read, so this is for the time that the engine is away."""
    held = (
        tags
        for kind, findable in registry.findables().items()
        if not query.kinds or kind in query.kinds
        for tags in findable.rows().filter(condition).order_by().values_list("search_tags", flat=True)
    )
    return Counter(tag for tags in held for tag in tags.split() if tag.startswith(f"{facet}:"))


def _about(query: Query) -> Q:
    asked = Q() if query.only is None else Q(pk__in=query.only)
    return asked & ~Q(pk__in=query.without) if query.without else asked


def _read(reading: Reading) -> Q:
    begun = Q(search_text__contains=f" {reading.begun}") if reading.begun else Q()
    return reduce(and_, [_holds(clause) for clause in reading.clauses], begun)


def _narrowed(tags: tuple[tuple[str, ...], ...]) -> Q:
    return reduce(and_, [reduce(or_, [_tagged(tag) for tag in group]) for group in tags], Q())


def _holds(clause: synonyms.Clause) -> Q:
    words = reduce(and_, [Q(search_text__contains=light_stem(word)) for word in clause.words])
    return reduce(or_, [_tagged(tag) for tag in clause.tags], words)


def _tagged(tag: str) -> Q:
    return Q(search_tags__contains=f" {tag} ")
