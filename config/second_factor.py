"""
Second factors beside django-allauth: how their secrets are kept, and what setting one up means for open sessions.

Secrets are encrypted with a key derived from SECRET_KEY: a copied database alone opens no account.
"""

import base64
import hashlib
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from frontend.pages.account_words import FACTOR_ERRORS, passkey_name


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = FACTOR_ERRORS

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002 - named so by allauth
        return passkey_name(Authenticator.objects.filter(user_id=user.pk, type=type).count())

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """
        Return the secret.

        :raises cryptography.fernet.InvalidToken: when neither SECRET_KEY nor a fallback encrypted it
        """
        return _cipher().decrypt(encrypted_text.encode()).decode()


def set_up(request: HttpRequest, user: Any, authenticator: Authenticator, **_more: Any) -> None:
    """
    Let the session that set up a person's first second factor count as having proved it, and end the others.

    They were opened by a password alone. A further factor proves nothing by itself: it is added with the first one.
    """
    others = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if not others.exclude(pk=authenticator.pk).exists():
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    end_other_sessions(request, user)


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"qafila.second_factor:" + str(key).encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
