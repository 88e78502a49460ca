"""The engine of a cluster: an alias over one index of Elasticsearch 8, fed by the queue, made anew beside itself."""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError, scan, streaming_bulk

from search.backends.elastic_schema import MAPPINGS, SETTINGS
from search.backends.elastic_words import counts_of, narrowed_by, query_of
from search.backends.fields import TOMBSTONE, key_of, stored, tombstone
from search.ports import DRIFT, Document, EngineBusy, EngineError, Hits, Key, Query
from search.reading import says_nothing

ASKED_WITHIN: Final = 0.8  # seconds; people wait for an answer, the queue waits longer for a write
WRITTEN_WITHIN: Final = 10.0
_AT_ONCE: Final = 500
_FORM: Final = 3  # counts up when documents are written in another way, so that old indices are made anew
_CONFLICT: Final = 409
_KEPT: Final = "10s"  # of one moment of the index, if nobody ends it


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Turn what the client raises into an error of the port; a server that is away or full is busy, not broken."""
    try:
        yield
    except (TransportError, BulkIndexError) as error:
        raise EngineBusy(f"{type(error).__name__}: {error}") from error
    except ApiError as error:
        kind = EngineBusy if error.status_code in {429, 502, 503, 504} else EngineError
        raise kind(f"{error.status_code} {error.message}") from error


class ElasticBackend:
    """
    One alias, read by all; a write goes to the index behind it and to one that is being made.

    The version of each row is the version of its document, so that the server itself refuses a late write.
    """

    def __init__(self, url: str, name: str = "qafila") -> None:
        self.installation, self.form = name, _FORM
        self.name = f"{name}-{_FORM}"
        self._client = Elasticsearch(url, max_retries=0, retry_on_timeout=False)

    @property
    def must_rebuild(self) -> bool:
        """Whether the server answers and holds no index of this form; a server that is away is no reason."""
        with _engine_errors():
            return not self._asked.indices.exists_alias(name=self.name)

    @property
    def _asked(self) -> Elasticsearch:
        return self._client.options(request_timeout=ASKED_WITHIN)

    @property
    def _written(self) -> Elasticsearch:
        return self._client.options(request_timeout=WRITTEN_WITHIN)

    def write(self, documents: Iterable[Document], gone: Iterable[tuple[str, UUID, int]]) -> None:
        """Index documents and leave tombstones; the server skips what it knows in a later version."""
        wanted = [stored(one) for one in documents] + [tombstone(*row) for row in gone]
        with _engine_errors():
            indices = list(self._written.indices.get(index=f"{self.name}.*", expand_wildcards="open"))
            for index in indices:
                self._bulk(index, wanted, refresh=True)

    def find(self, query: Query) -> Hits:
        if says_nothing(query):
            return Hits()
        order = [{"_score": "desc"}, {"id": "desc"}] if query.by_words else [{"id": "desc"}]
        with _engine_errors(), self._view(query) as view:
            answer = self._ask(
                view,
                query=query_of(query),
                post_filter=narrowed_by(query.tags),
                aggs=counts_of(query) or None,
                sort=order,
                search_after=self._place(view, query),
                size=query.limit,
                track_total_hits=True,
            )
        found = answer["hits"]
        buckets = [bucket for one in (answer.get("aggregations") or {}).values() for bucket in one["tags"]["buckets"]]
        return Hits(
            tuple(UUID(hit["sort"][-1]) for hit in found["hits"]),
            found["total"]["value"],
            counts={bucket["key"]: bucket["doc_count"] for bucket in buckets},
            scores=tuple(float(hit["sort"][0]) if query.by_words else 0.0 for hit in found["hits"]),
        )

    @contextmanager
    def _view(self, query: Query) -> Iterator[dict[str, Any]]:
        """Lend the rows to ask: those of one moment, where the score of a row and the page after it are two asks."""
        if query.after is None or not query.by_words:
            yield {"index": self.name}
            return
        moment = self._asked.open_point_in_time(index=self.name, keep_alive=_KEPT)
        view = {"pit": {"id": moment["id"], "keep_alive": _KEPT}}
        try:
            yield view
        finally:
            with suppress(ApiError, TransportError):  # it ends by itself, and people have their answer
                self._asked.close_point_in_time(id=view["pit"]["id"])

    def _ask(self, view: dict[str, Any], **asked: Any) -> Any:
        answer = self._asked.search(**view, **asked, source=False)
        if "pit" in view:
            view["pit"]["id"] = answer["pit_id"]
        return answer

    def _place(self, view: dict[str, Any], query: Query) -> list[Any] | None:
        """Return where the row that the page begins after ranks now; where it ranked, when it fits no more."""
        if query.after is None:
            return None
        score, pk = query.after
        if not query.by_words:
            return [str(pk)]
        row = query_of(replace(query, only=(pk,)))
        found = self._ask(view, query=row, size=1)["hits"]["hits"]
        return [found[0]["_score"] if found else self._nearest(view, query, score), str(pk)]

    def _nearest(self, view: dict[str, Any], query: Query, score: float) -> float:
        """Return the score of a row that is gone as the others are scored now."""
        around = []
        for way, beyond in (("desc", "~"), ("asc", "")):  # no id is larger, none smaller
            order = [{"_score": way}, {"id": way}]
            answer = self._ask(view, query=query_of(query), sort=order, search_after=[score, beyond], size=1)
            around += [float(hit["sort"][0]) for hit in answer["hits"]["hits"]]
        nearest = min(around, key=lambda one: abs(one - score), default=score)
        return nearest if abs(nearest - score) <= DRIFT * score else score

    def versions(self) -> dict[Key, int]:
        live = {"bool": {"must_not": [{"term": {"shown_as": TOMBSTONE}}]}}
        asked = {"query": live, "_source": ["kind", "id", "version"]}
        with _engine_errors():
            rows = scan(self._written, index=self.name, query=asked, size=5000)
            return {(row["_source"]["kind"], UUID(row["_source"]["id"])): row["_source"]["version"] for row in rows}

    def rebuild(self, documents: Iterable[Document]) -> int:
        """
        Build an index beside the one in use, count it, then point the alias to it; return how many documents it holds.

        What changes meanwhile is written to both, and the later version stays.
        """
        index = f"{self.name}.{time.time_ns()}"
        with _engine_errors():
            self._written.indices.create(index=index, settings=SETTINGS, mappings=MAPPINGS)
            try:
                count = self._bulk(index, (stored(one) for one in documents), refresh=False)
                self._written.indices.refresh(index=index)
                held = self._written.count(index=index)["count"]
                if held < count:
                    raise EngineError(f"{count} documents written, {held} read back")
                if (
                    self._written.indices.get_mapping(index=index)[index]["mappings"].get("dynamic")
                    != MAPPINGS["dynamic"]
                ):
                    raise EngineError(
                        "another rebuild took this index away, and a write made it again without its fields"
                    )
            except BaseException:
                self._client.options(ignore_status=404).indices.delete(index=index)
                raise
            self._swap(index)
        return count

    def _swap(self, index: str) -> None:
        is_first = self.must_rebuild
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.name}}]
        old = [one for one in self._written.indices.get(index=f"{self.name}.*") if one < index]
        actions += [{"remove_index": {"index": one}} for one in old]
        self._written.indices.update_aliases(actions=actions)
        if former := self._former(but_the_latest=is_first):
            self._written.options(ignore_status=404).indices.delete(index=former)

    def _former(self, *, but_the_latest: bool) -> list[str]:
        """
        Return the indices of former forms.

        The first index of a form leaves the latest of those: processes from before an upgrade may still serve with it.
        """
        every = self._written.indices.get(index=f"{self.installation}-*.*")
        named = re.compile(rf"{re.escape(self.installation)}-(\d+)\.\d+")
        forms = {one: int(match[1]) for one in every if (match := named.fullmatch(one))}
        former = {one: form for one, form in forms.items() if form < self.form}
        kept = max(former.values(), default=None) if but_the_latest else None
        return [one for one, form in former.items() if form != kept]

    def _bulk(self, index: str, rows: Iterable[dict[str, Any]], *, refresh: bool) -> int:
        """Return how many rows were written or known in a later version."""
        actions = (
            {
                "_op_type": "index",
                "_index": index,
                "_id": key_of(row["kind"], row["id"]),
                "version": row["version"],
                "version_type": "external_gte",
                "_source": row,
            }
            for row in rows
        )
        count = 0
        answers = streaming_bulk(
            self._written, actions, chunk_size=_AT_ONCE, raise_on_error=False, refresh=refresh, max_retries=0
        )
        for done, answer in answers:
            result = answer["index"]
            if not done and result["status"] != _CONFLICT:
                raise EngineError(f"{result['status']} {result.get('error')}")
            count += 1
        return count

    def forget(self) -> None:
        """Take away every index of this name, for a test or a benchmark that made them."""
        with _engine_errors():
            for index in self._written.indices.get(index=f"{self.name}.*", expand_wildcards="all"):
                self._written.indices.delete(index=index)
