from marketplace.models.leads import AskedDocument, Lead, LeadStep
from marketplace.models.quotes import Quote, QuoteLine
from marketplace.models.reports import Report
from marketplace.models.results import Result, Tally

__all__ = ["AskedDocument", "Lead", "LeadStep", "Quote", "QuoteLine", "Report", "Result", "Tally"]
