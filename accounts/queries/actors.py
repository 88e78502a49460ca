"""Who acts: built once, the same for a session, a key, a socket and a job."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from accounts.choices import SECOND_FACTOR_KINDS, Kind, Role, Scope
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


def actor_for(user: User, organization_id: UUID | None = None, *, via: str = "session") -> Actor:
    """
    Return the actor of a signed-in person for one organization, else for the last one used, else for the first.

    A person without organization, or without the second factor that this one asks for, gets an actor that owns nothing.
    """
    if not user.is_active:
        return ANONYMOUS
    wanted = organization_id or user.last_organization_id
    found = list(memberships(user.pk))
    chosen = next((one for one in found if one.organization_id == wanted), found[0] if found else None)
    if chosen is None or (via != "job" and lacks_second_factor(user, chosen.organization)):
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


def lacks_second_factor(user: User, organization: Organization) -> bool:
    """Return whether this person has to set up an app or a passkey before it may act for this organization."""
    if organization.kind not in SECOND_FACTOR_KINDS or organization.is_demo:
        return False
    proofs = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return not Authenticator.objects.filter(user_id=user.pk, type__in=proofs).exists()


def actor_for_key(secret: str, now: datetime) -> Actor | None:
    """
    Return the actor of a live key, which acts for its organization in the name of who made it.

    Its last use is noted at most once an hour, so that a busy program costs no write per request.
    """
    if not secret.startswith(KEY_PREFIX):
        return None
    live = ApiKey.objects.filter(
        revoked_at=None, expires_at__gt=now, organization__suspended_at=None, created_by__is_active=True
    )
    key = live.select_related("organization", "created_by").filter(secret_digest=digest_of(secret)).first()
    if key is None or not Membership.objects.filter(user=key.created_by, organization=key.organization).exists():
        return None

    if key.last_used_at is None or key.last_used_at < now - timedelta(hours=1):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    scopes = frozenset({Scope.READ.value, Scope.WRITE.value} if key.scope == Scope.WRITE else {Scope.READ.value})
    return Actor(
        user_id=key.created_by_id,
        organization_id=key.organization_id,
        kind=key.organization.kind,
        role=Role.MEMBER,
        scopes=scopes,
        language=key.created_by.language,
        via="key",
    )


def current_organization(actor: Actor) -> Organization | None:
    return Organization.objects.filter(pk=actor.organization_id).first()
