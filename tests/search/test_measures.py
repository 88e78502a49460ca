"""What the search bench computes, held against values worked out by hand, and the slips that it makes."""

import pytest
from rapidfuzz.distance import OSA

from search.engine.measures import Quality, mean, ndcg, quality, recall, reciprocal_rank
from search.engine.slips import with_slips, without_accents

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}


def test_ndcg_gains_two_to_the_grade_less_one_and_discounts_by_place():
    # b, nobody's, a: 3/1 + 0 + 7/2 = 6.5; the best order: 7/1 + 3/log2(3) + 1/2 = 9.392789
    assert ndcg(["b", "x", "a"], GRADES) == pytest.approx(6.5 / 9.392789, abs=1e-6)
    assert ndcg(["a", "b", "c", "d"], GRADES) == 1
    assert ndcg([], GRADES) == 0
    assert ndcg(["d"] * 10 + ["a"], GRADES) == 0, "the eleventh place does not count"


def test_the_best_order_has_no_more_places_than_the_depth():
    many = {str(number): 1 for number in range(20)}
    assert ndcg([str(number) for number in range(10)], many) == 1


def test_the_reciprocal_rank_is_that_of_the_first_good_one_in_ten():
    assert reciprocal_rank(["d", "x", "c", "a"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"] * 10 + ["a"], GRADES) == 0


def test_recall_is_the_share_of_the_good_ones_among_fifty():
    assert recall(["c", "x", "a"], GRADES) == pytest.approx(2 / 3)
    assert recall(["x"] * 49 + ["a", "b"], GRADES) == pytest.approx(1 / 3)


def test_a_mean_is_taken_of_each_measure_apart():
    one, none = quality(["a", "b", "c"], GRADES), quality(["x"], GRADES)
    assert (one, none) == (Quality(1, 1, 1), Quality(0, 0, 0))
    assert mean([one, none, none, one]) == Quality(0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("Énergie à l'hôtel, œuvre", "Energie a l'hotel, œuvre"),
        ("أسطح مُعَدّة", "اسطح معدة"),
        ("solar pump", "solar pump"),
    ],
)
def test_accents_and_arabic_marks_are_dropped(typed, bare):
    assert without_accents(typed) == bare


@pytest.mark.parametrize("text", ["panneaux solaires", "chambre froide économe", "الألواح الشمسية", "fermentation"])
def test_each_longer_word_has_one_slip_inside_and_the_same_seed_makes_the_same(text):
    kinds = set()
    for seed in map(str, range(60)):
        slipped = with_slips(text, seed)
        assert slipped == with_slips(text, seed)
        for word, made in zip(text.split(), slipped.split(), strict=True):
            assert OSA.distance(word, made) == 1
            assert (made[0], made[-1]) == (word[0], word[-1])
            kinds.add(len(made) - len(word))
    assert kinds == {-1, 0, 1}


def test_short_words_and_codes_are_left_as_they_are():
    assert with_slips("gaz R404A du ISO 14001", "1") == "gaz R404A du ISO 14001"
