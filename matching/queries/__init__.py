from matching.policies import may_ask
from matching.queries.contests import (
    ContestSheet,
    Evidence,
    contest_sheets,
    contest_to_tell,
    contests,
    overseen_contest,
    overseen_contests,
)
from matching.queries.demand import Demand, FirmCount, NearMiss, OfferDemand, VisibleNeed, demand
from matching.queries.matches import example, fitting, match, matches, near_misses, runs, was_matched, why_not
from matching.queries.needs import NeedCard, card_of, cost_of, need, need_cards, need_name, needs, technical_case
from matching.queries.other_side import (
    OtherSide,
    Place,
    ideal_customer,
    other_side_for_partner,
    other_side_of,
    place_of,
)
from matching.queries.reasons import Reasons, match_for_partner, out_of_100, reasons, reasons_of
from matching.queries.records import outcomes, weights_in_force
from matching.queries.replays import replay
from matching.queries.simulation import Simulated, run_weights, simulate, weights_from

__all__ = [
    "ContestSheet",
    "Demand",
    "Evidence",
    "FirmCount",
    "NearMiss",
    "NeedCard",
    "OfferDemand",
    "OtherSide",
    "Place",
    "Reasons",
    "Simulated",
    "VisibleNeed",
    "card_of",
    "contest_sheets",
    "contest_to_tell",
    "contests",
    "cost_of",
    "demand",
    "example",
    "fitting",
    "ideal_customer",
    "match",
    "match_for_partner",
    "matches",
    "may_ask",
    "near_misses",
    "need",
    "need_cards",
    "need_name",
    "needs",
    "other_side_for_partner",
    "other_side_of",
    "out_of_100",
    "outcomes",
    "overseen_contest",
    "overseen_contests",
    "place_of",
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
