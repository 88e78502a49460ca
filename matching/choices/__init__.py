from matching.choices.criteria import CRITERIA
from matching.choices.kinds import NeedKind, NeedState, OfferKind, Verdict
from matching.choices.rules import RULES

__all__ = ["CRITERIA", "RULES", "NeedKind", "NeedState", "OfferKind", "Verdict"]
