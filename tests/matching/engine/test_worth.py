"""An offer left out before it is scored is one that no list would have kept."""

from datetime import date
from pathlib import Path

from matching.actions.runs import worth_keeping
from matching.engine.judgements import read_judgements
from matching.engine.rules import RULES
from matching.engine.run import Candidate, is_worth_a_result, match
from matching.engine.situation import situation
from matching.engine.weights import STARTING_WEIGHTS
from reference.files import load

DAY = date(2026, 11, 25)
CASES = Path(__file__).parents[1] / "data/judgements.json"


def test_what_is_kept_is_the_same_with_and_without_the_offers_left_out():
    catalogue = load()
    cases, _problems = read_judgements(CASES.read_text(), catalogue, frozenset(RULES))
    left_out = 0
    for case in cases:
        every = [Candidate(offer) for offer in case.candidates]
        whole = situation(case.sme, catalogue)
        for need in (None, *list(whole.needs)[:3]):
            found = situation(case.sme, catalogue, need=need)
            worth = [one for one in every if is_worth_a_result(found, one, DAY)]
            left_out += len(every) - len(worth)
            kept = worth_keeping(match(found, every, STARTING_WEIGHTS, DAY))
            assert worth_keeping(match(found, worth, STARTING_WEIGHTS, DAY)) == kept
    assert left_out > 100
