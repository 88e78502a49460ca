"""
What an offer is worth to a firm, criterion by criterion, each between 0 and 1 (docs/method/matching.md, section 4).

Scales are anchored: no other offer enters. A utility that is not known is its lowest and highest possible value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from matching.engine.eligibility import GUARANTEED, basis_share
from matching.engine.numbers import HALF, HUNDRED, ONE, ZERO, beta_quantile, kilometres, logistic
from matching.engine.offers import Case
from matching.engine.places import place_of_province, place_of_site
from matching.engine.verdicts import Side

TARGET_SHARE = Decimal("0.40")
UNANSWERED = Decimal("0.15")
TENTH = Decimal("0.1")
FEWEST = 3
PRIOR = 4
YEAR = timedelta(days=365)
DEFAULT_CAPACITY = 10
FULL_RELIEF = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Utility:
    """A value when both ends meet; else what it hangs on and who can tell."""

    low: Decimal
    high: Decimal
    fact: str = ""
    who: Side = "nobody"

    @property
    def known(self) -> Decimal | None:
        return self.low if self.low == self.high else None


def _is(value: Decimal) -> Utility:
    return Utility(value, value)


def _missing(fact: str = "", who: Side = "sme", low: Decimal = ZERO, high: Decimal = ONE) -> Utility:
    return Utility(low, high, fact, who)


def goal(case: Case) -> Utility:
    stated = [one for one in case.situation.goals if one.targets]
    if not stated:
        return _missing("goals", low=UNANSWERED)
    if case.named is None and not case.standards and case.kind != "certification":
        return _missing("measures", "partner", UNANSWERED)
    return _is(ONE if any(case.answers(target) for one in stated for target in one.targets) else UNANSWERED)


def cover(case: Case) -> Utility:
    if case.named is None:
        return _missing("measures", "partner")
    if case.is_named_only:
        return _missing(who="nobody")
    if case.situation.site.energy is None or not case.situation.u:
        return _missing("energy_use")
    found = ZERO
    for code, weight in case.situation.u.items():
        need = case.situation.needs[code]
        if need.kind == "obligation":
            found += weight if case.settles(code) else ZERO
        elif code in case.named and (need.figures is None or need.figures.abatement_t.typ >= 0):
            found += weight
    return _is(min(ONE, found))


def carbon(case: Case) -> Utility:
    if case.named is None:
        return _missing("measures", "partner")
    if case.is_named_only:
        return _missing(who="nobody")
    footprint = case.situation.footprint
    if footprint is None:
        return _missing("energy_use")
    sure, may = (
        min(ONE, footprint.share(case.cells(needs)) / TARGET_SHARE)
        for needs in (case.acting, (*case.acting, *case.maybe))
    )
    return Utility(sure, may, case.maybe[0].asks[0] if case.maybe and case.maybe[0].asks else "energy_use", "sme")


def economics(case: Case) -> Utility:
    if case.is_named_only:
        return _missing(who="nobody")
    money = [need for need in case.acting if need.figures and need.figures.net_mad and need.figures.capex_mad]
    paying = frozenset(need.code for need in money if need.state == "priced")
    if paying:
        back = case.situation.plan(paying).payback_years
        return _is(ZERO if back is None else logistic((back - 4) / Decimal("1.5")))
    return _is(ZERO) if money else _not_priced(case)


def _not_priced(case: Case) -> Utility:
    """What would tell a payback: the energy used, a price of it, or what a measure hangs on; nothing when none acts here."""
    if case.situation.site.energy is None:
        return _missing("energy_use")
    if case.situation.asks_as_before or case.acting:
        return _missing("energy_bill_mad")
    return next((_missing(need.asks[0]) for need in case.maybe if need.asks), _missing(who="nobody"))


def relief(case: Case) -> Utility:
    """The share of the up-front cost that is taken off, full at eighty per cent."""
    low, high = _taken_off(case)
    fact = "grant_pct" if case.offer.instrument in {"grant", "technical_assistance"} else "own_funds_min_pct"
    low, high = (min(ONE, share / FULL_RELIEF) for share in (low, high))
    return Utility(low, high, fact, "partner")


def _taken_off(case: Case) -> tuple[Decimal, Decimal]:
    offer = case.offer
    grant = None if offer.grant_pct is None else offer.grant_pct / HUNDRED
    rest = None if offer.own_funds_min_pct is None else ONE - offer.own_funds_min_pct / HUNDRED
    share = {
        "loan": rest,
        "leasing": rest,
        "guarantee": None if rest is None else rest * GUARANTEED,
        "grant": grant,
        "technical_assistance": grant,
    }.get(offer.instrument or "")
    most = GUARANTEED if offer.instrument == "guarantee" else ONE
    low, high = (grant or ZERO, most) if share is None else (max(share, grant or ZERO),) * 2
    size, part = project_mad(case), offer.ticket_max_mad
    if size and part is not None and offer.ticket_basis in {offer.instrument, "grant"}:
        low, high = min(low, part / size), min(high, part / size)
    return low, high


def compliance(case: Case) -> Utility:
    due = case.situation.open_obligations
    if case.situation.need is not None:
        due = frozenset({case.situation.need})
    if not due:
        return _missing("open_obligations" if case.situation.sme.open_obligations is None else "")
    return _is(Decimal(sum(case.settles(code) for code in due)) / len(due))


def project_mad(case: Case) -> Decimal | None:
    """Return the size of the project: what the measures cost at this site, within the budget; None when not known."""
    codes = frozenset(need.code for need in case.acting if need.figures and need.figures.capex_mad)
    size = case.situation.plan(codes).capex_mad if codes else ZERO
    if not size:
        return None
    budget = case.situation.sme.budget_mad
    return size if budget is None else min(size, budget)


def ticket(case: Case) -> Utility:
    least, most = case.offer.ticket_min_mad, case.offer.ticket_max_mad
    if least is None and most is None:
        return _missing("ticket_min_mad", "partner")
    size, share = project_mad(case), basis_share(case.offer)
    if share is None:
        return _missing("grant_pct", "partner")
    if size is None:
        budget = case.situation.sme.budget_mad
        if budget is None:
            return _missing("budget_mad")
        return _is(_trapezoid(budget * share, least, None))
    return _is(_trapezoid(size * share, least, most))


def _trapezoid(size: Decimal, least: Decimal | None, most: Decimal | None) -> Decimal:
    if least and size < least:
        return max(ZERO, (size - least / 2) / (least / 2))
    if most is not None and size > most:
        return max(ZERO, (2 * most - size) / most) if most else ZERO
    return ONE


def certainty(case: Case) -> Utility:
    offer = case.offer
    if case.kind == "certification":
        until = offer.accreditation_valid_until
        if until is None:
            return _missing("accreditation_valid_until", "partner")
        left = (until - case.as_of).days
        return _is(ZERO if left < 0 else min(ONE, Decimal("0.3") + Decimal("0.7") * left / YEAR.days))
    if offer.status == "closed":
        return _is(ZERO)
    if offer.status != "open":
        return _is(Decimal("0.4"))
    fresh = offer.as_of is not None and offer.as_of >= case.as_of - YEAR
    return _is(ONE if fresh else Decimal("0.7"))


def waiting(case: Case) -> Utility:
    days = case.offer.available_in_days
    if days is None:
        return _missing("available_in_days", "partner", TENTH)
    return _is(_line(Decimal(days), ((30, "1"), (120, "0.3"), (180, "0.1"))))


def _line(at: Decimal, points: tuple[tuple[int, str], ...]) -> Decimal:
    if at <= points[0][0]:
        return Decimal(points[0][1])
    for (left, high), (right, low) in pairwise(points):
        if at <= right:
            return Decimal(high) + (Decimal(low) - Decimal(high)) * (at - left) / (right - left)
    return Decimal(points[-1][1])


def sector_proof(case: Case) -> Utility:
    """Verified references in the sector, shrunk to those of its group and to all."""
    references = case.offer.references
    mine = case.situation.sme.sector
    if references is None:
        return _missing("references", "partner", HALF)
    if mine is None:
        return _missing("sector", "sme", HALF)
    sectors = case.situation.catalogue.sectors
    verified = [one.sector for one in references if one.verified]
    near = sum(sectors[one].group == sectors[mine].group for one in verified)
    share = HALF
    for count in (len(verified), near, verified.count(mine)):
        share = (count + PRIOR * share) / (count + PRIOR)
    return _is(share)


def proximity(case: Case) -> Utility:
    remote = Decimal("0.6") if case.offer.remote else Decimal("0.2")
    bases = case.offer.base_provinces
    if not bases:
        return _is(remote) if case.offer.remote else _missing("base_provinces", "partner", remote)
    here = place_of_site(case.situation.sme, case.situation.catalogue)
    if here is None:
        return _missing("city", low=remote)
    away = min(kilometres(*here, *place_of_province(one, case.situation.catalogue)) for one in bases)
    return _is(max(remote, _fading(away)))


@lru_cache(4096)
def _fading(kilometers: Decimal) -> Decimal:
    return (-kilometers / 150).exp()


def trust(case: Case) -> Utility:
    record = case.record
    if record is None or record.good + record.bad < FEWEST:
        return _missing(who="nobody")
    return _is(beta_quantile(record.good, record.bad, TENTH))


def speed(case: Case) -> Utility:
    record = case.record
    if record is None or record.introductions < FEWEST:
        return _missing(who="nobody")
    rate = (record.answers + PRIOR * HALF) / (record.introductions + PRIOR)
    hours = sorted(record.hours_to_answer)
    if not hours:
        return _is(ZERO) if not record.answers else _missing(who="nobody", high=rate)
    middle = len(hours) // 2
    median = Decimal(hours[middle]) if len(hours) % 2 else Decimal(hours[middle - 1] + hours[middle]) / 2
    return _is(rate * _halving(median / 48))


@lru_cache(4096)
def _halving(times: Decimal) -> Decimal:
    return Decimal(2) ** -times


def room(case: Case) -> Utility:
    if case.record is None:
        return _missing(who="nobody")
    capacity = DEFAULT_CAPACITY if case.offer.capacity_month is None else case.offer.capacity_month
    return _is(min(ONE, Decimal(max(0, capacity - case.record.introductions_month)) / FEWEST))


def language(case: Case) -> Utility:
    mine, theirs = case.situation.sme.languages, case.offer.languages
    if mine and theirs and set(mine) & set(theirs):
        return _is(ONE)
    if mine and set(mine) & set(case.offer.interpreter or ()):
        return _is(HALF) if theirs else _missing("languages", "partner", HALF)
    if mine and theirs:
        return _is(ZERO)
    return _missing("languages", "sme" if not mine else "partner")


CRITERIA: Final[dict[str, Callable[[Case], Utility]]] = {
    one.__name__: one
    for one in (
        goal,
        cover,
        carbon,
        economics,
        relief,
        compliance,
        ticket,
        certainty,
        waiting,
        sector_proof,
        proximity,
        trust,
        speed,
        room,
        language,
    )
}
