"""Elasticsearch asked bare, to compare with: one field, its standard analyzer, a match query."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

_MAPPINGS: Final = {"properties": {"text": {"type": "text", "analyzer": "standard"}, "tags": {"type": "keyword"}}}
_WITHIN: Final = 30.0


class PlainElastic:
    def __init__(self, url: str, index: str) -> None:
        self.client = Elasticsearch(url, request_timeout=_WITHIN)
        self.index = index

    def fill(self, rows: Iterable[tuple[UUID, str, Sequence[str]]]) -> None:
        self.client.indices.create(index=self.index, settings={"number_of_shards": 1}, mappings=_MAPPINGS)
        documents = (
            {"_index": self.index, "_id": str(pk), "text": text, "tags": list(tags)} for pk, text, tags in rows
        )
        bulk(self.client, documents, refresh=True)

    def find(self, text: str, limit: int) -> list[UUID]:
        answer = self.client.search(index=self.index, query={"match": {"text": text}}, size=limit, source=False)
        return [UUID(hit["_id"]) for hit in answer["hits"]["hits"]]

    def forget(self) -> None:
        self.client.options(ignore_status=404).indices.delete(index=self.index)
