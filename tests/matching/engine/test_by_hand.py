"""Weights, scores and points worked out on paper from docs/method/matching.md, sections 2 and 5, to the last digit."""

from dataclasses import replace
from decimal import Decimal

import pytest

from matching.engine.choice import Parameters, adoption, in_order, own_capex, weigh
from matching.engine.criteria import Utility
from matching.engine.needs import Need
from matching.engine.numbers import triple
from matching.engine.run import Candidate, result
from matching.engine.score import Part, questions, total
from matching.engine.weights import STARTING_WEIGHTS
from tests.matching.engine.firms import DAY, MILL, offer, situated

LED = situated(MILL).needs["led"]


def measure(code, *, value, tonnes, capex, saving):
    figures = replace(
        LED.figures,
        npv_mad=triple(Decimal(value)),
        abatement_t=triple(Decimal(tonnes)),
        capex_mad=triple(Decimal(capex)),
        net_mad=triple(Decimal(saving)),
    )
    return replace(LED, code=code, figures=figures)


NEEDS = (
    measure("roof", value=300, tonnes=1, capex=100, saving=70),
    measure("pumps", value=100, tonnes=3, capex=0, saving=10),
    measure("battery", value=-50, tonnes=-2, capex=80, saving=-5),
    Need("buyer", "obligation", "named_only", certain=True, due=True),
    Need("wish", "obligation", "named_only", certain=True),
)
# Of money 300 : 100 and of carbon 1 : 3; the obligations enter with 1 and 0.5, so that all are divided by 2.5.
WEIGHED = {
    "0.5": {"roof": "0.2", "pumps": "0.2", "battery": "0", "buyer": "0.4", "wish": "0.2"},
    "0.8": {"roof": "0.26", "pumps": "0.14", "battery": "0", "buyer": "0.4", "wish": "0.2"},
    "1": {"roof": "0.3", "pumps": "0.1", "battery": "0", "buyer": "0.4", "wish": "0.2"},
    "0": {"roof": "0.1", "pumps": "0.3", "battery": "0", "buyer": "0.4", "wish": "0.2"},
}


@pytest.mark.parametrize("money", sorted(WEIGHED))
def test_needs_are_weighed(money):
    found = weigh(NEEDS, Parameters(money=Decimal(money)))
    assert found == {code: Decimal(value) for code, value in WEIGHED[money].items()}


def test_needs_are_put_in_order():
    """By 0.26 x (0.5 + 0.5), 0.4 x 0.5, 0.14 x (0.5 + 0.880797), 0.2 x 0.5 and 0: 0.26, 0.2, 0.1933, 0.1, 0."""
    u = weigh(NEEDS, Parameters(money=Decimal("0.8")))
    assert [need.code for need in in_order(NEEDS, u)] == ["roof", "buyer", "pumps", "wish", "battery"]
    assert [str(adoption(need))[:8] for need in NEEDS] == ["0.5", "0.880797", "0", "0", "0"]


def test_finance_within_reach_moves_a_measure_up():
    """
    Of the roof 80 % is financed: 20 of 100 are left, and 1 / (1 + exp(1.4 x 20 / 70 - 2)) = 0.832018.

    Before 0.2 x 1.380797, 0.4 x 0.5, 0.2 x (0.5 + 0.5) and 0.2 x 0.5; after, the roof has 0.2 x 1.332018 = 0.2664.
    """
    u = weigh(NEEDS, Parameters())
    assert [need.code for need in in_order(NEEDS, u)] == ["pumps", "buyer", "roof", "wish", "battery"]
    financed = {"roof": Decimal("0.8")}
    assert [need.code for need in in_order(NEEDS, u, financed)] == ["pumps", "roof", "buyer", "wish", "battery"]
    assert own_capex(NEEDS[0], financed["roof"]) == 20
    assert str(adoption(NEEDS[0], Decimal(20)))[:8] == "0.832018"
    assert own_capex(NEEDS[3], Decimal("0.8")) is None


