"""What moves when a weight or a fact moves: the offers of a kept run, scored again for whoever asks, and kept nowhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from matching.choices import Verdict
from matching.engine.replay import candidate_of
from matching.engine.run import Result, in_order, result
from matching.engine.verdicts import FAIL
from matching.models import Match, MatchRun
from matching.queries.reasons import out_of_100
from matching.queries.records import weights_of
from matching.queries.replays import inputs_of, situation_of
from reference.queries import catalogue

WEIGHT_STEP = Decimal("0.0001")
MOST_MOVED = 12


@dataclass(frozen=True, slots=True)
class Simulated:
    """One offer before and after: its place and its score out of 100, no place when a condition refuses it."""

    match: Match
    place: int | None
    score: int
    old_place: int | None
    old_score: int


def simulate(
    run: MatchRun,
    weights: Mapping[str, Decimal],
    facts: Mapping[str, Any],
    parameters: Mapping[str, Any] = MappingProxyType({}),
) -> list[Simulated] | None:
    """
    Return the first offers of a run in their order with these weights and these facts of the firm; None when a fact does not read.

    `weights` are shares that add up to 1, `parameters` what needs are weighed by; what is not named keeps the value of the run.
    """
    rows = Match.objects.filter(run=run).select_related(
        "run__parameters", "run__sme", "offer_facts", "stats_facts", "offer__organization", "partner"
    )
    if weights == run_weights(run) and not facts and not parameters:
        return _as_kept(run)
    found, in_force = situation_of(run, facts, parameters), {run.offer_kind: dict(weights)}
    if found is None:
        return None
    matches: dict[str, Any] = {str(row.offer_id): row for row in rows}
    before = _places([json.loads(row.result) for row in matches.values()])
    after = in_order(
        result(found, candidate_of(inputs_of(row), catalogue()), in_force, run.as_of) for row in matches.values()
    )
    places = _places(after)
    return [
        Simulated(
            matches[one["offer_id"]],
            places[one["offer_id"]],
            out_of_100(one["score"]),
            before[one["offer_id"]],
            out_of_100(json.loads(matches[one["offer_id"]].result)["score"]),
        )
        for one in after[:MOST_MOVED]
    ]


def _as_kept(run: MatchRun) -> list[Simulated]:
    """Return the first offers of a run as they are: nothing is scored for a visitor who moves nothing."""
    rows = Match.objects.filter(run=run).exclude(verdict=Verdict.FAIL).order_by("position", "pk")
    first: list[Any] = [*rows.select_related("offer__organization")[:MOST_MOVED]]
    rest = Match.objects.filter(run=run, verdict=Verdict.FAIL).order_by("position", "pk")
    first += rest.select_related("offer__organization")[: MOST_MOVED - len(first)]
    placed = ((row, None if row.verdict == Verdict.FAIL else place) for place, row in enumerate(first, 1))
    return [
        Simulated(row, place, out_of_100(row.score_micro), place, out_of_100(row.score_micro)) for row, place in placed
    ]


def weights_from(typed: Mapping[str, Decimal], run: MatchRun) -> Mapping[str, Decimal] | None:
    """
    Return weights that add up to 1 from numbers in any scale; None when they are all zero.

    What rounding leaves goes to the largest.
    """
    asked = {code: typed.get(code, Decimal(0)) for code in weights_of(run.parameters)}
    total = sum(asked.values())
    if not total:
        return None
    shares = {code: (value / total).quantize(WEIGHT_STEP) for code, value in asked.items()}
    largest = max(shares, key=lambda code: (shares[code], code))
    shares[largest] += 1 - sum(shares.values())
    return shares


def run_weights(run: MatchRun) -> Mapping[str, Decimal]:
    return weights_of(run.parameters)


def _places(results: list[Result]) -> dict[str, int | None]:
    ordered = in_order(results)
    return {one["offer_id"]: None if one["verdict"] == FAIL else place for place, one in enumerate(ordered, 1)}
