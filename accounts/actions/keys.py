import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.audit import record
from accounts.choices import Act, Scope
from accounts.models import ApiKey
from accounts.queries.actors import KEY_PREFIX, digest_of
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.policy import require
from kernel.text import one_line

LONGEST_DAYS = 730


@transaction.atomic
def create_key(actor: Actor, *, name: str, scope: str, days: int = 365, now: datetime) -> tuple[ApiKey, str]:
    """
    Make a key for the actor's organization that ends after these days; the secret is returned here and nowhere else.

    :raises Refused: when the actor is not an owner in a session (a key makes no keys)
    """
    if not queries.manages(actor):
        raise Refused("create_key")
    name = one_line(name)
    if not name or len(name) > 80:
        raise ValidationError({"name": ValidationError(_("Name the key, in at most 80 characters."), "name")})
    if scope not in Scope.values:
        raise ValidationError({"scope": ValidationError(_("Choose what the key may do."), "scope")})
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": ValidationError(_("Between 1 and 730 days."), "days")})
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        organization_id=actor.organization_id,
        created_by_id=actor.user_id,
        name=name,
        scope=scope,
        secret_digest=digest_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(actor, Act.KEY_MADE, subject="key", subject_id=key.pk, now=now, scope=scope, days=days)
    return key, secret


@transaction.atomic
def revoke_key(actor: Actor, *, key_id: UUID, now: datetime) -> ApiKey:
    """
    End a key at once; ending it twice is the same as once.

    :raises ApiKey.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor may see it but not end it
    """
    key = queries.keys(actor).get(pk=key_id)
    require(key, "revoke")
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        record(actor, Act.KEY_REVOKED, subject="key", subject_id=key.pk, now=now)
    key.refresh_from_db(fields=["revoked_at"])
    return key
