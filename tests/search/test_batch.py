"""Of a few rows in an index of their own a text holds for those that a query of either engine finds among all."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from kernel.ids import uuid7
from search import batch, registry
from search.engine.judged import read_judged
from search.engine.slips import with_slips, without_accents
from search.ports import Document, Query
from tests.search.servers import own_index

pytestmark = pytest.mark.django_db  # needs none, but a cluster runs only what reaches its servers
DATA = Path(__file__).parent / "data"
OTHERS = ("", "  ", "le de la", "*", "-", "l'", "\ud800", "solaire " * 50, "x" * 300, "pompe à chaleur pompe", "في من")


@pytest.mark.parametrize("engine", ["tantivy", "elasticsearch"])
def test_a_text_holds_for_what_a_query_finds(settings, tmp_path, monkeypatch, engine):
    monkeypatch.setattr("search.backends.elastic.ASKED_WITHIN", 10.0)
    settings.SEARCH_FOLDER = tmp_path / "search"
    judged = read_judged(DATA / "corpus.jsonl", DATA / "queries.tsv", DATA / "qrels.txt")
    documents = [
        Document(uuid7(), "offer", 1, {one.language: one.title}, {one.language: one.text}, one.tags)
        for one in judged.documents
    ]
    few = documents[::3]
    ids = tuple(one.id for one in few)
    typed = [one.text for one in judged.queries[::3]] + [one.title for one in judged.documents[::15]]
    some = 0
    with own_index(settings) if engine == "elasticsearch" else nullcontext():
        registry.engine().rebuild(documents)
        with batch.among(few) as holding:
            for text in [*OTHERS, *typed, *map(without_accents, typed[:20]), *(with_slips(one, one) for one in typed)]:
                found = registry.engine().find(Query(text, only=ids, limit=len(ids))).ids
                assert holding(text) == set(found), text
                some += bool(found)
            assert holding("") == set(ids)
    assert some > 25, "enough of them find something"
