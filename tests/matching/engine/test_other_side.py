"""The firm as a partner sees it: the same machinery, and for a financier readiness without a verdict on credit."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.other_side import ITEMS, WEIGHTS, Ideal, Standing, mutual, other_side
from matching.engine.run import Candidate, result
from matching.engine.score import START
from matching.engine.weights import STARTING_WEIGHTS
from tests.matching.engine.firms import DAY, MILL, offer, situated

FIRM = situated(MILL, employees=40)
ANYBODY, UNKNOWN = Ideal(), Standing()
READY = Standing(papers=("identity", "accounts", "quote"), decider=True, horizon="soon")


def seen(ideal=ANYBODY, standing=UNKNOWN, firm=FIRM, **terms):
    terms = {"sectors_served": ["olive_oil"], "ticket_min_mad": 100_000, "ticket_max_mad": 5_000_000, **terms}
    kept = result(firm, Candidate(offer(**terms), "p"), STARTING_WEIGHTS, DAY)
    return other_side(kept, firm.sme, ideal, standing)


def test_points_add_up_and_the_weights_are_whole():
    assert all(sum(weights.values()) == 1 for weights in WEIGHTS.values())
    for kind in ("provider", "financier", "certifier"):
        for standing in (Standing(), READY):
            found = seen(standing=standing, kind=kind)
            points = sum(part["points"] for part in found["parts"])
            assert 100 * START + points == int(Decimal(found["score"]) / 10_000 + Decimal("0.5"))
            assert found["low"] <= found["score"] <= found["high"]
            assert set(found["readiness"]) == set(ITEMS[found["kind"]])


def test_each_fact_moves_its_own_criterion():
    def x(code, **changes):
        return next(part["x"] for part in seen(**changes)["parts"] if part["code"] == code)

    assert (x("sector"), x("sector", ideal=Ideal(sectors=("garments",)))) == (1_000_000, 300_000)
    assert x("region", ideal=Ideal(regions=("MA-01",))) == 300_000
    assert x("size") is None, "neither the offer nor the partner says a size"
    small = Standing(size="small")
    assert x("size", ideal=Ideal(sizes=("small", "medium")), standing=small) == 1_000_000
    assert x("size", ideal=Ideal(sizes=("large",)), standing=small) == 300_000
    assert x("size", ideal=Ideal(sizes=("large",))) is None
    assert x("size", employees_max=20) == 0
    assert [x("horizon", standing=Standing(horizon=one)) for one in ("", "soon", "later")] == [None, 1_000_000, 200_000]
    assert x("readiness") == 666_667
    assert x("readiness", standing=READY) == 1_000_000
    assert x("readiness", kind="financier", standing=READY) == 1_000_000


def test_readiness_names_what_is_missing_by_its_code():
    found = seen(kind="financier", requires_cgem_member=True, standing=Standing(papers=("accounts",)))
    assert [code for code, there in found["readiness"].items() if not there] == ["rules", "identity", "quote"]
    assert {part["code"] for part in found["parts"]} == {"sector", "region", "size", "ticket", "readiness"}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(0, 1_000_000), st.integers(0, 1_000))
def test_the_mutual_score_lies_between_and_near_the_lower(one, other, more):
    both = mutual(one, other)
    assert min(one, other) - 1 <= both <= max(one, other)
    assert both <= 2 * min(one, other)
    assert mutual(other, one) == both <= mutual(min(1_000_000, one + more), other)
