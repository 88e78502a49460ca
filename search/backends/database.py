"""The fallback: the words and tags that the rows themselves carry. Slower and without stems, but always true."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from uuid import UUID

from django.db.models import Q

from search import registry
from search.ports import Document, Hits, Query
from search.words import arabic_stem, is_arabic, said_nothing, terms


class DatabaseBackend:
    """Reads the rows that rooms declared findable; holds nothing of its own."""

    def write(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID, int]]) -> None:
        """Do nothing: the rows are the index."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Do nothing: the rows are the index."""

    def versions(self) -> dict[tuple[str, UUID], int]:
        return {
            (kind, pk): version
            for kind, findable in registry.findables().items()
            for pk, version in findable.rows().values_list("pk", "row_version")
        }

    def find(self, query: Query) -> Hits:
        if said_nothing(query):
            return Hits(degraded=True)
        condition = reduce(and_, [_holds(term) for term in terms(query.text)], Q())
        for group in query.tags:
            condition &= reduce(or_, [Q(search_tags__contains=f" {tag} ") for tag in group])
        ids: list[UUID] = []
        total = 0
        for kind, findable in registry.findables().items():
            if query.kinds and kind not in query.kinds:
                continue
            rows = findable.rows().filter(condition).order_by("-pk")
            total += rows.count()
            ids += rows.values_list("pk", flat=True)[: query.limit]
        return Hits(tuple(ids[: query.limit]), total, degraded=True)


def _holds(term: str) -> Q:
    word = arabic_stem(term) if is_arabic(term) else term.removesuffix("s")
    return Q(search_text__contains=word)
