"""Who works for an organization: asked by e-mail, given a role, let go; somebody owns it at every moment."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.accounts import known_language
from accounts.actions.audit import record
from accounts.actions.consents import PRIVACY_VERSION, give_consent
from accounts.choices import MANAGING_ROLES, Act, ConsentTo, roles_of
from accounts.events import AccessChanged, MemberInvited, MemberJoined
from accounts.models import ApiKey, AuditEntry, Invitation, Membership, Organization, User
from kernel import events
from kernel.actor import Actor
from kernel.errors import Conflict, Refused, TooMany
from kernel.policy import require

INVITATION_LASTS = timedelta(days=7)
LETTERS_EVERY = timedelta(days=1)
MOST_LETTERS, MOST_LETTERS_EACH = 50, 3  # of an organization, and to one address, in that time


@transaction.atomic
def invite(actor: Actor, *, email: str, role: str, now: datetime) -> Invitation:
    """
    Ask a person by e-mail to join; asking again sends a fresh letter in place of the first.

    :raises Refused: when the actor is not an owner in a session
    :raises TooMany: when the organization, or this address, had its letters of the day
    """
    if not queries.manages(actor):
        raise Refused("invite")
    email = _address(email)
    _known_role(actor, role)
    if queries.team(actor).filter(user__email=email).exists():
        raise ValidationError({"email": ValidationError(_("This person is a member already."), "member")})
    waiting = Invitation.objects.filter(
        organization_id=actor.organization_id, email=email, accepted_at=None, withdrawn_at=None
    )
    fresh = {"role": role, "invited_by_id": actor.user_id, "expires_at": now + INVITATION_LASTS}
    if not waiting.update(**fresh):
        Invitation.objects.create(organization_id=actor.organization_id, email=email, created_at=now, **fresh)
    invitation = queries.invitations(actor).get(email=email)
    _keep_letters_few(actor, invitation, now)
    events.publish(MemberInvited(invitation.pk))
    record(actor, Act.MEMBER_INVITED, subject="invitation", subject_id=invitation.pk, now=now, role=role)
    return invitation


def _keep_letters_few(actor: Actor, invitation: Invitation, now: datetime) -> None:
    """Count the letters of the last day in the trail, which outlives restarts and withdrawn invitations."""
    _lock(actor)
    today = AuditEntry.objects.filter(
        organization_id=actor.organization_id, act=Act.MEMBER_INVITED, at__gt=now - LETTERS_EVERY
    )
    to_address = Invitation.objects.filter(organization_id=actor.organization_id, email=invitation.email)
    ids = [str(one) for one in to_address.values_list("pk", flat=True)]
    if today.count() >= MOST_LETTERS or today.filter(subject_id__in=ids).count() >= MOST_LETTERS_EACH:
        raise TooMany(LETTERS_EVERY)


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
    record(actor, Act.INVITATION_WITHDRAWN, subject="invitation", subject_id=invitation.pk, now=now)
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
    name = queries.repair_name(name, longest=120).value
    User.objects.filter(pk=user.pk).update(name=name, language=known_language(language))
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
    who, act = Actor(user.pk, invitation.organization_id), Act.MEMBER_JOINED if is_new else Act.CONSENT_GIVEN
    record(who, act, subject="user", subject_id=user.pk, now=now, role=membership.role, privacy=PRIVACY_VERSION)
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
    _known_role(actor, role)
    if role not in MANAGING_ROLES:
        _keep_an_owner(membership)
        _end_what_an_owner_gave(membership, now)
    old, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    events.publish(AccessChanged(actor.organization_id))
    record(actor, Act.ROLE_CHANGED, subject="user", subject_id=user_id, now=now, old=old, new=role)
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
    events.publish(AccessChanged(actor.organization_id))
    record(actor, Act.MEMBER_REMOVED, subject="user", subject_id=user_id, now=now)


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
        organization_id=membership.organization_id, role__in=MANAGING_ROLES, user__is_active=True
    ).exclude(pk=membership.pk)
    if membership.role in MANAGING_ROLES and not others.exists():
        problem = ValidationError(_("Name another owner first: somebody has to own the organization."), "last_owner")
        raise ValidationError({"role": problem})


def _known_role(actor: Actor, role: str) -> None:
    if role not in dict(roles_of(actor.kind)):
        raise ValidationError({"role": ValidationError(_("Choose a role."), "role")})


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise ValidationError({"email": ValidationError(_("Write a full e-mail address."), "email")}) from wrong
    return email
