"""The judged set on both engines: how far above plain BM25 each is, and how near to each other."""

from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest

from kernel.ids import uuid7
from search import registry
from search.engine.bench import PLAIN
from search.engine.judged import read_judged
from search.ports import Document, Query
from search.synonyms import known
from search.trial import measured
from search.words import terms
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


@pytest.mark.parametrize("engine", ["tantivy", "elasticsearch"])
def test_a_text_without_tags_is_found_by_what_it_names_in_another_language(settings, engine):
    place = own_index(settings) if engine == "elasticsearch" else nullcontext()
    pump = Document(uuid7(), "offer", 1, {"ar": "مضخة شمسية للضيعات"}, {"ar": "تجهيز الآبار"})
    loan = Document(uuid7(), "offer", 1, {"fr": "Prêt agricole"}, {"fr": "Pour forages et pompage solaire"})
    audit = Document(uuid7(), "offer", 1, {"en": "Energy audit"}, {"en": "A week on site"})
    with place, registry.throw_away() as (_name, held, _plain):
        held.rebuild([pump, loan, audit])
        assert held.find(Query("pompage solaire")).ids == (loan.id,)
        assert held.find(Query("pompage solaire", alike=True)).ids == (loan.id, pump.id), (
            "those of the words come first"
        )
        for typed in ("solar pump", "sollar pump", "solar pump quickly", "مضخه شمسيه"):
            found = held.find(Query(typed, alike=True)).ids
            assert found[0] == pump.id, typed
            assert audit.id not in found, typed


def test_a_question_is_read_by_what_it_asks_for():
    assert terms("Je cherche comment financer mon four") == ["financer", "four"]
    assert terms("who can help us with our audit?") == ["help", "us", "audit"]
    assert known.named("mot " * 300 + "chauffe-eau solaire") == ["measure:solar_water_heating"]
    assert known.named("un mot") == []
