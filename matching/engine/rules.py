"""The table of hard rules: each may be left out by its code, to see what it alone refuses."""

from collections.abc import Collection
from typing import Final

from matching.engine import eligibility, technical
from matching.engine.offers import Case
from matching.engine.verdicts import FAIL, PASS, UNKNOWN, Answer, Rule, Verdict

RULES: Final[dict[str, Rule]] = {
    "region": Rule(eligibility.region, "region", "", "partner", "serve_region"),
    "sector": Rule(eligibility.sector, "sector", "", "nobody", ""),
    "closed": Rule(eligibility.closed, "status", "", "nobody", ""),
    "ticket_min": Rule(eligibility.ticket_min, "budget_mad", "MAD", "sme", "raise_budget"),
    "employees": Rule(eligibility.employees, "employees", "", "nobody", ""),
    "revenue": Rule(eligibility.revenue, "revenue_mad", "MAD", "nobody", ""),
    "ownership": Rule(eligibility.ownership, "share_held_by_large_group_pct", "%", "nobody", ""),
    "age": Rule(eligibility.age, "years_operating", "years", "nobody", ""),
    "membership": Rule(eligibility.membership, "cgem_member", "", "sme", "join_cgem"),
    "jobs": Rule(eligibility.jobs, "planned_stable_jobs", "jobs/MMAD", "sme", "plan_jobs"),
    "accreditation_missing": Rule(
        eligibility.accreditation_missing, "standards_accredited", "", "partner", "get_accredited"
    ),
    "accreditation_expired": Rule(
        eligibility.accreditation_expired, "accreditation_valid_until", "", "partner", "renew_accreditation"
    ),
    "end_use": Rule(technical.end_use, "energy_use", "", "nobody", ""),
    "own_funds": Rule(eligibility.own_funds, "own_funds_mad", "MAD", "sme", "raise_own_funds"),
    "voltage": Rule(technical.voltage, "voltage", "", "nobody", ""),
    "roof": Rule(technical.roof, "roof_m2", "m2", "nobody", ""),
    "roof_owner": Rule(technical.roof_owner, "owns_building", "", "sme", "ask_landlord"),
    "annual_kwh": Rule(technical.annual_kwh, "energy_use", "kWh", "nobody", ""),
    "bill": Rule(technical.bill, "energy_bill_mad", "MAD", "nobody", ""),
    "feedstock": Rule(technical.feedstock, "organic_waste_t", "t", "nobody", ""),
    "containers": Rule(technical.containers, "containers_per_year", "", "nobody", ""),
    "energy_reduction": Rule(technical.energy_reduction, "energy_use", "%", "sme", "add_measures"),
    "scope": Rule(technical.scope, "export_hs", "", "nobody", ""),
}


def verdicts(case: Case, without: Collection[str] = ()) -> tuple[Verdict, ...]:
    """Return the answer of every rule, in the order of the table."""
    return tuple(_verdict(code, rule, case) for code, rule in RULES.items() if code not in without)


def _verdict(code: str, rule: Rule, case: Case) -> Verdict:
    found = rule.find(case)
    who = found.asked if found.verdict == UNKNOWN else rule.who
    how = {PASS: "", FAIL: rule.how, UNKNOWN: "tell"}[found.verdict]
    fact = found.fact or rule.fact
    return Verdict(code, found.verdict, fact, found.required, found.actual, rule.unit, who, how)


def overall(answers: Collection[Verdict]) -> Answer:
    """Return fail when one rule fails, unknown when one is open, else pass."""
    found = {one.verdict for one in answers}
    return FAIL if FAIL in found else UNKNOWN if UNKNOWN in found else PASS


def refusals(case: Case) -> int:
    """Return how many rules refuse: none, one that somebody can repair, or two for an offer that is out for good."""
    failed = 0
    for rule in RULES.values():
        if rule.find(case).verdict == FAIL:
            failed += 1
            if failed > 1 or rule.who == "nobody":
                return 2
    return failed


def is_near_miss(answers: Collection[Verdict]) -> bool:
    """Whether exactly one rule fails, and somebody can repair it."""
    failed = [one for one in answers if one.verdict == FAIL]
    return len(failed) == 1 and failed[0].who != "nobody"
