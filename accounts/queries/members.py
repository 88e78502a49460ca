"""Who works for an organization, and who was asked to."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.choices import MANAGING_ROLES, Kind, OperatorRole, Role
from accounts.models import Invitation, Membership, Organization, User
from accounts.policies import DUTIES, INVITATION, MEMBERSHIP
from kernel.actor import Actor

_SALT = "accounts.invitation"


def members(organization_id: UUID) -> list[User]:
    """Return the active people of an organization, for notices."""
    return list(User.objects.filter(memberships__organization_id=organization_id, is_active=True).order_by("pk"))


def operators_of(organization_id: UUID, duty: str) -> list[tuple[UUID, UUID]]:
    """Return (person, operator) of everybody who has this duty over an organization, for notices and open pages."""
    region = Organization.objects.filter(pk=organization_id).exclude(region="").values("region")
    near = ~Q(role=OperatorRole.REGIONAL) | Q(organization__region__in=region)
    rows = Membership.objects.filter(
        near,
        role__in=[role for role, duties in DUTIES.items() if duty in duties],
        organization__kind=Kind.OPERATOR,
        organization__suspended_at=None,
        user__is_active=True,
    )
    return list(rows.order_by("pk").values_list("user_id", "organization_id"))


def names_of_people(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of these people; the caller has checked that they may be shown."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name"))


def names_of_members(organization_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the names of the people of these organizations, to be kept from whoever may not know them."""
    found: dict[UUID, list[str]] = {}
    rows = Membership.objects.filter(organization_id__in=set(organization_ids)).order_by("pk")
    for organization_id, name in rows.values_list("organization_id", "user__name"):
        found.setdefault(organization_id, []).append(name)
    return found


def reachable(organization_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these organizations have an active owner and a telephone: somebody who decides can be called."""
    rows = Membership.objects.filter(
        organization_id__in=set(organization_ids), role=Role.OWNER, user__is_active=True
    ).exclude(organization__phone="")
    return set(rows.values_list("organization_id", flat=True))


def team(actor: Actor) -> QuerySet[Membership]:
    """Return the members of the actor's organization, the first to join first."""
    rows = MEMBERSHIP.scope(actor, "read", Membership.objects.select_related("user"))
    return MEMBERSHIP.abilities(actor, rows).order_by("joined_at", "pk")


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations that wait for an answer, newest first; one that is too old stays until it is taken back."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return INVITATION.abilities(actor, INVITATION.scope(actor, "read", waiting)).order_by("-pk")


def invitation(invitation_id: UUID) -> Invitation:
    """Return an invitation for its letter."""
    return Invitation.objects.select_related("organization", "invited_by").get(pk=invitation_id)


def token_of(invitation: Invitation) -> str:
    """Return what the link of the latest letter holds: signed, so that nothing secret is kept."""
    return signing.dumps([str(invitation.pk), invitation.role, invitation.expires_at.isoformat()], salt=_SALT)


def invitation_of(token: str, now: datetime) -> Invitation:
    """
    Return the invitation that a link names, as long as it can be used.

    Only the latest letter works, for the role it names, and only while who sent it manages the organization.

    :raises Invitation.DoesNotExist: when it was used, replaced or taken back, is too old, or never was
    """
    try:
        key, role, until = signing.loads(token, salt=_SALT)
        sent = {"pk": UUID(key), "role": role, "expires_at": datetime.fromisoformat(until)}
    except (signing.BadSignature, ValueError) as wrong:
        raise Invitation.DoesNotExist from wrong
    owns = Membership.objects.filter(
        organization=OuterRef("organization"),
        user=OuterRef("invited_by"),
        user__is_active=True,
        role__in=MANAGING_ROLES,
    )
    usable = Invitation.objects.filter(
        Exists(owns), accepted_at=None, withdrawn_at=None, expires_at__gt=now, organization__suspended_at=None
    )
    return usable.select_related("organization", "invited_by").get(**sent)
