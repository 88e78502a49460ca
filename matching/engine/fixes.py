"""What would raise a score, and by how much: one fact changed, the score taken again (docs/method/matching.md, section 5)."""

from collections.abc import Callable, Iterator, Mapping
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
