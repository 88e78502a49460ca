from marketplace.models.leads import Lead, LeadStep
from marketplace.models.quotes import Quote, QuoteLine

__all__ = ["Lead", "LeadStep", "Quote", "QuoteLine"]
