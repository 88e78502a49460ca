from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import queries
from kernel import clock
from kernel.actor import Actor


class Program:
    """Stands where Django expects a user: a program acts for an organization, not for a session."""

    is_authenticated = True
    is_active = True

    def __init__(self, actor: Actor) -> None:
        self.pk = actor.user_id


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer qaf_…`: the key of an organization, shown once, kept hashed."""

    def authenticate(self, request: Request) -> tuple[Any, Actor] | None:
        scheme, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        actor = queries.actor_for_key(secret.strip(), clock.now())
        if actor is None:
            raise AuthenticationFailed(_("This key is unknown, expired or revoked."), code="key_refused")
        if "Accept-Language" not in request.headers:
            translation.activate(actor.language)
        return Program(actor), actor

    def authenticate_header(self, _request: Request) -> str:
        return 'Bearer realm="Qafila"'