# 0.5 x 2^0.30 x 2^0.10 x 1.3^0.08 x 1.2^0.06 x 1^0.06 = 0.68115876
AUDIT = {
    "kind": "certifier",
    "measures": None,
    "standards_accredited": ["iso_14001"],
    "accreditation_valid_until": "2028-01-01",
    "available_in_days": 75,
    "remote": True,
    "languages": ["ar"],
    "interpreter": ["fr"],
}
# 0.5 x 0.3^0.18 x 1.5^0.16 x 0.8^0.14 x 1.488^0.04 x 0.1^0.05 = 0.37701892
LOAN = {
    "kind": "financier",
    "instrument": "loan",
    "measures": ["energy_audit"],
    "own_funds_min_pct": 40,
    "status": "unknown",
    "references": [{"sector": "olive_oil", "year": 2025, "verified": True}],
    "languages": ["ar"],
}
CASES = [
    # 12.1838, 4.0613, 1.2298, 0.6410 and 0 are floored to 17; the one left goes to the largest remainder.
    (AUDIT, "iso_14001", 681159, {"goal": 12, "certainty": 4, "waiting": 1, "proximity": 1, "language": 0}),
    # -9.4405, 2.8261, -1.3609, 0.6925 and -5.0153 are floored to -16; four are left, and the goal gets none.
    (LOAN, "pv_rooftop", 377019, {"goal": -10, "relief": 3, "certainty": -1, "sector_proof": 1, "language": -5}),
]


@pytest.mark.parametrize(("terms", "goal", "micro", "points"), CASES, ids=["audit", "loan"])
def test_an_offer_is_scored(terms, goal, micro, points):
    firm = situated(MILL, goals=[goal], languages=["fr"])
    found = result(firm, Candidate(offer(**terms)), STARTING_WEIGHTS, DAY)
    assert found["score"] == micro
    assert {part["code"]: part["points"] for part in found["parts"] if part["code"] in points} == points
    assert {part["points"] for part in found["parts"] if part["code"] not in points} == {0}


PARTS = [
    # 0.5 x 2^0.5 and, when the unknown half is worst or best, 0.5 x 0.2^0.5 and 0.5 x 2 x 1
    ([("1", "1"), ("0", "1")], 707107, 223607, 1000000, [21, 0]),
    # 2^0.5 x 0.5^0.5 = 1: nothing is gained, and each shows 50 ln 2 / 2 = 17.33; the larger remainder is that of -17.33
    ([("1", "1"), ("0.25", "0.25")], 500000, 500000, 500000, [17, -17]),
    # What is at worst 0.6 counts as 0.6: 0.5 x 1.2^0.5 x 1 = 0.5477, to 2^0.5 x 0.5
    ([("0.6", "1"), ("0.5", "0.5")], 547723, 547723, 707107, [5, 0]),
    # Below the floor nothing pulls further down: 0.5 x 0.1^0.5 x 2^0.5. Of -27.639 points -1.1513 / -0.8047 and 0.3466 /
    # -0.8047 are -39.543 and 11.904; floored to -29 of -28, the one left goes to the second.
    ([("0", "0"), ("1", "1")], 223607, 223607, 223607, [-40, 12]),
]


@pytest.mark.parametrize(("ends", "micro", "low", "high", "points"), PARTS)
def test_parts_are_put_together(ends, micro, low, high, points):
    half = Decimal("0.5")
    parts = [Part(code, half, Utility(*map(Decimal, pair), "fact")) for code, pair in zip("ab", ends, strict=True)]
    found = total(parts)
    assert (found.micro, found.low, found.high) == (micro, low, high)
    assert [part.points for part in found.parts] == points


def test_the_question_says_how_far_the_interval_would_close():
    """0.707107 x (2^0.5 - 0.1^0.5) = 0.776393: from 0.223607 to 1."""
    half = Decimal("0.5")
    parts = [Part("a", half, Utility(Decimal(1), Decimal(1))), Part("b", half, Utility(Decimal(0), Decimal(1), "fact"))]
    assert [(one.fact, one.narrows) for one in questions(total(parts))] == [("fact", 776393)]
