"""A result made again from the inputs it was kept with, to the same byte."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kernel.canonical import dumps
from matching.engine.choice import Parameters
from matching.engine.offers import Record
from matching.engine.profile import read_sme
from matching.engine.run import Candidate, result
from matching.engine.situation import ENGINES, situation
from partners.files.exchange import read_offer
from reference.files import Catalogue


class CannotReplay(Exception):
    """The inputs belong to another engine or another edition of the reference files, or do not read."""


def replay(kept: str, catalogue: Catalogue) -> str:
    """
    Return the canonical text of the result that these inputs give.

    :raises CannotReplay: when engine, edition or format are none that can be read today
    """
    written: Mapping[str, Any] = json.loads(kept)
    if written["engine"] not in ENGINES or written["edition"] != catalogue.edition:
        raise CannotReplay(f"engine {written['engine']}, edition {written['edition']}")
    sme, wrong = read_sme(written["sme"], catalogue, own=True)
    if sme is None:
        raise CannotReplay(str(wrong))
    found = situation(sme, catalogue, parameters_of(written["parameters"]), written["need"], written["engine"])
    weights = {
        kind: {code: Decimal(weight) for code, weight in one.items()} for kind, one in written["weights"].items()
    }
    candidate = candidate_of(written, catalogue)
    return dumps(result(found, candidate, weights, date.fromisoformat(written["as_of"])))


def parameters_of(kept: Mapping[str, str]) -> Parameters:
    """Return the parameters of kept inputs; those that its version did not have are not read by it."""
    return Parameters(**{name: Decimal(value) for name, value in kept.items()})


def candidate_of(written: Mapping[str, Any], catalogue: Catalogue) -> Candidate:
    """
    Return the offer of kept inputs, with whose it is and what that partner had done.

    :raises CannotReplay: when the offer does not read
    """
    offer, wrong = read_offer(written["offer"], catalogue)
    if offer is None:
        raise CannotReplay(str(wrong))
    record = written["record"]
    if record is not None:
        record = Record(**{**record, "hours_to_answer": tuple(record["hours_to_answer"])})
    return Candidate(offer, written["partner"], record, written["takes_leads"])
