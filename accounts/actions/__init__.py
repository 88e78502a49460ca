from accounts.actions.accounts import change_language, change_organization, open_account, switch_organization
from accounts.actions.consents import give_consent
from accounts.actions.keys import create_key, revoke_key

__all__ = [
    "change_language",
    "change_organization",
    "create_key",
    "give_consent",
    "open_account",
    "revoke_key",
    "switch_organization",
]
