"""What django-allauth answers, in the words of the house: its errors, its other ways in, what a password must be."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.choices import SecurityChange
from kernel import clock

CODE_ERRORS = {
    "incorrect_code": _(
        "This is not the code shown now. Wait for the next one, or look whether the phone has the right time."
    )
}
FACTOR_ERRORS: Mapping[str, str | Promise] = {
    **CODE_ERRORS,
    "add_email_blocked": _("Turn the second factor off first, then change the address."),
    "cannot_delete_authenticator": _("This factor cannot be removed."),
    "cannot_generate_recovery_codes": _("Set up an app or a passkey first: the codes are for the day it is lost."),
    "unverified_email": _("Confirm your e-mail first: open the link that we sent."),
}
ACCOUNT_ERRORS: Mapping[str, str | Promise] = {
    **CODE_ERRORS,
    "account_inactive": _("This account is closed."),
    "cannot_remove_primary_email": _("This address stays: it is the only one."),
    "duplicate_email": _("This is your address already."),
    "email_password_mismatch": _(
        "The e-mail and the password do not go together. Look at capital letters and at the language of the keyboard."
    ),
    "email_taken": _("This address cannot be used here. Write another one."),
    "enter_current_password": _("This is not your password of now."),
    "incorrect_password": _("This is not your password. Look at capital letters and at the language of the keyboard."),
    "invalid_or_expired_key": _("This link no longer works."),
    "invalid_login": _(
        "The e-mail and the password do not go together. Look at capital letters and at the language of the keyboard."
    ),
    "invalid_password_reset": _("This link no longer works. Ask for a new one."),
    "rate_limited": _("Too many tries. Wait a minute, then try again."),
    "same_as_current": _("This is your address already."),
    "too_many_login_attempts": _("Too many tries with this address. Wait five minutes, or choose a new password."),
    "unverified_primary_email": _("Confirm this address first: open the link that we sent."),
}
CHANGES = {
    "account/email/password_changed": SecurityChange.PASSWORD_CHANGED,
    "account/email/password_set": SecurityChange.PASSWORD_SET,
    "account/email/password_reset": SecurityChange.PASSWORD_RESET,
    "account/email/email_changed": SecurityChange.EMAIL_CHANGED,
    "account/email/email_deleted": SecurityChange.EMAIL_DELETED,
    "mfa/email/totp_activated": SecurityChange.APP_ADDED,
    "mfa/email/totp_deactivated": SecurityChange.APP_REMOVED,
    "mfa/email/recovery_codes_generated": SecurityChange.CODES_MADE,
    "mfa/email/webauthn_added": SecurityChange.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": SecurityChange.PASSKEY_REMOVED,
}
OTHER_WAYS = {
    "reauthenticate": _("Write my password"),
    "mfa_reauthenticate": _("Write a code of my app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey or a security key"),
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {**DefaultAccountAdapter.error_messages, **ACCOUNT_ERRORS}

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove who one is, the usual one first."""
        found = super().get_reauthentication_methods(user)
        return [{**one, "description": OTHER_WAYS[one["id"]]} for one in found]

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:  # noqa: ARG002 - named so by allauth
        """Leave the letter to the queue, in our words; a new address is told too that it is the one of the account."""
        change, now = CHANGES[template_prefix], clock.now()
        actions.tell_of_security(user.pk, change, to=email or "", now=now)
        if change == SecurityChange.EMAIL_CHANGED:
            actions.tell_of_security(user.pk, SecurityChange.EMAIL_CONFIRMED, now=now)


def passkey_name(kept: int) -> str:
    """Return how a further passkey is called until its owner names it."""
    return gettext("Passkey %(number)s") % {"number": kept + 1}


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return gettext("This password is too short: %(length)s characters at least.") % {"length": self.min_length}

    def get_help_text(self) -> str:
        return gettext("%(length)s characters at least: three words you remember are enough.") % {
            "length": self.min_length
        }


class NotCommon(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return gettext("This password is on every list of those tried first. Choose another.")

    def get_help_text(self) -> str:
        return gettext("None of those that everybody uses.")


class NotOneself(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return gettext("This password is too near to your name or your address.")

    def get_help_text(self) -> str:
        return gettext("Neither your name nor your address.")
