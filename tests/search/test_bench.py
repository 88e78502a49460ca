"""The search bench as a command: what it prints, what it refuses, and that nothing of it stays."""

import json
from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.backends.elastic import ElasticBackend
from search.backends.tantivy import TantivyBackend
from search.ports import EngineError
from tests.search.servers import own_index

pytestmark = pytest.mark.django_db  # needs none, but a cluster runs only what reaches its servers

CORPUS = [
    {
        "id": "roof",
        "language": "fr",
        "title": "Toitures solaires",
        "text": "Pose de panneaux",
        "tags": ["measure:pv_rooftop"],
    },
    {
        "id": "air",
        "language": "en",
        "title": "Compressed air",
        "text": "Leaks found and mended",
        "tags": ["standard:iso_14001"],
    },
    {"id": "ضخ", "language": "ar", "title": "ضخ المياه", "text": "مضخات للآبار"},
]
DOCUMENTS = "\n".join(json.dumps(row) for row in CORPUS)
QUERIES = "id\tlanguage\ttext\nq1\tfr\ttoitures\nq2\tfr\tleaks\nq3\tar\tمضخات\nq4\ten\tnothing of the kind\n"
QRELS = "q1 0 roof 3\nq1 0 air 0\nq2 0 air 2\nq3\t0\tضخ\t1\n"


