from marketplace.queries.leads import (
    counterparts,
    inbox,
    leads,
    places_left,
    recipients,
    sent,
    sent_by_status,
    status_of,
    to_answer,
    waiting,
    waiting_for,
)
from marketplace.queries.sheets import Contact, LeadSheet, Side, Step, lead, sheets

__all__ = [
    "Contact",
    "LeadSheet",
    "Side",
    "Step",
    "counterparts",
    "inbox",
    "lead",
    "leads",
    "places_left",
    "recipients",
    "sent",
    "sent_by_status",
    "sheets",
    "status_of",
    "to_answer",
    "waiting",
    "waiting_for",
]
