from footprint.actions.base_year import mark_base_year, unmark_base_year
from footprint.actions.bills import change_bill, enter_bill, enter_bills, put_back_bill, remove_bill
from footprint.actions.company import describe_company
from footprint.actions.exports import change_export, declare_export, remove_export
from footprint.actions.firms import (
    FIRMS,
    accept_firm,
    answer_firms_file,
    apply_firms_file,
    decline_firm,
    letter_sent,
    take_firms_file,
    withdraw_firm,
)
from footprint.actions.merging import absorb
from footprint.actions.own_data import MOST_PRECURSORS, set_own_data
from footprint.actions.papers import PUT_BACK_WITHIN, keep_paper, remove_paper
from footprint.actions.products import add_product, change_product, remove_product
from footprint.actions.results import say_missing_days
from footprint.actions.sheets import BILLS, answer_bills_file, apply_bills_file, take_bills_file
from footprint.actions.sites import add_site, change_site, keep_site, set_facts

__all__ = [
    "BILLS",
    "FIRMS",
    "MOST_PRECURSORS",
    "PUT_BACK_WITHIN",
    "absorb",
    "accept_firm",
    "add_product",
    "add_site",
    "answer_bills_file",
    "answer_firms_file",
    "apply_bills_file",
    "apply_firms_file",
    "change_bill",
    "change_export",
    "change_product",
    "change_site",
    "declare_export",
    "decline_firm",
    "describe_company",
    "enter_bill",
    "enter_bills",
    "keep_paper",
    "keep_site",
    "letter_sent",
    "mark_base_year",
    "put_back_bill",
    "remove_bill",
    "remove_export",
    "remove_paper",
    "remove_product",
    "say_missing_days",
    "set_facts",
    "set_own_data",
    "take_bills_file",
    "take_firms_file",
    "unmark_base_year",
    "withdraw_firm",
]
