from marketplace.models.leads import AskedDocument, Lead, LeadStep
from marketplace.models.quotes import Quote, QuoteLine
from marketplace.models.reports import Report
from marketplace.models.results import Result, Tally
from marketplace.models.searches import FoundOffer, SavedSearch, UnmetSearch

__all__ = [
    "AskedDocument",
    "FoundOffer",
    "Lead",
    "LeadStep",
    "Quote",
    "QuoteLine",
    "Report",
    "Result",
    "SavedSearch",
    "Tally",
    "UnmetSearch",
]
