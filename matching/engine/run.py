"""
Offers held against a firm: results as plain JSON, the same bytes whenever the same facts come back.

A result hangs on its own offer only; the order, and the list that is shown, are made from results.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kernel.canonical import digest, dumps
from matching.engine import profile
from matching.engine.fixes import fixes
from matching.engine.numbers import exactly
from matching.engine.offers import Case, Record, case
from matching.engine.rules import is_near_miss, overall, verdicts
from matching.engine.score import questions, score
from matching.engine.situation import Situation
from matching.engine.verdicts import FAIL
from matching.engine.weights import Weights
from partners.files import exchange
from partners.files.exchange import OfferFacts

MOST_SHOWN: Final = 6
MOST_OF_ONE: Final = 3
"""Offers of one partner that a run keeps for one need: many that say the same leave the others their places."""
NEARLY: Final = Decimal("0.8")
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    An offer with whose it is and what that partner did so far.

    `takes_leads` is False for a product of the reference data: it is ranked and explained, and takes no place among
    those shown.
    """

    offer: OfferFacts
    partner: str = ""
    record: Record | None = None
    takes_leads: bool = True
    _digest: list[str] = field(default_factory=list, repr=False, compare=False)

    @property
    def digest(self) -> str:
        if not self._digest:
            self._digest.append(digest(exchange.as_written(self.offer)))
        return self._digest[0]


@exactly
def result(
    situation: Situation,
    candidate: Candidate,
    weights: Mapping[str, Weights],
    as_of: date,
    without: Collection[str] = (),
) -> Result:
    """Return all that is known of one offer for one firm; nothing of any other offer enters."""
    one = case(situation, candidate.offer, as_of, candidate.record)
    answers = verdicts(one, without)
    verdict = overall(answers)
    found = score(one, weights[one.kind])
    refused = verdict == FAIL
    return plain(
        {
            "engine": situation.engine,
            "offer_id": candidate.offer.offer_id,
            "offer_digest": candidate.digest,
            "partner": candidate.partner,
            "takes_leads": candidate.takes_leads,
            "kind": one.kind,
            "as_of": as_of,
            "need": situation.need,
            "serves_need": situation.need is None or serves(one, situation.need),
            "verdict": verdict,
            "near_miss": is_near_miss(answers),
            "verdicts": [answer.plain() for answer in answers],
            "score": found.micro,
            "low": found.low,
            "high": found.high,
            "parts": found.plain(),
            "questions": [asdict(question) for question in questions(found)],
            "raises": [] if refused else [fix.plain() for fix in fixes(one, weights[one.kind], found)],
            **_effect(one),
        }
    )


def serves(one: Case, need: str) -> bool:
    """Whether the offer is about a need at all."""
    return need in (one.named or ()) or one.settles(need)


def plain(value: Any) -> Any:
    """Return the value with Decimals, days and tuples as JSON writes them, so that what is read back is equal."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [plain(one) for one in (sorted(value) if isinstance(value, frozenset | set) else value)]
    if isinstance(value, Decimal):
        return dumps(value).strip('"')
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int) else plain(asdict(value))


def _effect(one: Case) -> dict[str, Any]:
    footprint, acting = one.situation.footprint, one.acting
    stated = one.situation.goals
    return {
        "measures": [need.code for need in acting],
        "share": None if footprint is None or (one.maybe and not acting) else footprint.share(one.cells(acting)),
        **_cut(one),
        "answers": [goal.written for goal in stated if any(one.answers(target) for target in goal.targets)],
        "settles": sorted(code for code in one.situation.open_obligations if one.settles(code)),
    }


def _cut(one: Case) -> dict[str, Any]:
    """Return what its measures take off together, in tCO2e a year, and as a share of scopes 1 and 2."""
    codes = frozenset(need.code for need in one.acting)
    tonnes = one.situation.plan(codes).abatement_t if codes else None
    whole = None if one.situation.footprint is None else one.situation.footprint.total_t
    return {"cut_t": tonnes, "cut_share": None if tonnes is None or not whole else tonnes / whole}


def match(
    situation: Situation,
    candidates: Iterable[Candidate],
    weights: Mapping[str, Weights],
    as_of: date,
    without: Collection[str] = (),
) -> list[Result]:
    """Return the results in the order of the score, those refused last; ties go by the offer's digest, then its id."""
    return in_order(result(situation, one, weights, as_of, without) for one in candidates)


def in_order(results: Iterable[Result]) -> list[Result]:
    return sorted(results, key=rank)


def rank(one: Result) -> tuple[bool, int, str, str]:
    """Return what the order of results goes by."""
    return one["verdict"] == FAIL, -one["score"], one["offer_digest"], one["offer_id"]


def shown(results: Iterable[Result], kind: str, most: int = MOST_SHOWN) -> list[Result]:
    """Return the list of one kind as it is shown: none refused, one place a partner, only those that take requests."""
    kept: dict[str, Result] = {}
    for one in in_order(results):
        fits = one["kind"] == kind and one["verdict"] != FAIL and one["serves_need"] and one["takes_leads"]
        if fits and len(kept) < most:
            kept.setdefault(one["partner"] or one["offer_id"], one)
    return list(kept.values())


def of_each(ordered: Iterable[tuple[Candidate, str]]) -> Iterator[Candidate]:
    """Leave out an offer before which three of its partner stand for the same need; those of no member are nobody's."""
    held = Counter[tuple[str, str]]()
    for one, need in ordered:
        held[one.partner, need] += 1
        if not one.partner or held[one.partner, need] <= MOST_OF_ONE:
            yield one


def near_misses(results: Iterable[Result], kind: str) -> list[Result]:
    """Return the offers that one repair away would be in the list."""
    return [one for one in in_order(results) if one["kind"] == kind and one["near_miss"] and one["serves_need"]]


def missed(one: Result) -> str:
    """Return the rule that alone keeps an offer from a firm; of the smallest project, only when less than a fifth is missing."""
    if not one["near_miss"]:
        return ""
    rule = next(answer for answer in one["verdicts"] if answer["verdict"] == FAIL)
    is_far = rule["code"] == "ticket_min" and Decimal(rule["actual"]) <= NEARLY * Decimal(rule["required"])
    return "" if is_far else rule["code"]


def inputs(situation: Situation, candidate: Candidate, weights: Mapping[str, Weights], as_of: date) -> dict[str, Any]:
    """Return everything that a result hangs on, as plain JSON: keep it, and `replay` gives the result again."""
    return plain(
        {
            "engine": situation.engine,
            "edition": situation.catalogue.edition,
            "as_of": as_of,
            "need": situation.need,
            "parameters": situation.parameters,
            "weights": {kind: dict(one) for kind, one in weights.items()},
            "sme": profile.as_written(situation.sme),
            "offer": exchange.as_written(candidate.offer),
            "partner": candidate.partner,
            "takes_leads": candidate.takes_leads,
            "record": candidate.record,
        }
    )
