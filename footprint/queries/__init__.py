from footprint.queries.bills import activity_kinds, bill, bills, every_bill
from footprint.queries.calculations import Calculated, calculated
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
from footprint.queries.company import companies, company, exports, site, site_ids, sites, sites_in_the_trail
from footprint.queries.facts import audit_facts, facts_of, price_facts, profile_facts
from footprint.queries.firms import (
    LASTS,
    firm_of,
    firm_token,
    firms,
    firms_by_state,
    firms_files,
    firms_files_to_settle,
    firms_to_answer,
    firms_to_write_to,
)
from footprint.queries.merging import companies_differ
from footprint.queries.products import product, products
from footprint.queries.results import Answer, Figure, chosen, chosen_of_site, energy_of, latest_result, result, years
from footprint.queries.statements import BaseYearAnswer, Statement, statement
from footprint.queries.statements.base import base_year, base_years

__all__ = [
    "LASTS",
    "Answer",
    "BaseYearAnswer",
    "Calculated",
    "CbamAnswer",
    "CheckedCode",
    "Figure",
    "Statement",
    "activity_kinds",
    "audit_answer",
    "audit_due",
    "audit_facts",
    "base_year",
    "base_years",
    "bill",
    "bills",
    "calculated",
    "cbam_answer",
    "check_code",
    "chosen",
    "chosen_of_site",
    "companies",
    "companies_differ",
    "company",
    "cost_of",
    "energy_of",
    "every_bill",
    "exports",
    "facts_of",
    "firm_of",
    "firm_token",
    "firms",
    "firms_by_state",
    "firms_files",
    "firms_files_to_settle",
    "firms_to_answer",
    "firms_to_write_to",
    "latest_result",
    "line_of",
    "price_facts",
    "product",
    "products",
    "profile_facts",
    "result",
    "site",
    "site_ids",
    "sites",
    "sites_in_the_trail",
    "statement",
    "years",
]
