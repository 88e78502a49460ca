"""What decides who a session acts for, read for many sessions at once."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from accounts.models import Membership, User

AT_ONCE = 500
OF_ORGANIZATION = ("pk", "name", "kind", "region", "is_demo", "suspended_at")


def standings(sessions: Mapping[str, UUID], *, now: datetime) -> dict[str, Hashable]:
    """
    Return, for each of these sessions of people that still lasts, all that its actor depends on.

    As long as the answer is the same, so is the actor: whoever keeps it need not build the actor again.
    """
    found: dict[str, Hashable] = {}
    every = list(sessions.items())
    for first in range(0, len(every), AT_ONCE):
        found |= _standings(dict(every[first : first + AT_ONCE]), now)
    return found


def _standings(sessions: Mapping[str, UUID], now: datetime) -> dict[str, Hashable]:
    people = set(sessions.values())
    live = Session.objects.filter(session_key__in=list(sessions), expire_date__gt=now)
    held = dict(live.values_list("session_key", "session_data"))
    facts: defaultdict[UUID, list[Any]] = defaultdict(list)
    users = User.objects.filter(pk__in=people)
    joined = Membership.objects.filter(user_id__in=people).order_by("pk")
    proofs = Authenticator.objects.filter(user_id__in=people).order_by("pk")
    rows: list[tuple[Any, ...]] = [
        *users.values_list("pk", "password", "is_active", "language", "last_organization_id"),
        *joined.values_list("user_id", "role", *(f"organization__{name}" for name in OF_ORGANIZATION)),
        *proofs.values_list("user_id", "pk"),
    ]
    for row in rows:
        facts[row[0]].append(row)
    return {key: (held[key], *facts[user_id]) for key, user_id in sessions.items() if key in held}
