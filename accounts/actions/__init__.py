from accounts.actions.accounts import change_language, change_organization, open_account, switch_organization
from accounts.actions.audit import note_export, record
from accounts.actions.consents import give_consent
from accounts.actions.keys import create_key, revoke_key
from accounts.actions.mandates import begin_acting, end_acting, give_mandate, withdraw_mandate
from accounts.actions.members import (
    accept_invitation,
    change_role,
    invite,
    join_by_invitation,
    remove_member,
    withdraw_invitation,
)
from accounts.actions.oversight import (
    correct,
    end_verification,
    lift_suspension,
    mark_verified,
    open_operator,
    refuse_verification,
    suspend,
)
from accounts.actions.sessions import forget_sessions

__all__ = [
    "accept_invitation",
    "begin_acting",
    "change_language",
    "change_organization",
    "change_role",
    "correct",
    "create_key",
    "end_acting",
    "end_verification",
    "forget_sessions",
    "give_consent",
    "give_mandate",
    "invite",
    "join_by_invitation",
    "lift_suspension",
    "mark_verified",
    "note_export",
    "open_account",
    "open_operator",
    "record",
    "refuse_verification",
    "remove_member",
    "revoke_key",
    "suspend",
    "switch_organization",
    "withdraw_invitation",
    "withdraw_mandate",
]
