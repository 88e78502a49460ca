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

__all__ = [
    "accept_invitation",
    "change_language",
    "change_organization",
    "change_role",
    "create_key",
    "give_consent",
    "invite",
    "join_by_invitation",
    "open_account",
    "record",
    "remove_member",
    "revoke_key",
    "switch_organization",
    "withdraw_invitation",
]
