from footprint.queries.bills import activity_kinds, bill, bills, every_bill
from footprint.queries.cbam import (
    CbamAnswer,
    CheckedCode,
    audit_answer,
    audit_due,
    cbam_answer,
    check_code,
    cost_of,
    line_of,
)
from footprint.queries.company import companies, company, exports, site, site_ids, sites
from footprint.queries.facts import facts_of, profile_facts
from footprint.queries.firms import LASTS, firm_of, firm_token, firms, firms_files, firms_to_write_to
from footprint.queries.results import Answer, Figure, chosen, energy_of, latest_result, result, years

__all__ = [
    "LASTS",
    "Answer",
    "CbamAnswer",
    "CheckedCode",
    "Figure",
    "activity_kinds",
    "audit_answer",
    "audit_due",
    "bill",
    "bills",
    "cbam_answer",
    "check_code",
    "chosen",
    "companies",
    "company",
    "cost_of",
    "energy_of",
    "every_bill",
    "exports",
    "facts_of",
    "firm_of",
    "firm_token",
    "firms",
    "firms_files",
    "firms_to_write_to",
    "latest_result",
    "line_of",
    "profile_facts",
    "result",
    "site",
    "site_ids",
    "sites",
    "years",
]
