"""A person closes its account: what is its own goes at once, what belongs to organizations stays with them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.audit import record
from accounts.actions.copies import discard
from accounts.actions.sessions import end_sessions
from accounts.choices import Act
from accounts.models import DataCopy, Organization, User
from kernel import personal
from kernel.actor import Actor
from kernel.errors import TooMany
from kernel.sentences import listed

MOST_TRIES, TRIES_COUNT_FOR = 10, timedelta(minutes=10)


def confirm(user_id: UUID, password: str) -> User:
    """
    Return the person whose password this is: asked again before what cannot be undone.

    :raises ValidationError: when it is another
    :raises TooMany: when it was wrong ten times
    """
    user, key = User.objects.get(pk=user_id, is_active=True), f"confirm:{user_id}"
    cache.add(key, 0, TRIES_COUNT_FOR.total_seconds())
    if cache.get(key, 0) >= MOST_TRIES:
        raise TooMany(TRIES_COUNT_FOR)
    if not user.check_password(password):
        cache.incr(key)
        raise ValidationError({"password": ValidationError(_("This is not your password."), "password")})
    cache.delete(key)
    return user


@transaction.atomic
def close_account(user_id: UUID, *, password: str, now: datetime) -> None:
    """
    Erase a person: name, address, sessions, keys made, invitations; the trail and what was done for firms keep an id.

    :raises ValidationError: when the password is wrong, or the person is the last owner of an organization
    :raises TooMany: when the password was wrong too often
    """
    user = confirm(user_id, password)
    joined = [one.organization_id for one in queries.memberships(user.pk).order_by("organization_id")]
    list(Organization.objects.select_for_update().filter(pk__in=joined).order_by("pk"))
    if alone := queries.owned_alone(user.pk):
        names = listed([one.name for one in alone])
        problem = _("You are the last owner of %(names)s: name another owner, or close it first.")
        raise ValidationError({"organization": ValidationError(problem, "last_owner", {"names": names})})
    end_sessions(user.pk)
    discard(DataCopy.objects.filter(user=user))
    personal.erase(personal.PERSON, {"id": user.pk, "email": user.email})
    for organization_id in joined:
        record(Actor(user_id, organization_id), Act.MEMBER_REMOVED, subject="user", subject_id=user_id, now=now)
    record(Actor(user_id), Act.ACCOUNT_CLOSED, subject="user", subject_id=user_id, now=now)
