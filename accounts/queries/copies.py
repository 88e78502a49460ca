"""What a person may fetch of its data, and what closing would take away."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from accounts.choices import MANAGING_ROLES, CopyOf, CopyState
from accounts.models import DataCopy, Membership, Organization, User
from accounts.policies import COPY
from accounts.queries.actors import lacks_second_factor, memberships
from kernel import personal
from kernel.actor import Actor


def place_of(row: DataCopy) -> Path:
    """Return where the archive of a copy lies: for this program alone, outside of what the web serves."""
    return Path(settings.DATA, "copies", f"{row.stored}.zip")


def may_take_copies(actor: Actor, session: Mapping[str, Any]) -> bool:
    """Return whether a session proved what every organization of its person asks for; a key takes no copies."""
    if actor.via == "key" or actor.user_id.int == 0:
        return False
    joined = memberships(actor.user_id)
    return not any(lacks_second_factor(one.user, one.organization, session) for one in joined)


def copies(actor: Actor, session: Mapping[str, Any]) -> QuerySet[DataCopy]:
    """Return the copies that a person asked for and may fetch, newest first."""
    rows = DataCopy.objects.select_related("organization").order_by("-pk")
    return COPY.scope(actor, "read", rows) if may_take_copies(actor, session) else rows.none()


def owned_alone(user_id: UUID) -> QuerySet[Organization]:
    """Return the organizations that would have no owner without this person; one that is suspended or closed needs none."""
    mine = Membership.objects.filter(user_id=user_id, role__in=MANAGING_ROLES, organization=OuterRef("pk"))
    others = Membership.objects.filter(role__in=MANAGING_ROLES, user__is_active=True, organization=OuterRef("pk"))
    rows = Organization.objects.filter(Exists(mine), ~Exists(others.exclude(user_id=user_id)), suspended_at=None)
    return rows.order_by("name", "pk")


def what_leaving_takes(actor: Actor) -> dict[str, int]:
    """Return how many rows of each model go, or lose a name, when this person closes its account."""
    email = User.objects.values_list("email", flat=True).get(pk=actor.user_id)
    return personal.counts(personal.PERSON, {"id": actor.user_id, "email": email})


def what_closing_takes(actor: Actor) -> dict[str, int]:
    """Return how many rows of each model are erased in the end when the actor's organization is closed."""
    return personal.counts(personal.ORGANIZATION, {"id": actor.organization_id})


def copy_to_tell(copy_id: UUID) -> DataCopy | None:
    """Return a copy that became ready, for its letter, unless it is gone."""
    return DataCopy.objects.select_related("user").filter(pk=copy_id, state=CopyState.READY).first()


def copy_name(row: DataCopy) -> str:
    """Return what the file is called where it is saved: no name of anybody."""
    return f"qafila-{row.asked_at:%Y-%m-%d}-{CopyOf.ORGANIZATION if row.organization_id else CopyOf.PERSON}.zip"


def copy_headers() -> dict[str, str]:
    """Return the headers with which a copy leaves: never kept on the way."""
    return {
        "Content-Type": "application/zip",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
