"""The published method says what the engine does: the same criteria, weights and rules."""

import re
from decimal import Decimal
from pathlib import Path

from matching.engine.other_side import WEIGHTS
from matching.engine.rules import RULES
from matching.engine.weights import STARTING_WEIGHTS

METHOD = (Path(__file__).parents[3] / "docs/method/matching.md").read_text()
SIDES = {"firm": "sme", "partner": "partner", "nobody": "nobody"}


def table(head: str) -> list[list[str]]:
    rows = METHOD.partition(f"| {head} |")[2].splitlines()[2:]
    return [row.strip("|").split("|") for row in rows[: rows.index("")]]


def test_the_weights_are_those_of_the_engine():
    published: dict[str, dict[str, Decimal]] = {"technology": {}, "finance": {}, "certification": {}}
    for code, _value, *weights in table("criterion"):
        for kind, weight in zip(published, weights, strict=True):
            if weight.strip() != "–":
                published[kind][code.strip(" `")] = Decimal(weight.strip())
    assert published | {"advice": published["technology"]} == {
        kind: dict(weights) for kind, weights in STARTING_WEIGHTS.items()
    }


def test_the_weights_of_the_other_side_are_those_of_the_engine():
    published: dict[str, dict[str, Decimal]] = {"technology": {}, "finance": {}, "certification": {}}
    for code, _value, *weights in table("of the firm"):
        for kind, weight in zip(published, weights, strict=True):
            if weight.strip() != "–":
                published[kind][code.strip(" `")] = Decimal(weight.strip())
    assert published | {"advice": published["technology"]} == {kind: dict(one) for kind, one in WEIGHTS.items()}


def test_the_rules_are_those_of_the_engine():
    published = {
        code: SIDES[who.strip()] for codes, _reads, who in table("rule") for code in re.findall(r"`(\w+)`", codes)
    }
    assert published == {code: rule.who for code, rule in RULES.items()}
