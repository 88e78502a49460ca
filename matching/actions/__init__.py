from matching.actions.allocation import allocate_lists
from matching.actions.contests import answer_contest, contest_match, read_contest
from matching.actions.merging import absorb
from matching.actions.needs import refresh_needs
from matching.actions.parameters import change_weights, check_weights, set_weights
from matching.actions.retention import forget_facts, forget_runs
from matching.actions.runs import recompute, request_matches
from matching.actions.steps import end_introduction, open_introduction, record_outcomes, record_step
from matching.actions.wishes import save_ideal_customer, say_of_need

__all__ = [
    "absorb",
    "allocate_lists",
    "answer_contest",
    "change_weights",
    "check_weights",
    "contest_match",
    "end_introduction",
    "forget_facts",
    "forget_runs",
    "open_introduction",
    "read_contest",
    "recompute",
    "record_outcomes",
    "record_step",
    "refresh_needs",
    "request_matches",
    "save_ideal_customer",
    "say_of_need",
    "set_weights",
]
