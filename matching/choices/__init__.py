from matching.choices.criteria import CRITERIA
from matching.choices.kinds import Horizon, NeedKind, NeedState, OfferKind, SizeBand, Verdict
from matching.choices.parameters import TERMS, Subject
from matching.choices.rules import RULES
from matching.choices.two_sides import LONGEST_CONTEST, ContestOutcome, Moved

__all__ = [
    "CRITERIA",
    "LONGEST_CONTEST",
    "RULES",
    "TERMS",
    "ContestOutcome",
    "Horizon",
    "Moved",
    "NeedKind",
    "NeedState",
    "OfferKind",
    "SizeBand",
    "Subject",
    "Verdict",
]
