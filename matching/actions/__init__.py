from matching.actions.allocation import allocate_lists
from matching.actions.merging import absorb
from matching.actions.needs import refresh_needs
from matching.actions.retention import forget_facts, forget_runs
from matching.actions.runs import recompute, request_matches
from matching.actions.steps import record_outcomes, record_step
from matching.actions.wishes import save_ideal_customer, say_of_need

__all__ = [
    "absorb",
    "allocate_lists",
    "forget_facts",
    "forget_runs",
    "recompute",
    "record_outcomes",
    "record_step",
    "refresh_needs",
    "request_matches",
    "save_ideal_customer",
    "say_of_need",
]
