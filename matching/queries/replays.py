import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from kernel.canonical import dumps
from matching.engine.profile import read_sme
from matching.engine.replay import parameters_of
from matching.engine.replay import replay as replay_one
from matching.engine.situation import ENGINE, ENGINES, Situation, situation
from matching.models import Match, MatchRun
from reference.queries import catalogue


def replay(row_id: UUID) -> list[tuple[str, str]] | None:
    """
    Return (kept, made again) of each match of this id, or of this run, that differs; None when there is no such id.

    :raises CannotReplay: when engine or edition are not those of today
    """
    rows = list(Match.objects.filter(pk=row_id) or Match.objects.filter(run_id=row_id))
    if not rows and not MatchRun.objects.filter(pk=row_id).exists():
        return None
    pairs = [(row.result, replay_one(dumps(inputs_of(row)), catalogue())) for row in rows]
    return [(kept, again) for kept, again in pairs if kept != again]


def situation_of(
    run: MatchRun, facts: Mapping[str, Any] = MappingProxyType({}), parameters: Mapping[str, Any] = MappingProxyType({})
) -> Situation | None:
    """
    Return the situation of the firm as a run knew it, by the version of the run; None when its facts do not read.

    `facts` and `parameters` are what to take instead of what was known.
    """
    sme, _problems = read_sme(json.loads(run.sme.facts) | dict(facts), catalogue(), own=True)
    if sme is None:
        return None
    engine = run.engine if run.engine in ENGINES else ENGINE
    return situation(sme, catalogue(), parameters_of(run.choice | dict(parameters)), run.need_code or None, engine)


def inputs_of(row: Match) -> dict[str, Any]:
    """Return everything that a kept match hangs on, from the snapshots beside it."""
    run = row.run
    return {
        "engine": run.engine,
        "edition": run.edition,
        "as_of": run.as_of.isoformat(),
        "need": run.need_code or None,
        "parameters": run.choice,
        "weights": {run.offer_kind: run.parameters.weights},
        "sme": json.loads(run.sme.facts),
        "offer": json.loads(row.offer_facts.facts),
        "partner": str(row.partner_id or ""),
        "takes_leads": row.takes_leads,
        "record": json.loads(row.stats_facts.facts),
    }
