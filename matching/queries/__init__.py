from matching.queries.matches import example, match, matches, near_misses, runs, was_matched, why_not
from matching.queries.needs import NeedCard, cost_of, need, need_cards, need_name, needs, technical_case
from matching.queries.reasons import Reasons, match_for_partner, out_of_100, reasons, reasons_of
from matching.queries.records import outcomes, weights_in_force
from matching.queries.replays import replay
from matching.queries.simulation import Moved, run_weights, simulate, weights_from

__all__ = [
    "Moved",
    "NeedCard",
    "Reasons",
    "cost_of",
    "example",
    "match",
    "match_for_partner",
    "matches",
    "near_misses",
    "need",
    "need_cards",
    "need_name",
    "needs",
    "out_of_100",
    "outcomes",
    "reasons",
    "reasons_of",
    "replay",
    "run_weights",
    "runs",
    "simulate",
    "technical_case",
    "was_matched",
    "weights_from",
    "weights_in_force",
    "why_not",
]
