"""The judged set on both engines: how far above plain BM25 each is, and how near to each other."""

from functools import cache
from pathlib import Path

import pytest

from search.engine.bench import PLAIN
from search.engine.judged import read_judged
from search.trial import measured
from tests.search.servers import own_index

pytestmark = pytest.mark.django_db  # needs none, but a cluster runs only what reaches its servers

DATA = Path(__file__).parent / "data"
TYPED, BARE, SLIPS = "as typed", "no accents", "one slip a word"


@cache
def judged():
    return read_judged(DATA / "corpus.jsonl", DATA / "queries.tsv", DATA / "qrels.txt")


@pytest.fixture(scope="module")
def reports():
    return {}


@pytest.fixture
def report_of(settings, reports):
    def report(engine):
        if engine == "elasticsearch" and engine not in reports:
            with own_index(settings):
                reports[engine] = measured(judged())
        return reports.get(engine) or reports.setdefault(engine, measured(judged()))

    return report


def test_the_set_is_large_and_even_enough():
    asked = judged().queries
    assert len(judged().documents) >= 150
    for language in ("fr", "ar", "en"):
        of_language = [one for one in asked if one.language == language]
        assert len(of_language) >= 22
        assert 3 * sum(one.across for one in of_language) >= len(of_language)
    assert {grade for one in asked for grade in one.grades.values()} == {0, 1, 2, 3}


@pytest.mark.parametrize("engine", ["tantivy", "elasticsearch"])
def test_the_engine_is_above_plain_bm25_by_what_it_promises(report_of, engine):
    found = report_of(engine).found
    gains = {
        manner: found[manner][engine]["all"].ndcg_at_10 - found[manner][PLAIN]["all"].ndcg_at_10
        for manner in (TYPED, BARE, SLIPS)
    }
    assert gains[TYPED] >= 0
    assert gains[BARE] >= 0.05
    assert gains[SLIPS] >= 0.20
    for group in ("fr", "ar", "en", "across"):
        assert found[TYPED][engine][group].ndcg_at_10 > found[TYPED][PLAIN][group].ndcg_at_10


def test_both_engines_find_the_same_within_two_hundredths(report_of):
    ours, theirs = report_of("tantivy").found, report_of("elasticsearch").found
    for manner in (TYPED, BARE, SLIPS):
        one, other = ours[manner]["tantivy"]["all"], theirs[manner]["elasticsearch"]["all"]
        assert abs(one.ndcg_at_10 - other.ndcg_at_10) <= 0.02
