"""
The match bench: offers ranked for firms without a database, held against graded judgements.

Three baselines run on the same cases: a seeded random order, the overlap of words, and the hard rules with it.
"""

import random
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kernel.text import words
from matching.engine.judgements import JudgedCase
from matching.engine.numbers import ONE, ZERO, exactly, half_up
from matching.engine.run import Candidate, Result, match
from matching.engine.situation import situation
from matching.engine.verdicts import FAIL
from matching.engine.weights import STARTING_WEIGHTS, Weights
from partners.files.exchange import OfferFacts
from reference.files import Catalogue

GAINS: Final = (0, 1, 3, 7)
DEPTH: Final = 5
SEED: Final = 20261125
GOOD: Final = 2
Order = list[str]


@dataclass(frozen=True, slots=True)
class Measures:
    """How good an order is over all cases; `hard_violations` counts offers of grade 0 above one of grade 2 or 3."""

    ndcg_at_5: Decimal
    grade_3_on_top: Decimal
    hard_violations: int


@dataclass(frozen=True, slots=True)
class Report:
    """The bench's answer; `disagreements` names each refusal whose codes differ, and each offer refused by mistake."""

    cases: int
    offers: int
    engine: Measures
    baselines: dict[str, Measures]
    code_agreement: Decimal
    disagreements: tuple[str, ...]
    unreadable: tuple[str, ...]
    ms_per_offer: Decimal

    def plain(self) -> dict[str, Any]:
        return asdict(self)


@exactly
def bench(
    cases: Iterable[JudgedCase],
    catalogue: Catalogue,
    as_of: date,
    weights: Mapping[str, Weights] = STARTING_WEIGHTS,
    without: Collection[str] = (),
) -> Report:
    """Rank every case by the engine and by the baselines; `without` leaves hard rules out by their code."""
    cases = list(cases)
    started = time.perf_counter()
    found = {one.case_id: _ranked(one, catalogue, as_of, weights, without) for one in cases}
    spent = Decimal(str(time.perf_counter() - started))
    offers = sum(len(one.candidates) for one in cases)
    generator = random.Random(SEED)  # noqa: S311 - a baseline, drawn the same way each time
    agreement, disagreements = _agreement(cases, found)
    return Report(
        cases=len(cases),
        offers=offers,
        engine=measures(cases, lambda case: [one["offer_id"] for one in found[case.case_id]]),
        baselines={
            "random": measures(cases, lambda case: _shuffled(case, generator)),
            "keywords": measures(cases, by_keywords),
            "hard_rules_and_keywords": measures(cases, lambda case: _allowed_first(case, found[case.case_id])),
        },
        code_agreement=agreement,
        disagreements=tuple(disagreements),
        unreadable=tuple(
            f"{case.case_id} {name} {one.field}: {one.code}"
            for case in cases
            for name, problems in case.unreadable.items()
            for one in problems
        ),
        ms_per_offer=half_up(spent * 1000 / max(1, offers), "0.001"),
    )


def _ranked(
    case: JudgedCase, catalogue: Catalogue, as_of: date, weights: Mapping[str, Weights], without: Collection[str]
) -> list[Result]:
    found = situation(case.sme, catalogue)
    return match(found, [Candidate(offer, offer.offer_id) for offer in case.candidates], weights, as_of, without)


def measures(cases: Iterable[JudgedCase], order: Callable[[JudgedCase], Order]) -> Measures:
    """Measure one way of ordering; an offer that does not read stands last."""
    gains, tops, violations = [], [], 0
    for case in cases:
        ranked = [*order(case), *case.unreadable]
        grades = [case.judgements[name].grade for name in ranked if name in case.judgements]
        if not grades:
            continue
        gains.append(ndcg(grades))
        if max(grades) == 3:
            tops.append(ONE if grades[0] == 3 else ZERO)
        last_good = max((place for place, grade in enumerate(grades) if grade >= GOOD), default=-1)
        violations += sum(grade == 0 for grade in grades[: last_good + 1])
    return Measures(_mean(gains), _mean(tops), violations)


def ndcg(grades: list[int], depth: int = DEPTH) -> Decimal:
    """Return the discounted gain of the first grades, as a share of the best order's."""
    best = _gain(sorted(grades, reverse=True), depth)
    return _gain(grades, depth) / best if best else ONE


def _gain(grades: list[int], depth: int) -> Decimal:
    two = Decimal(2).ln()
    return sum((GAINS[grade] * two / Decimal(place + 2).ln() for place, grade in enumerate(grades[:depth])), ZERO)


def _mean(values: list[Decimal]) -> Decimal:
    return half_up(sum(values, ZERO) / len(values), "0.0001") if values else ZERO


def _agreement(cases: Iterable[JudgedCase], found: Mapping[str, list[Result]]) -> tuple[Decimal, list[str]]:
    """Return the share of judged refusals for which the engine names every code of the judge."""
    refusals, agreed, wrong = 0, 0, []
    for case in cases:
        for one in found[case.case_id]:
            judged = case.judgements.get(one["offer_id"])
            if judged is None:
                continue
            ours = {answer["code"] for answer in one["verdicts"] if answer["verdict"] == FAIL}
            theirs = set(judged.hard_constraints_failed)
            refusals += bool(theirs)
            agreed += bool(theirs) and theirs <= ours
            if (theirs and not theirs <= ours) or (ours and judged.grade > 0):
                wrong.append(f"{case.case_id} {judged.offer_id}: judged {sorted(theirs)}, found {sorted(ours)}")
    return half_up(Decimal(agreed) / refusals, "0.0001") if refusals else ONE, wrong


def _shuffled(case: JudgedCase, generator: random.Random) -> Order:
    names = sorted(offer.offer_id for offer in case.candidates)
    generator.shuffle(names)
    return names


def by_keywords(case: JudgedCase) -> Order:
    """Order by the words that the firm's need and goals share with the offer's texts."""
    sme = case.sme
    asked = set(words(" ".join([sme.text or "", *(sme.goals or ()), sme.sector or ""]).replace("_", " ")))
    return [offer.offer_id for offer in sorted(case.candidates, key=lambda one: (-_overlap(asked, one), one.offer_id))]


def _overlap(asked: set[str], offer: OfferFacts) -> int:
    said = " ".join([offer.name or "", offer.description or "", *(offer.measures or ())]).replace("_", " ")
    return len(asked & set(words(said)))


def _allowed_first(case: JudgedCase, found: list[Result]) -> Order:
    refused = {one["offer_id"] for one in found if one["verdict"] == FAIL}
    names = by_keywords(case)
    return [*(name for name in names if name not in refused), *(name for name in names if name in refused)]
