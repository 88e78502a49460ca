from marketplace.actions.answers import accept_lead, decline_lead, see_lead, withdraw_lead
from marketplace.actions.closing import close_organization, purge_closed
from marketplace.actions.merging import bring_over, merge
from marketplace.actions.quotes import accept_quote, decline_quote, draft_quote, send_quote
from marketplace.actions.sending import Asked, send_leads

__all__ = [
    "Asked",
    "accept_lead",
    "accept_quote",
    "bring_over",
    "close_organization",
    "decline_lead",
    "decline_quote",
    "draft_quote",
    "merge",
    "purge_closed",
    "see_lead",
    "send_leads",
    "send_quote",
    "withdraw_lead",
]
