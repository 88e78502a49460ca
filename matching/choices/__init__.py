from matching.choices.criteria import CRITERIA
from matching.choices.kinds import Horizon, NeedKind, NeedState, OfferKind, SizeBand, Verdict
from matching.choices.parameters import LONGEST_REASON, OF_NEEDS, TERMS, Subject, labels_of
from matching.choices.rules import RULES
from matching.choices.two_sides import LONGEST_CONTEST, OTHER_SIDE, ContestOutcome, Moved

__all__ = [
    "CRITERIA",
    "LONGEST_CONTEST",
    "LONGEST_REASON",
    "OF_NEEDS",
    "OTHER_SIDE",
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
    "labels_of",
]