@pytest.fixture(params=["tantivy", "elasticsearch"])
def engine(request, settings, tmp_path, monkeypatch):
    """Yield the engine's name; afterwards there is neither folder nor index of the trial left."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with own_index(settings) if request.param == "elasticsearch" else nullcontext():
        yield request.param
        assert list((tmp_path / "temporary").iterdir()) == []
        if settings.ELASTICSEARCH_URL:
            client = ElasticBackend(settings.ELASTICSEARCH_URL)._client
            assert not client.indices.get(index=f"{settings.ELASTICSEARCH_INDEX}*", expand_wildcards="all")


@pytest.fixture
def bench(tmp_path):
    def run(corpus=DOCUMENTS, queries=QUERIES, qrels=QRELS, **options):
        paths = {"corpus": "corpus.jsonl", "queries": "queries.tsv", "qrels": "qrels.txt"}
        for name, text in {"corpus": corpus, "queries": queries, "qrels": qrels}.items():
            path = tmp_path / paths[name]
            path.write_bytes(text) if isinstance(text, bytes) else path.write_text(text, encoding="utf-8")
            paths[name] = path
        out = StringIO()
        call_command("search_bench", stdout=out, **paths, **options)
        return out.getvalue()

    return run


def test_both_engines_are_measured_in_each_manner_and_group(engine, bench):
    found = json.loads(bench(json=True))
    assert found["engine"] == engine
    assert (found["documents"], found["unjudged"]) == (3, 1)
    assert found["queries"] == {"all": 3, "fr": 2, "ar": 1, "across": 1}
    assert list(found["found"]) == ["as typed", "no accents", "one slip a word"]
    typed = found["found"]["as typed"]
    assert typed[engine]["all"] == {"ndcg_at_10": 1, "mrr_at_10": 1, "recall_at_50": 1}
    assert typed["plain BM25"]["across"]["ndcg_at_10"] == 1
    lines = bench().splitlines()
    assert lines[0].split() == ["ndcg@10", "all", "3", "fr", "2", "ar", "1", "across", "1"]
    assert f"as typed            {engine:<14}     1.0000     1.0000     1.0000     1.0000" in lines
    assert lines[-1] == "3 documents, 1 queries without a grade above 0 left out"


def test_plain_bm25_knows_no_accents_stems_or_synonyms(engine, bench):
    queries = "q1\tfr\tToitüre solaire\nq2\tfr\tpanneaux\n"
    typed = json.loads(bench(queries=queries, qrels="q1 0 roof 3\nq2 0 roof 1\n", json=True))["found"]["as typed"]
    assert typed[engine]["all"]["mrr_at_10"] == 1
    assert typed["plain BM25"]["all"]["mrr_at_10"] == 0.5


def test_without_tags_a_synonym_no_longer_meets(bench, engine):
    asked = {"queries": "q1\tfr\tmanagement environnemental\n", "qrels": "q1 0 air 3\n", "json": True}
    tagged, untagged = bench(**asked), bench(**asked, without_tags=True)
    assert json.loads(tagged)["found"]["as typed"][engine]["all"]["recall_at_50"] == 1
    assert json.loads(untagged)["found"]["as typed"][engine]["all"]["recall_at_50"] == 0


def test_each_query_is_in_one_half(bench):
    queries = "".join(f"q{number}\tfr\ttoitures\n" for number in range(9))
    qrels = "".join(f"q{number} 0 roof 3\n" for number in range(9))
    halves = [json.loads(bench(queries=queries, qrels=qrels, half=half, json=True)) for half in ("first", "second")]
    assert sum(one["queries"]["all"] for one in halves) == 9
    with pytest.raises(CommandError, match="no query is in the"):
        [bench(queries="q1\ttoitures", qrels="q1 0 roof 3", half=half) for half in ("first", "second")]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("corpus", json.dumps(CORPUS[0]) + "\n{not json", "corpus.jsonl line 2: "),
        ("corpus", "[]", "corpus.jsonl line 1: an object is expected"),
        ("corpus", '{"id": 7, "language": "fr", "title": "", "text": ""}', "line 1: id is a text"),
        ("corpus", '{"id": "", "language": "fr", "title": "", "text": ""}', "line 1: id is empty"),
        ("corpus", '{"id": "a", "language": "de", "title": "", "text": ""}', "line 1: language is one of fr ar en"),
        ("corpus", '{"id": "a", "language": "fr", "title": ""}', "line 1: text is a text"),
        ("corpus", '{"id": "a", "language": "fr", "title": "\\ud800", "text": ""}', "line 1: "),
        ("corpus", '{"id": "a", "language": "fr", "title": "", "text": "", "tags": [1]}', "line 1: tags is a list"),
        ("corpus", "\n".join(json.dumps(CORPUS[0]) for _ in "ab"), "corpus.jsonl line 2: roof is there twice"),
        ("corpus", b"\xff\xfe", "corpus.jsonl: "),
        ("queries", "q1\tfr\tsoleil\nq2 fr vent", "queries.tsv line 2: 3 columns are expected"),
        ("queries", "q1\tde\tSonne", "queries.tsv line 1: language is one of"),
        ("queries", "q1\tfr\t", "queries.tsv line 1: an id and a text are expected"),
        ("queries", "q1\tfr\ta\nq1\tfr\tb", "queries.tsv line 2: q1 is there twice"),
        ("qrels", "q1 0 roof", "qrels.txt line 1: four columns are expected"),
        ("qrels", "q1 0 roof 2.5", "qrels.txt line 1: the grade 2.5 is no whole number"),
        ("qrels", "q1 0 roof 3\nq9 0 roof 1", "qrels.txt line 2: q9 is not in "),
        ("qrels", "q1 0 cellar 1", "qrels.txt line 1: cellar is not in "),
        ("qrels", "q1 0 roof 3\nq1 0 roof 1", "qrels.txt line 2: roof is graded twice for q1"),
        ("qrels", "q1 0 roof 0", "qrels.txt: no query has a grade above 0"),
    ],
)
def test_what_does_not_read_is_named_by_file_and_line_before_anything_is_loaded(bench, monkeypatch, file, text, said):
    monkeypatch.setattr(TantivyBackend, "rebuild", lambda *_: pytest.fail("loaded"))
    with pytest.raises(CommandError) as error:
        bench(**{file: text})
    assert said in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"lost\.jsonl"):
        call_command("search_bench", corpus=tmp_path / "lost.jsonl", queries=tmp_path / "q", qrels=tmp_path / "r")


def test_queries_read_with_two_columns_with_the_language_last_and_under_other_headings(bench):
    for queries in ("q1\ttoitures", "q1\ttoitures\tfr", "query\tqid\ntoitures\tq1", "\ufeffq1\ttoitures\r\n"):
        found = json.loads(bench(queries=queries, qrels="q1 0 roof 2\n", json=True))
        assert found["queries"] in ({"all": 1}, {"all": 1, "fr": 1}), queries
        assert found["found"]["as typed"]["plain BM25"]["all"]["mrr_at_10"] == 1, queries


def test_nothing_stays_when_the_engine_fails(engine, bench, monkeypatch):
    def fail(*_):
        raise EngineError("full")

    for kind in (TantivyBackend, ElasticBackend):
        monkeypatch.setattr(kind, "find", fail)
    with pytest.raises(CommandError, match="the engine does not answer: full"):
        bench()
