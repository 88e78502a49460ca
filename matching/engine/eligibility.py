"""The hard rules about who the offer serves, when, and for how much."""

from decimal import Decimal
from typing import Final

from matching.engine.numbers import HALF, HUNDRED, ONE
from matching.engine.offers import Case
from matching.engine.verdicts import FAIL, FINE, PASS, UNKNOWN, Finding, at_least, at_most
from partners.files.exchange import EVERY, OfferFacts

MILLION = Decimal(1_000_000)
GUARANTEED: Final = HALF
"""A guarantee covers about half of the loan it unlocks."""


def region(case: Case) -> Finding:
    served, there = case.offer.regions_served, case.situation.sme.region
    if served is None:
        return Finding(UNKNOWN, None, there, asked="partner", fact="regions_served")
    if there is None:
        return Finding(UNKNOWN, served)
    return Finding(PASS if there in served else FAIL, served, there)


def sector(case: Case) -> Finding:
    served, mine = case.offer.sectors_served, case.situation.sme.sector
    excluded = case.offer.excluded_sectors or ()
    if mine is None:
        return FINE if served == (EVERY,) and not excluded else Finding(UNKNOWN, served)
    if mine in excluded:
        return Finding(FAIL, served, mine)
    if served is None:
        return Finding(UNKNOWN, None, mine, asked="partner", fact="sectors_served")
    return Finding(PASS if served == (EVERY,) or mine in served else FAIL, served, mine)


def closed(case: Case) -> Finding:
    offer = case.offer
    if offer.closes_on is not None and offer.closes_on < case.as_of:
        return Finding(FAIL, offer.closes_on, case.as_of, fact="closes_on")
    if offer.status == "closed":
        return Finding(FAIL, "open", "closed")
    if offer.status == "open":
        return Finding(PASS, "open", "open")
    return Finding(UNKNOWN, "open", offer.status, asked="partner")


def ticket_min(case: Case) -> Finding:
    required, budget = case.offer.ticket_min_mad, case.situation.sme.budget_mad
    if required is None:
        return FINE
    if budget is None:
        return Finding(UNKNOWN, required)
    share = basis_share(case.offer)
    if share is None:
        return Finding(UNKNOWN, required, budget, asked="partner", fact="grant_pct")
    return at_least(required, budget * share)


def basis_share(offer: OfferFacts) -> Decimal | None:
    """Return which part of a project the ticket range speaks of."""
    if offer.ticket_basis == "grant":
        return None if offer.grant_pct is None else offer.grant_pct / HUNDRED
    loan = ONE - (offer.own_funds_min_pct or 0) / HUNDRED
    return {"loan": loan, "guarantee": loan * GUARANTEED}.get(offer.ticket_basis or "project", ONE)


def employees(case: Case) -> Finding:
    return at_most(case.offer.employees_max, case.situation.sme.employees)


def revenue(case: Case) -> Finding:
    low, high, mine = case.offer.revenue_min_mad, case.offer.revenue_max_mad, case.situation.sme.revenue_mad
    if low is None and high is None:
        return FINE
    if mine is None:
        return Finding(UNKNOWN, (low, high))
    fits = (low is None or mine >= low) and (high is None or mine <= high)
    return Finding(PASS if fits else FAIL, (low, high), mine)


def ownership(case: Case) -> Finding:
    return at_most(case.offer.max_share_held_by_large_group_pct, case.situation.sme.share_held_by_large_group_pct)


def age(case: Case) -> Finding:
    return at_least(case.offer.min_years_operating, case.situation.sme.years_operating)


def membership(case: Case) -> Finding:
    if not case.offer.requires_cgem_member:
        return FINE
    mine = case.situation.sme.cgem_member
    if mine is None:
        return Finding(UNKNOWN, required=True)
    return Finding(PASS if mine else FAIL, required=True, actual=mine)


def jobs(case: Case) -> Finding:
    sme, offer = case.situation.sme, case.offer
    group = None if sme.sector is None else case.situation.catalogue.sectors[sme.sector].group
    required = offer.min_stable_jobs_per_mmad
    if group == "tourism" and offer.min_stable_jobs_per_mmad_tourism is not None:
        required = offer.min_stable_jobs_per_mmad_tourism
    if not required:
        return FINE
    if sme.planned_stable_jobs == 0:
        return Finding(FAIL, required, Decimal(0))
    if sme.planned_stable_jobs is None:
        return Finding(UNKNOWN, required)
    if not sme.budget_mad:
        return Finding(UNKNOWN, required, fact="budget_mad")
    return at_least(required, sme.planned_stable_jobs / (sme.budget_mad / MILLION))


def own_funds(case: Case) -> Finding:
    percent, sme = case.offer.own_funds_min_pct, case.situation.sme
    if not percent:
        return FINE
    if sme.budget_mad is None:
        return Finding(UNKNOWN, None, sme.own_funds_mad, fact="budget_mad")
    return at_least(sme.budget_mad * percent / HUNDRED, sme.own_funds_mad)


def accreditation_missing(case: Case) -> Finding:
    asked = case.situation.asked_standards
    if case.kind == "certification":
        asked |= {one for code in case.situation.open_obligations for one in case.situation.settled_by(code)[0]}
        if not asked:
            return FINE
        if case.offer.standards_accredited is None:
            return Finding(UNKNOWN, tuple(sorted(asked)), asked="partner")
        held = tuple(sorted(case.standards))
        return Finding(PASS if asked & case.standards else FAIL, tuple(sorted(asked)), held)
    audit = case.named == frozenset({"energy_audit"}) and "mandatory_audit" in case.situation.needs
    if not audit or case.kind == "finance":
        return FINE
    approved = case.offer.approved_auditor_law_47_09
    if approved is None:
        return Finding(UNKNOWN, ("law_47_09",), asked="partner", fact="approved_auditor_law_47_09")
    return Finding(PASS if approved else FAIL, ("law_47_09",), fact="approved_auditor_law_47_09")


def accreditation_expired(case: Case) -> Finding:
    until = case.offer.accreditation_valid_until
    if until is None:
        needs_one = case.kind == "certification" and case.offer.standards_accredited != ()
        return Finding(UNKNOWN, asked="partner") if needs_one else FINE
    return Finding(PASS if until >= case.as_of else FAIL, until, case.as_of)
