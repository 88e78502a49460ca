"""One line in the log for each sign-in, its failure and what else decides who gets in; an address is in none."""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import Signal

logger = logging.getLogger("qafila.sign_ins")

EVENTS: dict[str, Signal] = {
    "signed in": auth.user_logged_in,
    "sign-in failed": auth.user_login_failed,
    "signed out": auth.user_logged_out,
    "signed up": account.user_signed_up,
    "password changed": account.password_changed,
    "password reset": account.password_reset,
    "second factor added": mfa.authenticator_added,
    "second factor removed": mfa.authenticator_removed,
}


def listen() -> None:
    for event, signal in EVENTS.items():
        signal.connect(_teller(event), weak=False, dispatch_uid=f"qafila {event}")


def _teller(event: str) -> Any:
    def tell(*, user: Any = None, **_: Any) -> None:
        logger.info(event, extra={"facts": {"user": getattr(user, "pk", None)}})

    return tell
