from accounts.actions.accounts import change_language, change_organization, open_account, switch_organization
from accounts.actions.audit import record
from accounts.actions.consents import give_consent
from accounts.actions.keys import create_key, revoke_key
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
    refuse_verification,
    suspend,
)

__all__ = [
    "accept_invitation",
    "change_language",
    "change_organization",
    "change_role",
    "correct",
    "create_key",
    "end_verification",
    "give_consent",
    "invite",
    "join_by_invitation",
    "lift_suspension",
    "mark_verified",
    "open_account",
    "record",
    "refuse_verification",
    "remove_member",
    "revoke_key",
    "suspend",
    "switch_organization",
    "withdraw_invitation",
]
