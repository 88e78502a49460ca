from marketplace.actions.answers import accept_lead, decline_lead, see_lead, withdraw_lead
from marketplace.actions.clock import delay_lead, follow_lead
from marketplace.actions.closing import close_organization, purge_closed
from marketplace.actions.finance import ask_document, close_file, give_quotes, offer_terms
from marketplace.actions.merging import bring_over, merge
from marketplace.actions.outcomes import agree_visit, ask_question, lose_lead, sign_lead
from marketplace.actions.quotes import accept_quote, decline_quote, draft_quote, send_quote
from marketplace.actions.reports import read_report, report_message, report_partner, settle_report
from marketplace.actions.results import answer_result, ask_outcome, ask_result, postpone_outcome
from marketplace.actions.searches import change_search, delete_search, end_alerts, save_search
from marketplace.actions.sending import Asked, send_leads
from marketplace.actions.stepping_in import ask_next, close_lead, remind_partner
from marketplace.actions.team import assign_lead
from marketplace.actions.unmet import forget_unmet, note_unmet

__all__ = [
    "Asked",
    "accept_lead",
    "accept_quote",
    "agree_visit",
    "answer_result",
    "ask_document",
    "ask_next",
    "ask_outcome",
    "ask_question",
    "ask_result",
    "assign_lead",
    "bring_over",
    "change_search",
    "close_file",
    "close_lead",
    "close_organization",
    "decline_lead",
    "decline_quote",
    "delay_lead",
    "delete_search",
    "draft_quote",
    "end_alerts",
    "follow_lead",
    "forget_unmet",
    "give_quotes",
    "lose_lead",
    "merge",
    "note_unmet",
    "offer_terms",
    "postpone_outcome",
    "purge_closed",
    "read_report",
    "remind_partner",
    "report_message",
    "report_partner",
    "save_search",
    "see_lead",
    "send_leads",
    "send_quote",
    "settle_report",
    "sign_lead",
    "withdraw_lead",
]
