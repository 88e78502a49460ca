from marketplace.models.leads import AskedDocument, Lead, LeadStep
from marketplace.models.quotes import Quote, QuoteLine

__all__ = ["AskedDocument", "Lead", "LeadStep", "Quote", "QuoteLine"]
