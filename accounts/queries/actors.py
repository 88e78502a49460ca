"""Who acts: built once, the same for a session, a key, a socket and a job."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet

from accounts.choices import MANAGING_ROLES, SECOND_FACTOR_KINDS, Kind, Role, Scope
from accounts.models import ApiKey, Membership, Organization, User
from kernel.actor import ANONYMOUS, EVERY_SCOPE, Actor

KEY_PREFIX = "qaf_"


def digest_of(secret: str) -> str:
    """Return what is kept of a key: its secret has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def memberships(user_id: UUID) -> QuerySet[Membership]:
    """Return the live memberships of a person, with their organizations."""
    live = Membership.objects.filter(user_id=user_id, user__is_active=True, organization__suspended_at=None)
    return live.select_related("organization", "user").order_by("organization__name", "pk")


def actor_for(
    user: User, organization_id: UUID | None = None, *, session: Mapping[str, Any] | None = None, via: str = "session"
) -> Actor:
    """
    Return the actor of a signed-in person for one organization, else for the last one used, else for the first.

    A person without organization, or whose session did not prove the second factor that this one asks for, gets an
    actor that owns nothing.
    """
    if not user.is_active:
        return ANONYMOUS
    chosen = _chosen(user, organization_id)
    if chosen is None or (via != "job" and lacks_second_factor(user, chosen.organization, session or {})):
        return Actor(user_id=user.pk, language=user.language, via=via)
    return Actor(
        user_id=user.pk,
        organization_id=chosen.organization_id,
        kind=chosen.organization.kind,
        role=chosen.role,
        scopes=EVERY_SCOPE,
        language=user.language,
        via=via,
        region=chosen.organization.region if chosen.organization.kind == Kind.OPERATOR else "",
    )


def _chosen(user: User, organization_id: UUID | None = None) -> Membership | None:
    wanted = organization_id or user.last_organization_id
    found = list(memberships(user.pk))
    return next((one for one in found if one.organization_id == wanted), found[0] if found else None)


def lacks_second_factor(user: User, organization: Organization, session: Mapping[str, Any]) -> bool:
    """Return whether a session has to prove an app, a passkey or a recovery code before it may act for an organization."""
    if organization.kind not in SECOND_FACTOR_KINDS or organization.is_demo:
        return False
    proofs = [one.get("id") for one in session.get(AUTHENTICATION_METHODS_SESSION_KEY, ()) if one["method"] == "mfa"]
    return not Authenticator.objects.filter(user_id=user.pk, pk__in=proofs).exists()


def is_held_back(user: User, session: Mapping[str, Any]) -> bool:
    """Return whether a person has an organization, and cannot act for it for want of a second factor."""
    chosen = _chosen(user)
    return chosen is not None and lacks_second_factor(user, chosen.organization, session)


def has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk).exists()


def actor_for_key(secret: str, now: datetime) -> Actor | None:
    """
    Return the actor of a live key, which acts for its organization in the name of who made it, while that person manages it.

    Its last use is noted at most once an hour, so that a busy program costs no write per request.
    """
    if not secret.startswith(KEY_PREFIX):
        return None
    key = _managed_keys().filter(secret_digest=digest_of(secret), expires_at__gt=now).first()
    if key is None:
        return None
    if key.last_used_at is None or key.last_used_at < now - timedelta(hours=1):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    scopes = frozenset({Scope.READ.value, Scope.WRITE.value} if key.scope == Scope.WRITE else {Scope.READ.value})
    return Actor(
        user_id=key.created_by_id,
        organization_id=key.organization_id,
        kind=key.organization__kind,
        role=Role.MEMBER,
        scopes=scopes,
        language=key.created_by__language,
        via="key",
    )


@cache
def _managed_keys() -> QuerySet[ApiKey, Any]:
    """Build the query that every request of a program begins with: the keys of live firms whose maker manages them."""
    managed = ApiKey.objects.filter(
        revoked_at=None,
        created_by__is_active=True,
        organization__suspended_at=None,
        organization__memberships__user=F("created_by"),
        organization__memberships__role__in=MANAGING_ROLES,
    )
    told = ("pk", "scope", "last_used_at", "organization_id", "organization__kind")
    return managed.values_list(*told, "created_by_id", "created_by__language", named=True).order_by()


def current_organization(actor: Actor) -> Organization | None:
    return Organization.objects.filter(pk=actor.organization_id).first()


def session_lasts(key: str, *, now: datetime) -> int:
    """Return the seconds for which a session still lasts."""
    ends = Session.objects.filter(session_key=key).values_list("expire_date", flat=True).first()
    return max(0, int((ends - now).total_seconds())) if ends else 0
