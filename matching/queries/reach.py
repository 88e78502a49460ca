"""What its reader could change to take a match to a target: worked out from what its run kept, and kept nowhere."""

import json
from dataclasses import replace

from django.utils.translation import override

from matching.engine.fixes import reached, to_reach
from matching.engine.numbers import MICRO
from matching.engine.offers import case
from matching.engine.replay import candidate_of
from matching.engine.situation import ENGINES
from matching.engine.verdicts import FAIL
from matching.models import Match
from matching.queries.matches import Answer
from matching.queries.reasons import Reach, Reasons, out_of_100, raise_of, reasons_of
from matching.queries.records import weights_of
from matching.queries.replays import inputs_of, situation_of
from reference.queries import catalogue

STEP = 10
MOST = 100


def with_reach(
    told: Reasons, match: Match, language: str, *, target: int | None = None, for_partner: bool = False
) -> Reasons:
    """
    Return the reasons of a match with changes of its reader's own, none to spare, that reach a target, by itself the next ten.

    A refused offer has no score to raise; a match of another engine or edition cannot be scored again.
    """
    run = match.run
    if told.verdict == FAIL or run.engine not in ENGINES or run.edition != catalogue().edition:
        return told
    found = situation_of(run)
    if found is None:
        return told
    candidate = candidate_of(inputs_of(match), catalogue())
    one, weights = case(found, candidate.offer, run.as_of, candidate.record), weights_of(run.parameters)
    target = target or min(MOST, told.score // STEP * STEP + STEP)
    chosen = to_reach(one, weights, int(target * MICRO / MOST), "partner" if for_partner else "sme")
    if chosen is None:
        return replace(told, reach=Reach(target, None, ()))
    score = json.loads(match.result)["score"]
    with override(language):
        changes = tuple(raise_of(fix.plain(), score, language) for fix in chosen)
    return replace(told, reach=Reach(target, out_of_100(reached(one, weights, chosen)), changes))


def why_not_reasons(answer: Answer, language: str, *, target: int | None = None) -> Reasons:
    """Return the reasons of any offer for its firm; of a kept one, with the changes that reach a target."""
    told = reasons_of(answer.result, language)
    return with_reach(told, answer.match, language, target=target) if answer.match else told
