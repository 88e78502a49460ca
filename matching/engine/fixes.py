"""What would raise a score, and by how much: one fact changed, the score taken again (docs/method/matching.md, section 5)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from matching.engine.criteria import YEAR, project_mad
from matching.engine.eligibility import basis_share
from matching.engine.numbers import ONE, exactly
from matching.engine.offers import Case
from matching.engine.score import Score, score
from matching.engine.verdicts import Side
from partners.files.exchange import Reference

# How much work a change is, as we see it: from telling a date to winning a reference.
EFFORT: Final = {
    "as_of": 1,
    "capacity_month": 1,
    "remote": 2,
    "status": 2,
    "ticket_min_mad": 2,
    "ticket_max_mad": 2,
    "available_in_days": 3,
    "languages": 3,
    "accreditation_valid_until": 4,
    "references": 4,
    "budget_mad": 5,
}


@dataclass(frozen=True, slots=True)
class Fix:
    """One fact changed by the side that owns it: its new value, and the score it leads to, in millionths."""

    criterion: str
    fact: str
    value: Any
    who: Side
    gain: int
    micro: int

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def apply(case: Case, fact: str, value: Any, who: Side) -> Case:
    """Return the case with one fact of the offer or the firm changed."""
    if who == "partner":
        return replace(case, offer=replace(case.offer, **{fact: value}))
    site = case.situation.site
    site = replace(site, sme=replace(site.sme, **{fact: value}))
    return replace(case, situation=replace(case.situation, site=site))


@exactly
def fixes(case: Case, weights: Mapping[str, Decimal], found: Score) -> tuple[Fix, ...]:
    """Return the single changes that raise the score, the largest gain first."""
    made = []
    for part in found.parts:
        if part.taken >= ONE or part.code not in CHANGES:
            continue
        for fact, value, who in CHANGES[part.code](case):
            then = score(apply(case, fact, value, who), weights).micro
            if then > found.micro:
                made.append(Fix(part.code, fact, value, who, then - found.micro, then))
    return tuple(sorted(made, key=lambda one: (-one.gain, one.criterion, one.fact)))


@exactly
def to_reach(case: Case, weights: Mapping[str, Decimal], target: int, who: Side) -> tuple[Fix, ...] | None:
    """
    Return few changes of one side that together reach a score, in millionths, or None when they cannot.

    Taken by gain for the effort they ask; then each that turns out not to be needed is left out, the hardest first.
    """
    found = score(case, weights)
    offered = [one for one in fixes(case, weights, found) if one.who == who]
    offered.sort(key=lambda one: (-(Decimal(one.micro) / found.micro).ln() / EFFORT[one.fact], one.fact))
    chosen: list[Fix] = []
    for one in offered:
        if reached(case, weights, chosen) >= target:
            break
        chosen.append(one)
    if reached(case, weights, chosen) < target:
        return None
    for one in sorted(chosen, key=lambda one: (-EFFORT[one.fact], one.fact)):
        fewer = [other for other in chosen if other is not one]
        if reached(case, weights, fewer) >= target:
            chosen = fewer
    return tuple(chosen)


def reached(case: Case, weights: Mapping[str, Decimal], chosen: Iterable[Fix]) -> int:
    """Return the score once all these changes are made, in millionths."""
    for one in chosen:
        case = apply(case, one.fact, one.value, one.who)
    return score(case, weights).micro


Change = tuple[str, Any, Side]


def _language(case: Case) -> Iterator[Change]:
    mine, theirs = case.situation.sme.languages, case.offer.languages
    if mine and theirs:
        yield "languages", (*theirs, mine[0]), "partner"


def _waiting(case: Case) -> Iterator[Change]:
    if case.offer.available_in_days is not None:
        yield "available_in_days", 30, "partner"


def _ticket(case: Case) -> Iterator[Change]:
    size, share, offer = project_mad(case), basis_share(case.offer), case.offer
    budget = case.situation.sme.budget_mad
    if not share:
        return
    known = size if size is not None else budget
    if known and offer.ticket_min_mad is not None and known * share < offer.ticket_min_mad:
        yield "ticket_min_mad", known * share, "partner"
        if budget is not None and known == budget:
            yield "budget_mad", offer.ticket_min_mad / share, "sme"
    if size and offer.ticket_max_mad is not None and size * share > offer.ticket_max_mad:
        yield "ticket_max_mad", size * share, "partner"


def _certainty(case: Case) -> Iterator[Change]:
    if case.kind != "certification":
        if case.offer.status == "open":
            yield "as_of", case.as_of, "partner"
        elif case.offer.status != "closed" and not case.situation.asks_as_before:
            yield "status", "open", "partner"
        return
    if case.offer.accreditation_valid_until is not None:
        yield "accreditation_valid_until", case.as_of + YEAR + timedelta(days=1), "partner"


def _sector_proof(case: Case) -> Iterator[Change]:
    mine = case.situation.sme.sector
    if mine is not None and case.offer.references is not None:
        one_more = Reference(mine, case.as_of.year, verified=True)
        yield "references", (*case.offer.references, one_more), "partner"


def _proximity(case: Case) -> Iterator[Change]:
    if case.offer.base_provinces and not case.offer.remote:
        yield "remote", True, "partner"


def _room(case: Case) -> Iterator[Change]:
    if case.record is not None:
        yield "capacity_month", case.record.introductions_month + 3, "partner"


CHANGES: Final[dict[str, Callable[[Case], Iterator[Change]]]] = {
    "language": _language,
    "waiting": _waiting,
    "ticket": _ticket,
    "certainty": _certainty,
    "sector_proof": _sector_proof,
    "proximity": _proximity,
    "room": _room,
}
