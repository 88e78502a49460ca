"""Who works for an organization: asked by e-mail, given a role, let go; somebody owns it at every moment."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.accounts import known_language
from accounts.actions.consents import PRIVACY_VERSION, give_consent
from accounts.choices import ConsentTo, Role
from accounts.events import MemberInvited, MemberJoined
from accounts.models import ApiKey, Invitation, Membership, Organization, User
from kernel import events
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.policy import require

INVITATION_LASTS = timedelta(days=7)


@transaction.atomic
def invite(actor: Actor, *, email: str, role: str, now: datetime) -> Invitation:
    """
    Ask a person by e-mail to join; asking again sends a fresh letter in place of the first.

    :raises Refused: when the actor is not an owner in a session
    """
    if not queries.manages(actor):
        raise Refused("invite")
    email = _address(email)
    _known_role(role)
    if queries.team(actor).filter(user__email=email).exists():
        raise ValidationError({"email": ValidationError(_("This person is a member already."), "member")})
    waiting = Invitation.objects.filter(
        organization_id=actor.organization_id, email=email, accepted_at=None, withdrawn_at=None
    )
    fresh = {"role": role, "invited_by_id": actor.user_id, "expires_at": now + INVITATION_LASTS}
    if not waiting.update(**fresh):
        Invitation.objects.create(organization_id=actor.organization_id, email=email, created_at=now, **fresh)
    invitation = queries.invitations(actor).get(email=email)
    events.publish(MemberInvited(invitation.pk))
    return invitation


@transaction.atomic
def withdraw_invitation(actor: Actor, *, invitation_id: UUID, now: datetime) -> Invitation:
    """
    Take an invitation back; its link stops at once.

    :raises Invitation.DoesNotExist: when the actor sees none such that still waits
    """
    invitation = queries.invitations(actor).get(pk=invitation_id)
    require(invitation, "withdraw")
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


@transaction.atomic
def accept_invitation(user: User, *, token: str, language: str, now: datetime) -> Membership:
    """
    Join the organization that a letter named, and act for it from now on; the person agreed to the privacy notice.

    :raises Invitation.DoesNotExist: when the link cannot be used
    :raises Conflict: when it was sent to another address than this person's
    """
    return _join(user, queries.invitation_of(token, now), language=language, now=now)


@transaction.atomic
def join_by_invitation(user: User, *, name: str, token: str, language: str, now: datetime) -> Membership:
    """
    Give a person who just signed up through a letter its name, language and membership.

    :raises Invitation.DoesNotExist: when the link cannot be used any more
    """
    invitation = queries.invitation_of(token, now)
    User.objects.filter(pk=user.pk).update(name=name[:120], language=known_language(language))
    return _join(user, invitation, language=language, now=now)


def _join(user: User, invitation: Invitation, *, language: str, now: datetime) -> Membership:
    if user.email.lower() != invitation.email:
        raise Conflict("other_address", _("This invitation was sent to another e-mail address."))
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(accepted_at=now):
        raise Invitation.DoesNotExist
    membership, is_new = Membership.objects.get_or_create(
        organization=invitation.organization, user=user, defaults={"role": invitation.role, "joined_at": now}
    )
    User.objects.filter(pk=user.pk).update(last_organization=invitation.organization)
    give_consent(
        user_id=user.pk,
        organization_id=invitation.organization_id,
        to=ConsentTo.PRIVACY,
        version=PRIVACY_VERSION,
        language=language,
        origin="invitation",
        now=now,
    )
    if is_new:
        events.publish(MemberJoined(invitation.organization_id, user.pk))
    return membership


@transaction.atomic
def change_role(actor: Actor, *, user_id: UUID, role: str, now: datetime) -> Membership:
    """
    Give a member another role; who stops owning the organization loses the keys made and the invitations sent.

    :raises Membership.DoesNotExist: when the actor sees no such member
    :raises ValidationError: when nobody would own the organization any more
    """
    _lock(actor)
    membership = queries.team(actor).get(user_id=user_id)
    require(membership, "change")
    _known_role(role)
    if role != Role.OWNER:
        _keep_an_owner(membership)
        _end_what_an_owner_gave(membership, now)
    membership.role = role
    membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def remove_member(actor: Actor, *, user_id: UUID, now: datetime) -> None:
    """
    Let a member go, or leave oneself; the keys this person made and the invitations it sent end too.

    :raises Membership.DoesNotExist: when the actor sees no such member
    :raises ValidationError: when nobody would own the organization any more
    """
    _lock(actor)
    membership = queries.team(actor).get(user_id=user_id)
    require(membership, "remove")
    _keep_an_owner(membership)
    _end_what_an_owner_gave(membership, now)
    membership.delete()


def _end_what_an_owner_gave(membership: Membership, now: datetime) -> None:
    """End for good the keys a person made and the invitations it sent: owning again does not wake them."""
    organization_id, user_id = membership.organization_id, membership.user_id
    ApiKey.objects.filter(organization_id=organization_id, created_by_id=user_id, revoked_at=None).update(
        revoked_at=now
    )
    Invitation.objects.filter(
        organization_id=organization_id, invited_by_id=user_id, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)


def _lock(actor: Actor) -> None:
    """Take turns, so that two owners cannot both be the last to go."""
    Organization.objects.select_for_update().filter(pk=actor.organization_id).first()


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.filter(
        organization_id=membership.organization_id, role=Role.OWNER, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.role == Role.OWNER and not others.exists():
        problem = ValidationError(_("Name another owner first: somebody has to own the organization."), "last_owner")
        raise ValidationError({"role": problem})


def _known_role(role: str) -> None:
    if role not in Role.values:
        raise ValidationError({"role": ValidationError(_("Choose a role."), "role")})


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise ValidationError({"email": ValidationError(_("Write a full e-mail address."), "email")}) from wrong
    return email
