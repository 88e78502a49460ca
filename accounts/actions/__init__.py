from accounts.actions.accounts import change_language, change_organization, open_account, switch_organization
from accounts.actions.audit import note_export, record
from accounts.actions.closing import close_organization, end_what_it_gave, erase_organization, reopen_organization
from accounts.actions.consents import give_consent
from accounts.actions.copies import ask_for_copy, forget_copies, open_copy
from accounts.actions.factors import remove_factors
from accounts.actions.keys import create_key, revoke_key
from accounts.actions.leaving import close_account, confirm
from accounts.actions.mandates import begin_acting, end_acting, give_mandate, withdraw_mandate
from accounts.actions.members import (
    accept_invitation,
    change_role,
    invite,
    join_by_invitation,
    remove_member,
    withdraw_invitation,
)
from accounts.actions.merging import absorb
from accounts.actions.oversight import (
    correct,
    end_verification,
    lift_suspension,
    mark_verified,
    open_operator,
    refuse_verification,
    suspend,
)
from accounts.actions.security import tell_of_security
from accounts.actions.sessions import forget_sessions

__all__ = [
    "absorb",
    "accept_invitation",
    "ask_for_copy",
    "begin_acting",
    "change_language",
    "change_organization",
    "change_role",
    "close_account",
    "close_organization",
    "confirm",
    "correct",
    "create_key",
    "end_acting",
    "end_verification",
    "end_what_it_gave",
    "erase_organization",
    "forget_copies",
    "forget_sessions",
    "give_consent",
    "give_mandate",
    "invite",
    "join_by_invitation",
    "lift_suspension",
    "mark_verified",
    "note_export",
    "open_account",
    "open_copy",
    "open_operator",
    "record",
    "refuse_verification",
    "remove_factors",
    "remove_member",
    "reopen_organization",
    "revoke_key",
    "suspend",
    "switch_organization",
    "tell_of_security",
    "withdraw_invitation",
    "withdraw_mandate",
]
