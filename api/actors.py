"""The one way from a request, or from a socket's session, to the actor that every room asks for."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import get_user
from rest_framework.request import Request

from accounts import queries
from kernel.actor import ANONYMOUS, Actor


def from_request(request: Request) -> Actor:
    """Return who asks: the key's organization, or the member and the organization it has open."""
    if isinstance(request.auth, Actor):
        return request.auth
    if not request.user or not request.user.is_authenticated:
        return ANONYMOUS
    held = request._request
    if not hasattr(held, "qafila_actor"):
        held.qafila_actor = queries.actor_in(held.session, request.user)  # type: ignore[attr-defined]
    return cast(Actor, held.qafila_actor)  # type: ignore[attr-defined]


def is_held_back(request: Request) -> bool:
    """Return whether whoever is signed in has yet to prove a second factor."""
    if isinstance(request.auth, Actor) or not request.user or not request.user.is_authenticated:
        return False
    return queries.is_held_back(request.user, request._request.session)


def from_session(session_key: str | None) -> tuple[Actor, bool]:
    """
    Return the actor of a stored session, read afresh, and whether somebody is signed in at all.

    What it depends on is told by `accounts.queries.standings`, for many at once.
    """
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(cast(Any, SimpleNamespace(session=session)))
    if not user.is_authenticated:
        return ANONYMOUS, False
    actor = queries.actor_for(cast(Any, user), session=session, via="socket")
    return (ANONYMOUS if actor.organization_id == ANONYMOUS.organization_id else actor), True
