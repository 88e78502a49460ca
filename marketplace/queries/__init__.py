from marketplace.queries.leads import inbox, leads, places_left, recipients, sent, status_of
from marketplace.queries.sheets import Contact, LeadSheet, Side, Step, lead, sheets

__all__ = [
    "Contact",
    "LeadSheet",
    "Side",
    "Step",
    "inbox",
    "lead",
    "leads",
    "places_left",
    "recipients",
    "sent",
    "sheets",
    "status_of",
]
