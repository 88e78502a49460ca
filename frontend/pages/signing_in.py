"""What django-allauth asks, in the words of the house: the labels of its forms and what they hint at."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Worded:
    """A form of django-allauth whose fields are called as the house calls them."""

    labels: ClassVar[Mapping[str, str | Promise]] = {}
    hints: ClassVar[Mapping[str, str | Promise]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
        for name, hint in self.hints.items():
            self.fields[name].help_text = hint

    def add_error(self, field: str | None, error: Any) -> None:
        """Say in our words that two passwords differ: django-allauth has that sentence in its code."""
        differ = field == "password2" and isinstance(error, str | Promise)
        super().add_error(field, _("The two passwords are not the same.") if differ else error)  # type: ignore[misc]


EMAIL = {"email": _("E-mail")}
NEW = {"password1": _("New password"), "password2": _("The same password again")}


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]
    labels = {"login": _("E-mail"), "password": _("Password"), "remember": _("Stay signed in on this device")}


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    labels = EMAIL


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = NEW


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    labels = {"oldpassword": _("Password of now"), **NEW}


class SetPasswordForm(Worded, account.SetPasswordForm):  # type: ignore[misc]
    labels = NEW


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Password")}


class NewEmailForm(Worded, account.AddEmailForm):  # type: ignore[misc]
    labels = {"email": _("New e-mail")}


class AuthenticateForm(Worded, factor.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Six digits, or a recovery code")}


class ReauthenticateByCodeForm(Worded, factor.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Six digits, or a recovery code")}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("The six digits that the app shows")}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("Name of this passkey"), "passwordless": _("Sign in with it alone, without the password")}
    hints = {
        "name": _("Such as “Phone” or “Computer of the office”: it tells them apart in the list."),
        "passwordless": _("It then asks each time for your finger, your face or a PIN."),
    }


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("Name of this passkey")}
