"""
What a firm is worth to a partner, by the same machinery as the score of an offer (docs/method/matching.md, section 8).

It reads a kept result, never the other way round: the score of an offer hangs on nothing of this. For a financier it says
how ready the firm is to be studied, and never what the financier will decide.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Final

from matching.engine.criteria import Utility
from matching.engine.numbers import MICRO, ONE, ZERO, exactly
from matching.engine.profile import SmeFacts
from matching.engine.run import plain
from matching.engine.score import Part, total
from matching.engine.weights import Weights, read_weights

OUTSIDE: Final = Decimal("0.3")
"""A firm that the partner serves, and that is not the customer it looks for."""
WANTED: Final = {"soon": ONE, "year": Decimal("0.6"), "later": Decimal("0.2")}
NEVER_SAID: Final = Utility(ZERO, ONE, "ideal_customer", "partner")

_SELLING: Final = read_weights("sector .20 region .15 size .10 ticket .20 readiness .20 horizon .15")
WEIGHTS: Final[Mapping[str, Weights]] = {
    "technology": _SELLING,
    "advice": _SELLING,
    "finance": read_weights("sector .10 region .10 size .10 ticket .25 readiness .45"),
    "certification": read_weights("sector .20 region .15 size .15 readiness .30 horizon .20"),
}
ITEMS: Final[Mapping[str, tuple[str, ...]]] = {
    "technology": ("year", "budget", "decider"),
    "advice": ("year", "budget", "decider"),
    "finance": ("rules", "year", "identity", "accounts", "quote"),
    "certification": ("headcount", "schedule", "certificates", "decider"),
}


@dataclass(frozen=True, slots=True)
class Ideal:
    """
    The customer that a partner looks for, as it says; what it leaves open suits anybody.

    Sizes are bands: limits of its own would let a partner find an exact headcount by moving them.
    """

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a firm: the kinds of its documents, whether an owner can be reached, how soon it buys, its size band."""

    papers: tuple[str, ...] = ()
    decider: bool = False
    horizon: str = ""
    size: str = ""


@exactly
def other_side(
    result: Mapping[str, Any], sme: SmeFacts, ideal: Ideal, standing: Standing, weights: Weights | None = None
) -> dict[str, Any]:
    """Return the score of the firm for the partner of a result, as plain JSON with all that it hangs on."""
    kind = result["kind"]
    items = readiness(result, sme, standing)
    verdicts = {one["code"]: one for one in result["verdicts"]}
    found = {
        "sector": _of_list(sme.sector, ideal.sectors, verdicts.get("sector"), "sector"),
        "region": _of_list(sme.region, ideal.regions, verdicts.get("region"), "region"),
        "size": _size(standing.size, ideal, [verdicts.get(one) for one in ("employees", "revenue")]),
        "ticket": _ticket(result["parts"]),
        "readiness": _known(Decimal(sum(items.values())) / len(items)),
        "horizon": _horizon(standing.horizon),
    }
    weights = weights or WEIGHTS[kind]
    score = total([Part(code, weights[code], found[code]) for code in found if weights.get(code)])
    return plain(
        {
            "kind": kind,
            "score": score.micro,
            "low": score.low,
            "high": score.high,
            "parts": score.plain(),
            "readiness": items,
            "ideal": asdict(ideal),
            "standing": asdict(standing),
        }
    )


def readiness(result: Mapping[str, Any], sme: SmeFacts, standing: Standing) -> dict[str, bool]:
    """Return which of the things that a partner of this kind needs to begin with are there, by their codes."""
    there = {
        "rules": result["verdict"] == "pass",
        "year": sme.energy_use is not None and not sme.energy_in_part,
        "budget": sme.budget_mad is not None,
        "decider": standing.decider,
        "headcount": sme.employees is not None,
        "schedule": "operating_schedule" in sme.facts,
        "certificates": sme.certifications_held is not None,
        **{kind: kind in standing.papers for kind in ("identity", "accounts", "quote")},
    }
    return {code: there[code] for code in ITEMS[result["kind"]]}


def mutual(score: int, other: int) -> int:
    """Return the harmonic mean of the two scores, in millionths: it is never far above the lower one."""
    return 2 * score * other // (score + other) if score + other else 0


def _known(value: Decimal) -> Utility:
    return Utility(value, value)


def _of_list(mine: str | None, looked_for: tuple[str, ...], verdict: Mapping[str, Any] | None, fact: str) -> Utility:
    if looked_for:
        if mine is None:
            return Utility(OUTSIDE, ONE, fact, "sme")
        return _known(ONE if mine in looked_for else OUTSIDE)
    if verdict is None or verdict["required"] is None or mine is None:
        return Utility(OUTSIDE, ONE, "ideal_customer" if mine else fact, "partner" if mine else "sme")
    return _known(ONE if verdict["verdict"] == "pass" else ZERO)


def _size(mine: str, ideal: Ideal, verdicts: list[Mapping[str, Any] | None]) -> Utility:
    if ideal.sizes:
        return _known(ONE if mine in ideal.sizes else OUTSIDE) if mine else Utility(OUTSIDE, ONE, "employees", "sme")
    stated = [one for one in verdicts if one and one["required"] not in (None, [None, None])]
    if not stated or any(one["verdict"] == "unknown" for one in stated):
        return Utility(ZERO, ONE, "employees", "sme") if stated else NEVER_SAID
    return _known(ONE if all(one["verdict"] == "pass" for one in stated) else ZERO)


def _ticket(parts: list[Mapping[str, Any]]) -> Utility:
    """Both sides look at the same project size: the part of the kept result is this one too."""
    part = next((one for one in parts if one["code"] == "ticket"), None)
    if part is None:
        return Utility(ZERO, ONE, "ticket_min_mad", "partner")
    return Utility(Decimal(part["low"]) / MICRO, Decimal(part["high"]) / MICRO, "budget_mad", "sme")


def _horizon(said: str) -> Utility:
    if not said:
        return Utility(WANTED["later"], ONE, "horizon", "sme")
    return _known(WANTED[said])
