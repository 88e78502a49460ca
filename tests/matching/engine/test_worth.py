"""An offer left out before it is scored is one that no list would have kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from config.demo.crowd import Crowd
from kernel.canonical import dumps
from matching.engine import ranking
from matching.engine.criteria import CRITERIA
from matching.engine.judgements import read_judgements
from matching.engine.offers import Record, case
from matching.engine.ranking import HANG_ON_IT, best
from matching.engine.rules import RULES
from matching.engine.run import Candidate, match
from matching.engine.situation import situation
from matching.engine.weights import STARTING_WEIGHTS
from partners.files.exchange import read_offer
from reference.files import load
from tests.matching.engine.firms import offer
from tests.matching.engine.test_properties import FIRMS, quick, terms

DAY = date(2026, 11, 25)
CASES = Path(__file__).parents[1] / "data/judgements.json"
DOES = ("kind", "measures", "end_uses", "standards_accredited", "approved_auditor_law_47_09")


def the_long_way(found, candidates, weights, most):
    """Every offer with its whole result, in order, and of those what a page may show."""
    results = [one for one in match(found, candidates, weights, DAY) if one["serves_need"]]
    fitting = [one for one in results if one["verdict"] != "fail"]
    return fitting[:most] + [one for one in results if one["near_miss"]][:most]


def same(found, candidates, weights, most):
    kept = best(found, candidates, weights, DAY, most)
    assert dumps([one for _, one in kept]) == dumps(the_long_way(found, candidates, weights, most))
    assert all(one.offer.offer_id == told["offer_id"] for one, told in kept)
    return len(candidates) - len(kept)


def test_what_is_kept_is_the_same_with_and_without_the_offers_left_out():
    catalogue = load()
    cases, _problems = read_judgements(CASES.read_text(), catalogue, frozenset(RULES))
    left_out = 0
    for one in cases:
        every = [Candidate(facts) for facts in one.candidates]
        for need in (None, *list(situation(one.sme, catalogue).needs)[:3]):
            left_out += same(situation(one.sme, catalogue, need=need), every, STARTING_WEIGHTS, 60)
    assert left_out > 100


def test_a_short_list_of_a_crowd_is_the_head_of_the_whole_one_and_fewer_are_scored(monkeypatch):
    catalogue = load()
    every = [
        Candidate(facts, row["key"], Record(introductions=place % 5, answers=place % 4, good=place % 7))
        for row in Crowd(catalogue, seed=3, mark="9").partners(48, (12,))
        for place, written in enumerate(row["offers"])
        if (facts := read_offer(_exchanged(row, place, written), catalogue)[0])
    ]
    assert len(every) > 500
    scored, score = [], ranking.mean
    monkeypatch.setattr(ranking, "mean", lambda parts: scored.append(1) or score(parts))
    markets = [
        (found, [one for one in every if case(found, one.offer, DAY).kind == kind])
        for firm in FIRMS.values()
        for need in (None, "pv_rooftop", "energy_audit")
        for found in (situation(firm.sme, catalogue, need=need),)
        for kind in STARTING_WEIGHTS
    ]
    for found, of_kind in markets:
        same(found, of_kind, STARTING_WEIGHTS, 3)
    with_bounds = len(scored)
    monkeypatch.setattr(ranking.Places, "are_beyond", lambda _places, _bound: False)
    for found, of_kind in markets:
        same(found, of_kind, STARTING_WEIGHTS, 3)
    assert with_bounds < len(scored) - with_bounds


def _exchanged(row, place, written):
    texts = {name: value for name, value in written.items() if name[:5] not in {"name_", "descr"}}
    return {
        **{name: value for name, value in texts.items() if name not in {"source_key", "intake"}},
        "offer_id": f"{row['key']}-{place}",
        "kind": row["kind"],
    }


@quick
@given(st.lists(terms, min_size=1, max_size=8), st.sampled_from(sorted(FIRMS)), st.integers(1, 3))
def test_whatever_the_offers_are(written, firm, most):
    every = [Candidate(offer(**{**one, "offer_id": str(place)})) for place, one in enumerate(written)]
    same(FIRMS[firm], every, STARTING_WEIGHTS, most)


@quick
@given(terms, terms, st.sampled_from(sorted(FIRMS)))
def test_offers_that_do_the_same_share_the_criteria_of_their_bound(one, other, firm):
    first, second = offer(**one), offer(**other)
    second = replace(second, **{name: getattr(first, name) for name in DOES})
    cases = [case(FIRMS[firm], facts, DAY, Record(introductions=4, answers=3)) for facts in (first, second)]
    for code in HANG_ON_IT:
        alone, beside = (CRITERIA[code](each) for each in cases)
        assert alone == beside
