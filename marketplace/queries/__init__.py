from marketplace.queries.leads import (
    inbox,
    leads,
    open_on_both_sides,
    places_left,
    recipients,
    sent,
    sent_by_status,
    status_of,
    waiting,
    waiting_for,
)
from marketplace.queries.sheets import Contact, LeadSheet, Side, Step, lead, sheets

__all__ = [
    "Contact",
    "LeadSheet",
    "Side",
    "Step",
    "inbox",
    "lead",
    "leads",
    "open_on_both_sides",
    "places_left",
    "recipients",
    "sent",
    "sent_by_status",
    "sheets",
    "status_of",
    "waiting",
    "waiting_for",
]
