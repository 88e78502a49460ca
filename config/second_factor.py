"""
Second factors beside django-allauth: how their secrets are kept, and what setting one up means for open sessions.

Secrets are encrypted with a key derived from SECRET_KEY: a copied database alone opens no account.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.http import HttpRequest

from frontend.pages.account_words import FACTOR_ERRORS, passkey_name
from kernel.sealed import seal, unseal

PURPOSE = "second_factor"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = FACTOR_ERRORS

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - named so by allauth
        return passkey_name(Authenticator.objects.filter(user_id=user.pk, type=type).count())

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """
        Return the secret.

        :raises cryptography.fernet.InvalidToken: when neither SECRET_KEY nor a fallback encrypted it
        """
        return unseal(encrypted_text, purpose=PURPOSE)


def set_up(request: HttpRequest, user: Any, authenticator: Authenticator, **_more: Any) -> None:
    """
    Let the session that set up a person's first second factor count as having proved it, and end the others.

    They were opened by a password alone. A further factor proves nothing by itself: it is added with the first one.
    """
    others = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if not others.exclude(pk=authenticator.pk).exists():
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    end_other_sessions(request, user)
